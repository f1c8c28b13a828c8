"""The api: acknowledges webhooks, enqueues jobs, shows the dashboard; it never does the work itself."""
