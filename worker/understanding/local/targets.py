"""Which open task an edit means: by its words, else the one the message answers."""

from worker.understanding.context import Context, KnownTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.open_tasks import TaskMatch, best_task, meaningful, pointed_at
from worker.understanding.local.words.edit_words import EDIT_WORDS


def content_words(sheet: Sheet, places: range) -> list[str]:
    """The words of a clause that could name a task: no times, people given the task, or words of editing."""
    words = [
        sheet.low_at(at)
        for at in places
        if sheet.labels[at] in {None, "asking"} and sheet.tokens[at].kind != "mark"
    ]
    return [word for word in meaningful(words) if word not in EDIT_WORDS]


def numbered_words(sheet: Sheet, places: range) -> list[tuple[int, str]]:
    """The (position, word) pairs of a clause that could name a task or a person, without words of editing."""
    labels = {None, "asking", "person"}
    pairs = [
        (at, sheet.low_at(at))
        for at in places
        if sheet.labels[at] in labels and sheet.tokens[at].kind != "mark"
    ]
    return [(at, word) for at, word in pairs if meaningful([word]) and word not in EDIT_WORDS]


def reminded_of(sheet: Sheet, places: range) -> list[str]:
    """The words of a reminder that name its task: «за час до созвона», "an hour before the call"."""
    found: list[str] = []
    for mention in sheet.mentions_in(places):
        lows = [sheet.low_at(at) for at in sheet.within(mention.start, mention.end)]
        cut = next((at for at, low in enumerate(lows) if low in {"до", "before", "перед"}), None)
        if mention.kind == "reminder" and cut is not None:
            found.extend(lows[cut + 1 :])
    return found


def target(
    sheet: Sheet, places: range, context: Context, *, beside: int | None = None
) -> tuple[KnownTask | None, TaskMatch | None]:
    """The task an edit means and how its words matched; no match when only the answered task can be meant. `beside`
    is the position of a verb that is none of its words."""
    said = [sheet.low_at(beside)] if beside is not None else []
    words = [word for word in content_words(sheet, places) if word not in said]
    words += meaningful(reminded_of(sheet, places))
    if not words:
        return pointed_at(context), None
    match = best_task(words, context)
    return (match.task, match) if match else (None, None)


def stretch_of(sheet: Sheet, places: range, start: int, end: int) -> range:
    """The places between the commas around what lies at two offsets into the text of `places`."""
    first = sheet.tokens[places[0]].start
    inside = [
        at for at in places if sheet.tokens[at].start < first + end and sheet.tokens[at].end > first + start
    ]
    left, right = (inside[0], inside[-1]) if inside else (places[0], places[-1])
    while left > places.start and sheet.low_at(left - 1) not in _MARKS:
        left -= 1
    while right + 1 < places.stop and sheet.low_at(right + 1) not in _MARKS:
        right += 1
    return range(left, right + 1)


_MARKS = frozenset(",;—–(")
