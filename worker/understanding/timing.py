"""Whether words put a due as a deadline ("by Friday") or as the time of the thing itself ("on Friday")."""

from collections.abc import Iterable

from worker.understanding.dates import Mention
from worker.understanding.intents import Timing

_DEADLINES = {"by", "before", "until", "due"}


def names_deadline(mentions: Iterable[Mention]) -> bool:
    """Whether one of the expressions is until when: "by Friday", "due the 5th", «до пятницы», «к пятнице»."""
    return any(mention.relation in _DEADLINES for mention in mentions)


def said_timing(mentions: Iterable[Mention]) -> Timing | None:
    """How a new due of a task is put: "by" where it is until when; None where it is only named ("Friday", "on Friday",
    «в четверг»), which is said of moved deadlines as well: the task keeps its own."""
    moments = [mention for mention in mentions if mention.kind == "moment" and not mention.negated]
    return "by" if names_deadline(moments) else None
