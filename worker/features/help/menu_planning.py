"""Shown: what stands beside the planning commands in Telegram's menu."""

from worker.core.i18n import later

PLANNING_SHOWN: tuple[tuple[str, str], ...] = (
    ("plan", later("plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", later("the one thing to do now")),
    ("find", later("find tasks by words or meaning")),
    ("accuracy", later("how good the estimates are")),
    ("hours", later("working hours, lunch, days off")),
    ("after", later("make one task wait for another")),
)
