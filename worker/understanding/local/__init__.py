"""Rules: the local reader, which understands without a model."""
