"""Reminded: "remind me at five to call the bank" is a task due at five, and somebody who asks for that is told at five."""

import re
from dataclasses import replace

from worker.understanding.actions import Action, CreateTask
from worker.understanding.context import Reading

_ASKS = re.compile(
    r"\b(?:remind|ping|nudge)\s+(?:me|us)\b|\bset\s+(?:me\s+)?a\s+reminder\b|\bнапомн(?:и|ите|ить)\b|\bне\s+дай(?:те)?\s+(?:мне\s+)?забыть\b",
    re.IGNORECASE,
)
AT_THE_TIME = 0


def reminded(reading: Reading, text: str) -> Reading:
    """The reading with a reminder at the time itself for each new task that has a clock time and no lead, where `text`
    asks to be reminded. A day without a time is told by that morning's digest."""
    if _ASKS.search(text) is None:
        return reading
    return replace(reading, actions=tuple(map(_at_its_time, reading.actions)))


def _at_its_time(action: Action) -> Action:
    timed = isinstance(action, CreateTask) and action.due is not None and action.due.time is not None
    if not isinstance(action, CreateTask) or not timed or action.reminder_minutes_before is not None:
        return action
    return action.model_copy(update={"reminder_minutes_before": AT_THE_TIME})
