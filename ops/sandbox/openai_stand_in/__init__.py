"""A small OpenAI for tests: answers planted beforehand, vectors computed, trouble on order."""
