"""Whether the whole bot works: one verdict, used by the public address, dashboard, alerts, metrics and doctor."""
