"""The jobs of the queue, one file a job."""
