"""Understanding: what a person said becomes a closed list of proposed intents."""
