"""Plain statements that something is at another time now: "the dentist moved to Wednesday at 8"."""

from collections.abc import Iterable

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet

_MOVED = bounded(
    r"\b(?:moved|shifted|rescheduled|postponed|pushed|bumped|slipped|delayed|brought\s+forward)\b"
    r"|\b(?:перенес(?:ли|л[ао]|ен[аоы]?|ся|л(?:ась|ось|ись))|сдвину(?:т[аоы]?|л(?:и|а|о|ся|ась|ось|ись))|переехал[аои]?"
    r"|отложил(?:и|а|ся|ась|ось|ись)|отложен[аоы]?|(?:пере|по)двинул(?:и|а|ся|ась|ось))\b"
)


def tells_a_move(sheet: Sheet, places: range) -> bool:
    """Whether a clause tells that something is at another time now («дегустация перенеслась на 15:00»): the deed is the
    move, and the thing is still to come."""
    ahead = any(m.kind == "shift" or _is_still_to_come(m) for m in sheet.mentions_in(places))
    return ahead and _MOVED.search(sheet.untimed(places)) is not None


def tells_moving(words: Iterable[str]) -> bool:
    """Whether lowered words hold a verb by which something was put at another time."""
    return _MOVED.search(" ".join(words)) is not None


def _is_still_to_come(mention: Mention) -> bool:
    return mention.kind == "moment" and not (mention.past or mention.background or mention.negated)
