"""Finds in a message why a new task's fields have their values, and stores that for /why."""

import datetime as dt
from typing import Any

from models.tables.operation import Operation
from worker.understanding.context import Context, Reading
from worker.understanding.dates import Mention, detect_language, due_of, find_mentions
from worker.understanding.intents import CreateTask, Intent, RescheduleTask
from worker.understanding.llm.doubts import UNCHECKED, doubt
from worker.understanding.local.business_names import find_businesses, find_projects, same_word
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import Token, lowered, normalise, tokenise

_WORDS_LIMIT = 40
_MAX_REASONS = 40

Reason = dict[str, Any]


def find_reasons(
    text: str, context: Context, intents: tuple[Intent, ...], now: dt.datetime
) -> list[Reason] | None:
    """The words each new or moved task's deadline, business, project and person come from; None for none.

    Each is {"n": which of the intents' tasks, "field", "by", "words", "value"}, JSON, at most 40 of them. `now` is the
    instant of the message in the chat's zone. `by` tells how: "words", "name", "keyword", "project", "person",
    "only", "topic", "nickname", "role", "heard".
    """
    finder = _ReasonFinder(text, context, now)
    found: list[Reason] = []
    dated = [intent for intent in intents if isinstance(intent, CreateTask | RescheduleTask)]
    for number, intent in enumerate(dated, start=1):
        reasons = [finder.due(intent)]
        if isinstance(intent, CreateTask):
            reasons += [finder.project(intent), finder.business(intent), finder.person(intent)]
        found += [{"n": number, **reason} for reason in reasons if reason]
    return found[:_MAX_REASONS] or None


def store_reasons(
    operation: Operation, text: str, context: Context, reading: Reading, now: dt.datetime
) -> None:
    """Store a reading's doubts and reasons in its operation; the caller adds it to the session."""
    operation.doubts = [*_open_time_doubts(reading, text, now), *reading.doubts][:_MAX_REASONS]
    found = [*_read_as(reading, text), *(find_reasons(text, context, reading.intents, now) or [])]
    operation.reasons = found[:_MAX_REASONS] or None


def _read_as(reading: Reading, text: str) -> list[Reason]:
    """What kind of intent each clause was read as, and which were asked about: {"field": "intent", "by": kind, "words",
    "value": "" or "asked"}. Nothing for messages that only make tasks: their cards tell it."""
    clauses = (
        reading.clauses if len(reading.clauses) == len(reading.intents) else ("",) * len(reading.intents)
    )
    done = [
        (intent.kind, clause or text, "") for intent, clause in zip(reading.intents, clauses, strict=True)
    ]
    asked = [(each.intents[0].kind, each.words, "asked") for each in reading.asked]
    if all(kind == "create" for kind, _, _ in [*done, *asked]):
        return []
    return [_reason("intent", kind, words, value) for kind, words, value in [*done, *asked]]


def _open_time_doubts(reading: Reading, text: str, now: dt.datetime) -> list[str]:
    """The doubts of a reading by rules about times that may have been meant otherwise, each with its words.

    Rules doubt any bare hour; only one taken for the afternoon is shown to the person (convention 14).
    """
    dated = any(isinstance(a, CreateTask | RescheduleTask) and a.due for a in reading.intents)
    if reading.reader != "rules" or "time" not in reading.doubts or not dated:
        return []
    found = [m for m in find_mentions(text, now, detect_language(text)) if _is_open(m)]
    return [doubt("due", UNCHECKED) + ":" + text[m.start : m.end].strip(" ,.;:!?") for m in found]


def _is_open(mention: Mention) -> bool:
    if mention.kind not in ("moment", "recurrence") or mention.past or mention.background or mention.negated:
        return False
    afternoon = mention.bare and mention.time is not None and 13 <= mention.time.hour <= 18
    return afternoon or not mention.sure


class _ReasonFinder:
    """Searches one message for the words its fields come from."""

    def __init__(self, text: str, context: Context, now: dt.datetime) -> None:
        self._text, self._context, self._now = text, context, now
        self._tokens: list[tuple[int, Token]] = list(enumerate(tokenise(normalise(text))))
        mentions = find_mentions(text, now, detect_language(text))
        self._mentions = [m for m in mentions if m.kind in ("moment", "recurrence", "shift")]

    def due(self, intent: CreateTask | RescheduleTask) -> Reason | None:
        if intent.due is None:
            return None
        dated = [m for m in self._mentions if _date_of(m, self._now) == intent.due.date]
        said = next(iter(dated), None)
        if said is None and len(self._mentions) == 1:
            said = self._mentions[0]
        if said is None:
            return None
        words = self._text[said.start : said.end].strip(" ,.;:!?")
        return _reason("due", "words", words, intent.due.date.isoformat()) | {"timing": intent.timing}

    def project(self, intent: CreateTask) -> Reason | None:
        hits = [hit for hit in find_projects(self._tokens, self._context) if hit.name == intent.project]
        return _reason("project", "name", self._said(hits[0].places), intent.project) if hits else None

    def business(self, intent: CreateTask) -> Reason | None:
        name = intent.business
        if name is None:
            return None
        named = [hit for hit in find_businesses(self._tokens, self._context) if hit.name == name]
        if named:
            return _reason("business", "name", self._said(named[0].places), name)
        if intent.project is not None:
            return _reason("business", "project", intent.project, name)
        known = next((b for b in self._context.businesses if b.name == name), None)
        for keyword in known.keywords if known else ():
            for _, token in self._tokens:
                if token.is_word and same_word(token.low, lowered(keyword)):
                    return _reason("business", "keyword", token.text, name)
        return self._business_besides(intent, name)

    def _business_besides(self, intent: CreateTask, name: str) -> Reason:
        works_for = next((m.businesses for m in self._context.members if m.name == intent.assignee), ())
        if len(self._context.businesses) == 1:
            return _reason("business", "only", "", name)
        if works_for == (name,):
            return _reason("business", "person", intent.assignee or "", name)
        return _reason("business", "topic", "", name)

    def person(self, intent: CreateTask) -> Reason | None:
        hits = find_members(tuple(token for _, token in self._tokens), self._context)
        hit = next((hit for hit in hits if hit.name == intent.assignee), None)
        if hit is None:
            return None
        return _reason("person", hit.how, self._said(tuple(range(hit.first, hit.last + 1))), hit.name)

    def _said(self, places: tuple[int, ...]) -> str:
        return " ".join(token.text for at, token in self._tokens if at in places)


def _date_of(mention: Mention, now: dt.datetime) -> dt.date | None:
    due = due_of(mention, now)
    return None if due is None else due.date


def _reason(field: str, by: str, words: str, value: str | None) -> Reason:
    return {"field": field, "by": by, "words": words[:_WORDS_LIMIT], "value": value}
