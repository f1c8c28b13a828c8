"""Doors: the webhook servers that the finished api is measured against, each a process of its own."""
