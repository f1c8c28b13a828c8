"""The worker: takes jobs from the queue and does what the owner asked for."""
