"""Labelled messages, and the training of the local reader's labels on them."""
