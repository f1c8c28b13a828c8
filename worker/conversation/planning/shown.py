"""Shown: what stands beside the planning commands in Telegram's menu."""

from worker.conversation.words import later

PLANNING_SHOWN: tuple[tuple[str, str], ...] = (
    ("plan", later("Plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", later("The one thing to do now")),
    ("find", later("Find tasks by words or meaning")),
    ("accuracy", later("How good the estimates are")),
    ("hours", later("Working hours, lunch, days off")),
    ("after", later("Make one task wait for another")),
)
