"""The pages of the dashboard, one file a page."""
