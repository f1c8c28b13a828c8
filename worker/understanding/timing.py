"""Whether words put a due as a deadline ("by Friday") or as the time of the thing itself ("on Friday"), also in answers to
a card: "it's a deadline", "by Friday, not on Friday"."""

import datetime as dt
import re
from collections.abc import Iterable

from worker.understanding.context import Context, Reading
from worker.understanding.dates import Mention, detect_language, find_mentions, move_due, resolve
from worker.understanding.intents import Due, RescheduleTask, Timing

_UNTIL_RELATIONS = {"by", "before", "until", "due"}


def names_deadline(mentions: Iterable[Mention]) -> bool:
    """Whether one of the expressions is until when: "by Friday", "due the 5th", «до пятницы», «к пятнице»."""
    return any(mention.relation in _UNTIL_RELATIONS for mention in mentions)


def said_timing(mentions: Iterable[Mention]) -> Timing | None:
    """How a new due of a task is put: "by" where it is until when; None where it is only named ("Friday", "on Friday",
    «в четверг»), which is said of moved deadlines as well: the task keeps its own."""
    moments = [mention for mention in mentions if mention.kind == "moment" and not mention.negated]
    return "by" if names_deadline(moments) else None


_LEAD = re.compile(
    r"(?:it['’]s|it is|it|that['’]s|that is|this is|это|она|он|оно) (?:only |just |просто |только )?",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:by|before|on|at|к|ко|до|в|во) "
_CONTRAST = re.compile(rf",? (?:and |а |и )?(?:not|не) (?={_PREPOSITION})", re.IGNORECASE)
_NAMED = re.compile(_PREPOSITION, re.IGNORECASE)
_UNTIL = re.compile(r"(?:by|before|until|till|до|к|ко)\s+\S.*", re.IGNORECASE)
_DEADLINE = frozenset(
    {
        *("deadline", "a deadline", "the deadline", "due date", "the due date", "by then", "due by then"),
        *("срок", "крайний срок", "дедлайн", "до этого срока", "до этого времени", "до этого дня"),
        *(
            "к этому сроку",
            "к этому времени",
            "к этому дню",
            "не позднее этого срока",
            "не позднее этого дня",
        ),
        *("не позднее этого времени", "не позже этого срока", "не позже этого времени"),
    }
)
_EVENT = frozenset(
    {
        *(
            "not a deadline",
            "not the deadline",
            "an appointment",
            "appointment",
            "an event",
            "a meeting",
            "on that day",
        ),
        *(
            "at that time",
            "begins then",
            "starts then",
            "begins at that time",
            "starts at that time",
            "happens then",
        ),
        *("happens on that day", "не срок", "не дедлайн", "встреча", "событие", "в этот день", "в тот день"),
        *("в это время", "начало в это время", "начинается в это время", "будет в этот день"),
    }
)


def read_timing(said: str, ref: str, context: Context, now: dt.datetime) -> Reading | None:
    """The reading of such an answer about the task `ref`; None for any other one, or for a task without a due."""
    found = _due_and_timing(said, _due_of(ref, context), now)
    if found is None:
        return None
    move = RescheduleTask(task=ref, due=found[0], timing=found[1])
    return Reading((move,), "rules", sure=True, clauses=(said,))


def read_until(said: str, ref: str, context: Context, now: dt.datetime) -> RescheduleTask | None:
    """The task `ref` moved to the time that the answer names as a deadline, and nothing besides ("by Friday", «до завтра»)."""
    named = resolve(said, now, detect_language(said)) if _UNTIL.fullmatch(said) else None
    if named is None or named.kind != "moment":
        return None
    due = move_due(_due_of(ref, context), (named,), now)
    return RescheduleTask(task=ref, due=due, timing="by") if due else None


def _due_of(ref: str, context: Context) -> Due | None:
    return next((task.due for task in context.open_tasks if task.ref == ref), None)


def _due_and_timing(said: str, current: Due | None, now: dt.datetime) -> tuple[Due, Timing] | None:
    """The due and what it means; `current` is the due the task has, which only a contrast of two prepositions replaces."""
    told = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    parts = _CONTRAST.split(told)
    if len(parts) == 2 and _NAMED.match(told):
        mentions = find_mentions(parts[0], now, detect_language(said))
        due = move_due(current, mentions, now)
        return (due, said_timing(mentions) or "on") if due else None
    low = told.lower()
    timing: Timing | None = "by" if low in _DEADLINE else "on" if low in _EVENT else None
    return (current, timing) if current and timing else None
