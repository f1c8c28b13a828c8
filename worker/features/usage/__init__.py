"""What the models cost, against the caps."""
