"""Groups: which business each is bound to, what the bot says when it is added, and what is asked there."""
