"""Who may use the dashboard: passwords, sessions, the limit on login attempts, the check of every request."""
