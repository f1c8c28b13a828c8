"""Money: every paid call is reserved under the caps before it starts and settled after."""
