"""Trimming: of a large world only what the message may mean is sent; always the same for the same message."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownMember, KnownProject, KnownTask, Message
from worker.understanding.local.members import same_name
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.open_tasks import likeness, meaningful
from worker.understanding.local.transliteration import latin
from worker.understanding.local.words.nicknames import FAMILIES

BUSINESSES = 12
KEYWORDS = 8
PROJECTS = 12
MEMBERS = 12
TASKS = 30
RECENT = 5
_MISHEARD = 70.0
# Above so many different words (a recording of minutes) only those that begin alike are compared with a name.
_FEW_WORDS = 300
_BEGINNING = 2

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of each were not sent, so that the model knows its lists are not whole."""

    businesses: int = 0
    projects: int = 0
    members: int = 0
    tasks: int = 0


class _Said:
    """The meaningful words of a message, each once."""

    def __init__(self, text: str) -> None:
        told = (token.low for token in tokenise(text) if token.kind != "mark")
        self._words = tuple(dict.fromkeys(meaningful(told)))
        self._by_beginning: dict[str, list[str]] = {}
        for word in self._words:
            self._by_beginning.setdefault(latin(word)[:_BEGINNING], []).append(word)

    def near(self, known: str) -> Sequence[str]:
        """The words that a known word is to be compared with."""
        if len(self._words) <= _FEW_WORDS:
            return self._words
        return self._by_beginning.get(latin(known)[:_BEGINNING], ())


def trim(message: Message, context: Context) -> tuple[Context, LeftOut]:
    """The part of `context` the message may mean, in its own order, and what was left out.

    Tasks: the one replied to and those just talked about, then those alike to the message, then overdue and soonest
    due. Everything else: what is named (people in any form, by nickname, role or mishearing), then the first of the list.
    """
    words = _Said(message.text)
    members = _best(context.members, MEMBERS, lambda member: _member_named(member, words))
    projects = _best(context.projects, PROJECTS, lambda project: _project_named(project, words))
    tasks = _tasks(message, context, words)
    businesses = tuple(
        replace(business, keywords=_best(business.keywords, KEYWORDS, lambda keyword: _alike(words, keyword)))
        for business in _best(context.businesses, BUSINESSES, lambda b: _alike(words, b.name, *b.keywords))
    )
    kept = replace(context, businesses=businesses, members=members, projects=projects, open_tasks=tasks)
    return kept, LeftOut(
        businesses=len(context.businesses) - len(businesses),
        projects=len(context.projects) - len(projects),
        members=len(context.members) - len(members),
        tasks=len(context.open_tasks) - len(tasks),
    )


def _best(items: Sequence[Item], limit: int, score: Callable[[Item], float]) -> tuple[Item, ...]:
    if len(items) <= limit:
        return tuple(items)
    scores = [score(item) for item in items]
    chosen = sorted(range(len(items)), key=lambda at: (-scores[at], at))[:limit]
    return tuple(items[at] for at in sorted(chosen))


def _tasks(message: Message, context: Context, words: _Said) -> tuple[KnownTask, ...]:
    tasks = context.open_tasks
    if len(tasks) <= TASKS:
        return tasks
    pinned = [context.replied_to, *context.recent[:RECENT], *context.listed[:RECENT]]
    today = message.now.date()

    def rank(at: int) -> tuple[float, float, dt.date, int]:
        task = tasks[at]
        held = pinned.index(task.ref) if task.ref in pinned else len(pinned)
        due = task.due.date if task.due else dt.date.max
        # Whatever is due by today can be meant by "everything", so it comes before a faint likeness.
        likeness = _alike(words, task.title, task.assignee or "")
        return held, -max(likeness, 1.0 if due <= today else 0.0), due, at

    chosen = sorted(range(len(tasks)), key=rank)[:TASKS]
    return tuple(tasks[at] for at in sorted(chosen))


def _alike(words: _Said, *texts: str) -> float:
    """How many words of the texts are said in the message, nearness counted."""
    known = meaningful(token.low for text in texts for token in tokenise(text) if token.kind != "mark")
    return sum(max((likeness(word, part) for word in words.near(part)), default=0.0) for part in known)


def _member_named(member: KnownMember, words: _Said) -> float:
    parts = [t.low for name in (member.name, *member.aliases) for t in tokenise(name) if t.is_word]
    known = [*parts, *(other for part in parts for other in FAMILIES.get(part, ()))]
    if any(same_name(word, part) for part in known for word in words.near(part)):
        return 3.0
    heard = max(
        (
            fuzz.ratio(latin(word), latin(part))
            for part in parts
            for word in words.near(part)
            if len(word) > 2
        ),
        default=0.0,
    )
    if heard >= _MISHEARD:
        return 1.0 + heard / 100
    return min(1.0, _alike(words, member.role or ""))


def _project_named(project: KnownProject, words: _Said) -> float:
    return _alike(words, project.name)
