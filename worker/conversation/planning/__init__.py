"""Planning in the conversation: the plan as words and buttons, the one thing to do now, and what a task took."""
