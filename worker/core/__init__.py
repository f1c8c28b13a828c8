"""What every feature needs and none owns: the speaker, handlers and replies, translation, formats, the recording of changes."""
