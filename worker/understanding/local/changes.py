"""New values for the fields of open tasks: name, assignee, priority, estimate, reminder, rhythm, project, business."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.context import Context, KnownTask
from worker.understanding.dates import Mention, find_mentions
from worker.understanding.intents import Intent, UpdateTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.business_names import find_businesses, find_projects
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.fields import PriorityHit
from worker.understanding.local.members import MemberHit
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.open_tasks import TaskMatch, best_task, likeness, pointed_at, title_words
from worker.understanding.local.repetitions import limited
from worker.understanding.local.targets import content_words, numbered_words, target
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.edit_words import (
    EDIT_WORDS,
    ESTIMATE,
    GIVE,
    MOVE,
    OWNED,
    RENAME,
    RENAME_IT,
    RENAME_VERB,
    SET,
    TAKES,
)
from worker.understanding.local.words.english_verbs import EITHER
from worker.understanding.local.words.word_table import listed


def changes(
    sheet: Sheet,
    places: range,
    people: dict[int, MemberHit],
    priorities: list[PriorityHit],
    context: Context,
    now: dt.datetime,
) -> list[Intent]:
    """Updates of fields a clause asks for: assignee, priority, estimate, reminder, rhythm, project, business."""
    hits = [people[at] for at in places if at in people and sheet.labels[at] != "dropped"]
    receiver = next((hit for hit in hits if sheet.low_at(hit.first - 1) == "to"), None)
    member = receiver or next(iter(hits), None)
    others = {
        at for hit in hits if hit is not member and receiver for at in (hit.first - 1, hit.first, hit.last)
    }
    given = _given(sheet, places, member, context, others) if member else None
    if given:
        given_task = next(each for each in context.open_tasks if each.ref == given.task)
        return [*_valued(sheet, places, given_task, priorities, now), given]
    task, match = target(sheet, places, context)
    enough = 0.5 if match and match.margin >= 0.5 and ESTIMATE.search(sheet.said(places)) else 0.75
    if task is None or (match and match.coverage < enough):
        return _filed(sheet, places, context)
    if not match and not _only_values(sheet, places):
        return []
    return _valued(sheet, places, task, priorities, now) or _filed(sheet, places, context)


def _only_values(sheet: Sheet, places: range) -> bool:
    return not content_words(sheet, places)


def renamed(sheet: Sheet, places: range, context: Context) -> UpdateTask | None:
    """The new title a clause gives an open task."""
    start, end = sheet.tokens[places[0]].start, sheet.tokens[places[-1]].end
    match = RENAME.search(sheet.low[start:end])
    pointed = RENAME_IT.search(sheet.low[start:end])
    if pointed and pointed_at(context) and not (match and _group(match, "old")):
        return _named(sheet, pointed_at(context), start + pointed.start("new"), end)
    if not match:
        return None
    old = _group(match, "old") or ""
    key = next(key for key, value in match.groupdict().items() if value and key.startswith("new"))
    found = best_task([t.low for t in tokenise(old) if t.kind != "mark"], context)
    task = found.task if found else pointed_at(context) if RENAME_VERB.search(match[0]) else None
    return _named(sheet, task, start + match.start(key), start + match.end(key))


def _group(match: re.Match[str], prefix: str) -> str | None:
    """What the match holds under the first filled group of this prefix."""
    return next((value for key, value in match.groupdict().items() if value and key.startswith(prefix)), None)


def _named(sheet: Sheet, task: KnownTask | None, start: int, end: int) -> UpdateTask | None:
    """The new title between two offsets, for this task."""
    new = sheet.text[start:end].strip(" «»\"'.!")
    return (
        UpdateTask(task=task.ref, field="title", value=(new[:1].upper() + new[1:])[:200])
        if task and new
        else None
    )


def _given(
    sheet: Sheet, places: range, member: MemberHit, context: Context, others: set[int]
) -> UpdateTask | None:
    """The task handed to a member; `others` are the places of whom it is taken from ("from Kim to Lee")."""
    low = sheet.said(places)
    named = set(range(member.first, member.last + 1)) | others
    words = [word for at, word in numbered_words(sheet, places) if at not in named]
    match = best_task(words, context) if words else None
    if (
        match
        and match.coverage >= 0.75
        and (GIVE.search(low) or "instead" in low or "вместо" in low or "пусть" in low)
    ):
        return UpdateTask(task=match.task.ref, field="assignee", value=member.name)
    rest = [word for word in words if not (GIVE.fullmatch(word) or OWNED.fullmatch(word) or word in _BETWEEN)]
    owned = match and OWNED.search(low) and not sheet.mentions_in(places)
    if owned and match and _only_names(match, rest):
        return UpdateTask(task=match.task.ref, field="assignee", value=member.name)
    if not rest:
        task = pointed_at(context)
        return UpdateTask(task=task.ref, field="assignee", value=member.name) if task else None
    return None


_BETWEEN = listed(
    "the a an this that task job one from on it's is now instead work задача задачу задачей работа работу дело"
)


def tells_to_do(sheet: Sheet, places: range) -> bool:
    """Whether a clause begins with a deed of its own ("order caps today"): that is a new task, though an open one
    may be called alike."""
    content = sheet.content(places)
    first = next((at for at in content if sheet.low_at(at) not in _BEFORE_DEED), None)
    if first is None:
        return False
    if sheet.low_at(first) in {"needs", "wants"} and base_of_gerund(sheet.low_at(first + 1)):
        return True  # "needs renewing" after a fault told: no word of it names a thing
    if not is_verb_head(sheet, first):
        return False
    low = sheet.low_at(first)
    if low in EITHER and any(sheet.low_at(at) in _TOLD_OF for at in places if at > first):
        return False
    return low not in EDIT_WORDS and not OWNED.fullmatch(low) and not SET.fullmatch(low)


def places_instead(sheet: Sheet, places: range) -> bool:
    """Whether a clause closes with the word that puts its time in the place of another: "unload it at 7 instead"."""
    return _INSTEAD_LAST.search(sheet.said(places)) is not None


_INSTEAD_LAST = re.compile(r"\b(?:instead|rather|лучше)\W*$")


def only_points(title: str) -> bool:
    """Whether a title would only be an edit of something unnamed ("move it", «перенеси его»)."""
    words = [token.low for token in tokenise(title) if token.is_word]
    moved = words[:1] and words[0] in _MOVING
    if not words or (words[0] not in EDIT_WORDS and not moved):
        return False
    pointed = bool(_POINTERS.intersection(words[1:]))
    return (len(words) == 1 and not moved) or (
        pointed and all(word in EDIT_WORDS or word in _POINTERS for word in words[1:])
    )


_MOVING = listed("сдвинуть отложить передвинуть перекинуть подвинуть")
_TOLD_OF = listed("will is are takes needs should can has")
_POINTERS = listed("everything all всё все it that this them those these one ones его ее их это эту этот то")
_BEFORE_DEED = listed(
    "and then also so please i we need to must should have let's и а еще потом надо нужно мне нам пожалуйста"
)


def _only_names(match: TaskMatch, words: list[str]) -> bool:
    """Whether these words are all of the task's title, and tell it well enough."""
    known = title_words(match.task)
    strange = [word for word in words if max(likeness(word, other) for other in known) < 0.7]
    return not strange and match.shared >= 1 and match.margin >= 0.3


def _valued(
    sheet: Sheet, places: range, task: KnownTask, priorities: list[PriorityHit], now: dt.datetime
) -> list[Intent]:
    start, end = sheet.tokens[places[0]].start, sheet.tokens[places[-1]].end
    found: list[Intent] = []
    hit = next((p for p in priorities if start <= p.start < end), None)
    if hit:
        found.append(UpdateTask(task=task.ref, field="priority", value=hit.number))
    mentions = sheet.mentions_in(places)
    if TAKES.search(sheet.said(places)):
        mentions = tuple(_as_duration(sheet, mention, now) for mention in mentions)
    for mention in mentions:
        if mention.kind == "duration" and mention.minutes:
            found.append(UpdateTask(task=task.ref, field="estimate_minutes", value=mention.minutes))
        if mention.kind == "reminder" and mention.minutes:
            found.append(UpdateTask(task=task.ref, field="reminder_minutes_before", value=mention.minutes))
        if mention.kind == "recurrence" and mention.rrule:
            rule = limited(mention, mentions).rrule
            found.append(UpdateTask(task=task.ref, field="recurrence", value=rule))
    latest: dict[str, Intent] = {intent.field: intent for intent in found if isinstance(intent, UpdateTask)}
    told = SET.search(sheet.said(places)) or len(content_words(sheet, places)) <= 4
    return list(latest.values()) if told else []


def _as_duration(sheet: Sheet, mention: Mention, now: dt.datetime) -> Mention:
    """«оценка теперь на 3 часа» is a length, though "на 3 часа" alone is a time of day."""
    if mention.kind == "shift" and mention.minutes:
        return replace(mention, kind="duration", minutes=abs(mention.minutes))
    if mention.kind != "moment" or (mention.date_said and not mention.elapsed):
        return mention
    if mention.elapsed and mention.minutes:
        return replace(mention, kind="duration")
    said = sheet.text[mention.start : mention.end].split(" ", 1)[-1]
    found = find_mentions(said, now, sheet.language)
    return found[0] if len(found) == 1 and found[0].kind == "duration" else mention


def _filed(sheet: Sheet, places: range, context: Context) -> list[Intent]:
    """A task put under another project or business: "move the flyers to Winter sale"."""
    low = sheet.said(places)
    answer = _filed_answer(sheet, places, context)
    if answer:
        return [answer]
    if not (
        MOVE.search(low)
        or SET.search(low)
        or re.search(r"\b(?:belongs|file|отнеси|относится|запиши|перекинь)\b", low)
    ):
        return []
    tokens = [(at, sheet.tokens[at]) for at in places]
    projects, businesses = find_projects(tokens, context), find_businesses(tokens, context)
    hit = projects[0] if projects else businesses[0] if businesses else None
    under = re.search(r"\bunder\b", low) is not None
    if hit is None or (hit.strength < 6.0 and not under) or not _at_end(sheet, places, hit.places):
        return []
    words = [word for at, word in numbered_words(sheet, places) if at not in hit.places]
    match = best_task(words, context)
    if match is None or match.coverage < 0.75:
        return []
    return [UpdateTask(task=match.task.ref, field="project" if projects else "business", value=hit.name)]


def _filed_answer(sheet: Sheet, places: range, context: Context) -> UpdateTask | None:
    """An answer that only names a project or business ("for Bright Web", «это по аквамарину»)."""
    task = pointed_at(context)
    tokens = [(at, sheet.tokens[at]) for at in places]
    if task is None or len(places) != len(sheet):
        return None
    projects, businesses = find_projects(tokens, context), find_businesses(tokens, context)
    hit = projects[0] if projects else businesses[0] if len(businesses) == 1 else None
    if hit is None or [word for at, word in numbered_words(sheet, places) if at not in hit.places]:
        return None
    return UpdateTask(task=task.ref, field="project" if projects else "business", value=hit.name)


def _at_end(sheet: Sheet, places: range, named: tuple[int, ...]) -> bool:
    after = [at for at in places if at > max(named) and sheet.tokens[at].is_word]
    before = sheet.low_at(min(named) - 1)
    return len(after) <= 1 and (
        before
        in {
            "to",
            "under",
            "in",
            "into",
            "for",
            "the",
            "в",
            "во",
            "к",
            "на",
            "под",
            "из",
            "по",
            "«",
            '"',
            "проект",
        }
    )
