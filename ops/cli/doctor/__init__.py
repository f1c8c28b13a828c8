"""`planner doctor`: checks everything the product depends on and tells you how to fix what is wrong."""
