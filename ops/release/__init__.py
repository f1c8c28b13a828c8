"""What a release is made of: its notes, and the release before it."""
