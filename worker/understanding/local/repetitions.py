"""The repetition of a task with all that limits it: days left out, a number of times, an end said apart from it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from worker.core.recurrence_rule import anchored_rule, with_excepted_days, without_months
from worker.understanding.dates import Mention, with_until
from worker.understanding.intents import Due


def limited(rule: Mention, mentions: Iterable[Mention]) -> Mention:
    """The repetition (a mention with a rule) within the limits among a task's mentions; its first day is none left out."""
    assert rule.rrule is not None
    limits = [mention for mention in mentions if mention.kind == "limit"]
    left_out = tuple(day for limit in limits for day in limit.left_out)
    times = next((limit.repeats for limit in limits if limit.repeats), None)
    text = rule.rrule
    if times and not any(part.startswith(("COUNT=", "UNTIL=")) for part in text.split(";")):
        text = f"{text};COUNT={times}"
    months = {month for limit in limits for month in limit.left_out_months}
    text = without_months(with_excepted_days(text, left_out), months)
    gone = rule.date in left_out or (rule.date is not None and rule.date.month in months)
    return replace(rule, rrule=text, date=None if gone else rule.date)


def ended(rule: str, moments: list[Mention]) -> tuple[str, list[Mention]]:
    """The rule that ends on the day said apart from it ("until 20 December"), and the moments without that day."""
    last = next((m for m in moments if m.kind == "moment" and m.relation == "until" and m.date), None)
    if last is None or last.date is None:
        return rule, moments
    return with_until(rule, last.date), [m for m in moments if m is not last]


def anchored(rule: str, moments: list[Mention], due: Due | None, now: dt.datetime) -> str:
    """The rule with its day in it, where that is one that short months lack: the day that is named, or today."""
    named = due is not None and any(m.date_said for m in moments)
    return anchored_rule(rule, due.date if due and named else now.date())
