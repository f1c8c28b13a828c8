"""The one task a person is working on, and since when."""
