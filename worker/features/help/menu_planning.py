"""Shown: what stands beside the planning commands in Telegram's menu."""

from worker.core.i18n import gettext_noop

PLANNING_SHOWN: tuple[tuple[str, str], ...] = (
    ("plan", gettext_noop("plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", gettext_noop("the one thing to do now")),
    ("find", gettext_noop("find tasks by words or meaning")),
    ("accuracy", gettext_noop("how good the estimates are")),
    ("hours", gettext_noop("working hours, lunch, days off")),
    ("after", gettext_noop("make one task wait for another")),
)
