"""The login link of the dashboard, for the one who runs the server."""
