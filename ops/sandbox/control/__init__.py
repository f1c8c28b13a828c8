"""The control API, with which tests and the chat page act as users and inject faults."""
