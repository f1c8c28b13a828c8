"""What others want by some day: «юрист просил скан договора до завтра» is a task, told as it may be."""

import re
from collections.abc import Iterable

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_finite
from worker.understanding.local.morphology import has_form, likeliest
from worker.understanding.local.words.word_table import listed

_WANTING = listed("просить попросить ждать хотеть захотеть требовать потребовать заказать запросить")


_WANT = re.compile(
    r"\b(?:за)?(?:кончил(?:ся|ась|ось|ись)|канчива(?:ется|ются)|кончается|кончаются)\b|\bне хватает\b|\b(?:ran|run|running|we're|are|is) out of\b|\blow on\b"
)


def is_want(sheet: Sheet, places: range) -> bool:
    """Whether a message that says nothing else tells what has run out: «кончились салфетки»."""
    return _WANT.search(sheet.said(places)) is not None and len(sheet.content(places)) > 1


def wants_by(sheet: Sheet, places: range, mentions: Iterable[Mention]) -> bool:
    """Whether somebody else is told to want a thing by a day to come."""
    if not any(m.kind == "moment" and not (m.past or m.background) for m in mentions):
        return False
    content = sheet.content(places)
    verb = next((at for at in content if is_finite(sheet.low_at(at))), None)
    form = likeliest(sheet.low_at(verb)) if verb is not None else None
    if verb is None or form is None or form.lemma not in _WANTING or {"1per", "2per"} & form.marks:
        return False
    who = any(has_form(sheet.low_at(at), "NOUN", "nomn") for at in content if at < verb)
    return who and any(has_form(sheet.low_at(at), "NOUN") for at in content if at > verb)
