"""Edits that point back: the clause before names the open task, this one says what becomes of it."""

import datetime as dt
from dataclasses import replace

from worker.understanding.context import Context, KnownTask
from worker.understanding.dates import move_due
from worker.understanding.intents import Intent, RescheduleTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import LIGHT
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.deletions import removal
from worker.understanding.local.open_tasks import best_task, meaningful
from worker.understanding.local.reschedules import new_times
from worker.understanding.local.targets import content_words
from worker.understanding.local.words.edit_words import DELETE, EDIT_WORDS, INSTEAD, MOVE
from worker.understanding.local.words.word_table import listed

_POINTERS = listed(
    "it that this them one ones instead please then so его ее их это этот эту ее тогда пожалуйста просто ну"
)


def edit_pointing_back(
    sheet: Sheet, before: range, places: range, context: Context, now: dt.datetime
) -> Intent | None:
    """The move or removal at `places` of the task that the clause at `before` names; None when it names none or this
    clause says more than what to do with it."""
    low = sheet.said(places)
    instead = INSTEAD.search(low) is not None and bool(sheet.mentions_in(places))
    moves, drops = instead or MOVE.search(low) is not None, DELETE.search(low) is not None
    if not (moves or drops) or _says_more(sheet, places):
        return None
    task = named_before(sheet, before, context)
    if task is None:
        return None
    meant = replace(context, replied_to=task.ref)
    if drops and not moves:
        return removal(sheet, places, meant)
    if sheet.mentions_in(places):
        moved = new_times(sheet, places, meant, now, explicit=not instead)
        return moved[0] if moved else None
    mentions = [m for m in sheet.mentions_in(before) if m.kind == "moment" and not (m.past or m.background)]
    due = move_due(task.due, mentions, now) if mentions else None
    return RescheduleTask(task=task.ref, due=due) if due else None


def _says_more(sheet: Sheet, places: range) -> bool:
    return any(word not in EDIT_WORDS | _POINTERS for word in content_words(sheet, places))


def named_before(sheet: Sheet, places: range, context: Context) -> KnownTask | None:
    """The open task a clause names without asking for anything itself."""
    content = sheet.content(places)
    if not content or is_verb_head(sheet, content[0]):
        return None
    match = best_task(meaningful(sheet.low_at(at) for at in content), context)
    enough = match is not None and match.margin >= 0.3 and (match.coverage >= 0.3 or match.shared >= 2)
    return match.task if match and enough else None


def gives_values(sheet: Sheet, head: range, places: range, context: Context) -> bool:
    """Whether what follows a colon only gives new values to the open task that stands before it."""
    values = [at for at in places if sheet.labels[at] in {"priority", "time"} or sheet.low_at(at) in _FIELDS]
    handed = [at for at in sheet.content(places) if sheet.tokens[at].text[:1].isupper()]
    others = [sheet.low_at(at) for at in sheet.content(places) if at not in handed]
    light = LIGHT | {"instead", "of", "me", "from", "now", "not"}
    if handed and not values and all(low in light for low in others):
        return named_before(sheet, head, context) is not None and _whole(sheet, head, context)
    if not values or named_before(sheet, head, context) is None or not _whole(sheet, head, context):
        return False
    named = {at for at in sheet.content(places) if sheet.tokens[at].text[:1].isupper()}
    allowed = EDIT_WORDS | _FIELDS | _ASKED_FOR
    return all(sheet.low_at(at) in allowed or at in named for at in sheet.content(places))


# Who wants the new values, and how: "they've asked for ...".
_ASKED_FOR = listed("""they they've he he's she she's they're they'd he'd she'd client customer asked asking ask wants prefers prefer like
    likes rather happier would said says fine okay ok works suits only do make it's that's a an at on and but""")


def _whole(sheet: Sheet, head: range, context: Context) -> bool:
    """Whether a heading says nothing but an open task."""
    match = best_task(meaningful(sheet.low_at(at) for at in sheet.content(head)), context)
    return match is not None and match.coverage >= 0.99 and match.margin >= 0.3


_FIELDS = listed("""priority estimate assignee owner responsible reminder deadline due приоритет оценка исполнитель ответственный ответственная срок
    напоминание дедлайн""")
