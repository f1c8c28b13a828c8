"""The scripted demo: a conversation that is played, printed and checked message by message."""
