"""From mentions to a due: halves put together, moves applied, whole phrases resolved (conventions 13 and 16)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from worker.core.recurrence_rule import repeats_within_a_day
from worker.understanding.dates import days
from worker.understanding.dates.find_mentions import find_mentions
from worker.understanding.dates.mentions import Language, Mention
from worker.understanding.dates.rrule import first_from, first_occurrence
from worker.understanding.dates.values import Clock, in_part
from worker.understanding.dates.wordlists import words
from worker.understanding.intents import Due

# Words that may stand beside an expression without adding to it.
_FILLERS = words(
    "a an the on at by in to for of is it its about around please pls or so and then just ok okay well um uh like maybe "
    "probably sharp latest due deadline в во на к ко до с со по и а ну вот это где-то примерно наверное пожалуйста плиз "
    "срок дедлайн крайний числа года"
)


def combine(mentions: Iterable[Mention], now: dt.datetime) -> Due | None:
    """The due that the mentions of one task state together, by conventions 1 to 17; None when they state none.

    Past, background and negated mentions do not count. The first said day and the first said time are joined; a part
    of the day settles a bare hour; a time without a day is today if still ahead, else tomorrow. Of a recurrence
    the due is its first occurrence (none when it counts in hours), of a span its start."""
    usable = [mention for mention in mentions if _states_due(mention)]
    repeated = next((mention for mention in usable if mention.kind == "recurrence"), None)
    dated = next((mention for mention in usable if mention.date_said), None)
    time = _time_of(usable)
    if repeated is not None and dated is None:
        return _first_due(repeated, time, now)
    if dated is not None and dated.date is not None:
        if repeated is not None and repeated.rrule is not None:
            return Due(date=first_from(repeated.rrule, dated.date), time=time)
        return Due(date=dated.date, time=time)
    return Due(date=_next_day(time, now), time=time) if time else None


def due_of(mention: Mention, now: dt.datetime) -> Due | None:
    """The due that one mention states by itself."""
    return combine((mention,), now)


def move_due(due: Due | None, mentions: Iterable[Mention], now: dt.datetime) -> Due | None:
    """The whole new due of a task that is being rescheduled (convention 16); None when nothing new is said.

    A new day keeps the task's clock time and a new time keeps its day; moves count from the task's current due.
    A task without a due takes what is said as it stands, and moves count from today."""
    said = [mention for mention in mentions if not mention.negated]
    moves = [mention for mention in said if mention.kind == "shift"]
    stated = [mention for mention in said if mention.kind in ("moment", "recurrence") or mention.is_span]
    moved = due
    for move in moves:
        moved = shift_due(moved or Due(date=now.date()), move, now)
    new = combine((mention for mention in stated if mention.relation not in ("from", "since", "due")), now)
    if new is None:
        new = combine(stated, now) if not moves else None
    if new is None:
        return moved if moves else None
    has_day = any(mention.date_said and _states_due(mention) for mention in stated)
    base = moved if moves else due
    if base is None:
        return new
    return Due(date=new.date, time=new.time or base.time) if has_day else Due(date=base.date, time=new.time)


def shift_due(due: Due, shift: Mention, now: dt.datetime) -> Due:
    """The due moved on the calendar and the wall clock by a shift (or by a duration read as one).

    A due without a clock time that is moved by hours counts from `now` when it is today's, else from 09:00."""
    date = days.in_amount(due.date, shift.months, shift.days)
    minutes = _shift_minutes(shift)
    if not minutes:
        return Due(date=date, time=due.time)
    morning = now.time().replace(second=0, microsecond=0) if due.date == now.date() else dt.time(9)
    moved = dt.datetime.combine(date, due.time or morning) + dt.timedelta(minutes=minutes)
    return Due(date=moved.date(), time=moved.time())


def resolve(phrase: str, now: dt.datetime, language: Language | None = None) -> Mention | None:
    """A whole phrase that names a moment, recurrence, duration, reminder or shift; None when a word is left over.

    A day and a time said apart are joined into one mention whose date and time are those of its due."""
    found = find_mentions(phrase, now, language)
    if not found or _left_over(phrase, found):
        return None
    if len(found) == 1:
        return found[0]
    moments = [mention for mention in found if mention.kind in ("moment", "recurrence")]
    due = combine(moments, now)
    if len(moments) != len(found) or due is None or sum(mention.date_said for mention in moments) > 1:
        return None
    return _joined(phrase, moments, due)


def _joined(phrase: str, moments: list[Mention], due: Due) -> Mention:
    lead = next((mention for mention in moments if mention.kind == "recurrence"), moments[0])
    return replace(
        lead,
        start=moments[0].start,
        end=moments[-1].end,
        text=phrase[moments[0].start : moments[-1].end],
        date=due.date,
        time=due.time,
        date_said=any(mention.date_said for mention in moments),
        time_said=any(mention.time_said for mention in moments),
        sure=all(mention.sure for mention in moments),
    )


def _states_due(mention: Mention) -> bool:
    if mention.past or mention.background or mention.negated or mention.keep:
        return False
    return mention.kind in ("moment", "recurrence") or mention.is_span


def _time_of(mentions: list[Mention]) -> dt.time | None:
    timed = [mention for mention in mentions if mention.time is not None]
    exact = next((mention for mention in timed if not mention.vague), None)
    vague = next((mention for mention in timed if mention.vague), None)
    if exact is None or exact.time is None:
        return vague.time if vague else None
    if vague is not None and vague.time is not None and exact.bare:
        return in_part(Clock(exact.time, bare=True), _part_at(vague.time)).time
    return exact.time


def _part_at(time: dt.time) -> str:
    if time.hour < 12:
        return "morning"
    return "afternoon" if time.hour < 18 else "evening"


def _next_day(time: dt.time, now: dt.datetime) -> dt.date:
    return now.date() if time > now.time().replace(tzinfo=None) else days.add_days(now.date(), 1)


def _first_due(mention: Mention, time: dt.time | None, now: dt.datetime) -> Due | None:
    if mention.rrule is None or (repeats_within_a_day(mention.rrule) and not mention.date_said):
        return None
    date = mention.date if mention.date_said or time == mention.time else None
    return Due(date=date or first_occurrence(mention.rrule, now, time), time=time)


def _shift_minutes(shift: Mention) -> int:
    if shift.kind == "shift":
        return shift.minutes or 0
    return 0 if shift.days or shift.months else shift.minutes or 0


def _left_over(phrase: str, found: tuple[Mention, ...]) -> bool:
    rest = list(phrase.lower())
    for mention in found:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    words = "".join(char if char.isalnum() or char == "-" else " " for char in rest).split()
    return any(word.strip("-") and word not in _FILLERS for word in words)
