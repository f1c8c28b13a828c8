"""The businesses, projects and people of a workspace."""
