"""Workers: the two queue workers that are compared, each a process of its own with the same empty job."""
