"""A small OpenAI for tests: planted answers, computed embeddings, injected faults."""
