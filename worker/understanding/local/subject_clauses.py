"""Clauses put together again: a subject said first, and what is asked or told of it after a colon or comma."""

import datetime as dt
import re

from worker.understanding.context import Context
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.back_references import gives_values
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.new_projects import project_of
from worker.understanding.local.questions import query_of
from worker.understanding.local.sections import Part

_SHORT_QUESTION = 14  # tokens


def joined(sheet: Sheet, parts: list[Part], now: dt.datetime, context: Context) -> list[Part]:
    """The parts of a message, those that are one question or one edit made one."""
    if _is_of_subject(sheet, parts, now, context):
        return [Part(range(len(sheet)), "start")]
    kept: list[Part] = []
    for part in parts:
        if kept and _names_all(sheet, kept[-1].places) and _does_to_all(sheet, part.places):
            kept[-1] = Part(range(kept[-1].places.start, part.places.stop), kept[-1].joint)
        else:
            kept.append(part)
    return kept


def _is_of_subject(sheet: Sheet, parts: list[Part], now: dt.datetime, context: Context) -> bool:
    """What stands before a colon is the subject of a question ("Ridge: what's left?") or of new values
    ("Samples: top priority, owner Kim", "Samples: they want them a day later")."""
    if len(parts) < 2 or parts[1].joint != "colon":
        return False
    head, told = parts[0].places, range(parts[1].places.start, len(sheet))
    if gives_values(sheet, head, told, context):
        return True
    said = {sheet.low_at(at) for at in head}
    if "project" in said and len(parts) == 2 and project_of(sheet, range(len(sheet)), context):
        return True
    short = len(parts) == 2 and len(sheet) <= _SHORT_QUESTION
    return short and query_of(sheet, told, now, context) is not None


_ALL = re.compile(r"^\W*(?:and |so |ok |okay )*(?:whatever|everything|anything|all|the rest|the lot)\b")
_TO_THEM = re.compile(
    r"^\W*(?:and |so |then |just |please |can you |could you )*\w+ (?:it|them|that|those|the lot)\b"
)


def _names_all(sheet: Sheet, places: range) -> bool:
    """ "Whatever's on for today": all that is due on a day, and nothing done to it yet."""
    dated = any(m.kind == "moment" and m.date_said and not m.background for m in sheet.mentions_in(places))
    content = sheet.content(places)
    verbs = any(is_verb_head(sheet, at) for at in content)
    return dated and not verbs and len(content) <= 4 and _ALL.match(sheet.said(places)) is not None


def _does_to_all(sheet: Sheet, places: range) -> bool:
    """ "... shove it to Monday"."""
    dated = any(m.kind in {"moment", "shift"} for m in sheet.mentions_in(places))
    return dated and _TO_THEM.match(sheet.said(places)) is not None
