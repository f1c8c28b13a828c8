"""Calls of others: "the tax office called back" tells of a deed, though not of one of ours."""

from worker.understanding.context import KnownTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.open_tasks import begins_with_verb
from worker.understanding.local.words.english_verbs import FINISHING
from worker.understanding.local.words.word_table import listed

SPEECH = listed(
    "asked called wrote said told wanted needed mentioned complained texted emailed rang phoned offered suggested forgot"
)


def is_told_by_others(sheet: Sheet, places: range) -> bool:
    """Whether somebody else is told to have said or called something: "the tax office called back"."""
    lows = [sheet.low_at(at) for at in places if sheet.tokens[at].is_word]
    spoken = next((number for number, low in enumerate(lows) if low in SPEECH), 0)
    return spoken > 0 and lows[spoken - 1] not in {
        "i",
        "we",
        "just",
        "already",
        "have",
        "finally",
        "i've",
        "we've",
    }


def is_others_call(sheet: Sheet, places: range, task: KnownTask) -> bool:
    """Whether somebody else called on a matter of their own: "the supplier called, they want 300" is not our call to
    the supplier. A call back is the answer to ours, and "all done" ends it."""
    ended = any(token.low in FINISHING for token in sheet.tokens)
    ours = ended or any(sheet.low_at(at) in {"back", "i", "we"} for at in places)
    return begins_with_verb(task) in _CONTACTS and not ours and is_told_by_others(sheet, places)


_CONTACTS = listed("call ring phone text email write message ask")
