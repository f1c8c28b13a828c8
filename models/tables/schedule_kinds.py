"""The kinds of schedules; apart from their table, which brings the ORM with it."""

SCHEDULE_KINDS = ("morning_digest", "evening_close", "weekly_review", "day_plan")
