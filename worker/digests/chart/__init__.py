"""Chart: the week as a picture that a person reads at a glance."""
