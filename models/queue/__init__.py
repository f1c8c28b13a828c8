"""The queue contract: job names and arguments, chats' lanes, and the one way jobs enter Redis."""
