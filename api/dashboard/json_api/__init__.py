"""Every page as JSON, for scripts."""
