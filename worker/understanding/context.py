"""What a reader may know: the message, and the slice of one workspace that belongs to its chat."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from worker.budget.call_outcomes import OverBudget
from worker.understanding.intents import CreateTask, Due, Intent, Timing

# Why rules left a message unread: it takes more steps than a reading may have.
TOO_TANGLED = "too_tangled"


@dataclass(frozen=True, slots=True)
class KnownBusiness:
    """A business by its name and the words that point to it."""

    name: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project and the business it belongs to."""

    name: str
    business: str | None = None


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A person who can be given tasks; `aliases` are nicknames and earlier recognition errors."""

    name: str
    businesses: tuple[str, ...] = ()
    role: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTask:
    """An open task under the short reference that intents name it by ("T1"); `due` is in the chat's zone, `recurrence` an RFC 5545
    rule. A `past_event` was set for a time that is over: it is not overdue."""

    ref: str
    title: str
    business: str | None = None
    due: Due | None = None
    estimate_minutes: int | None = None
    assignee: str | None = None
    project: str | None = None
    priority: int | None = None
    recurrence: str | None = None
    reminder_minutes_before: int | None = None
    past_event: bool = False
    timing: Timing | None = None


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task done lately, by its number as `KnownTask.ref` and the day it was done in the chat's zone. No intent changes it."""

    ref: str
    title: str
    done_on: dt.date


@dataclass(frozen=True, slots=True)
class Context:
    """The chat's world. `replied_to` is the reference of the task whose card the message answers; `recent` are the
    references of the last exchange's tasks, newest first; `listed` those of the last card with several tasks, in its
    order: "the second" counts them; `numbered` when that card shows the tasks' own numbers. `speaker` is the sender's own
    name; `zone_chosen` whether they said where they are; `done` are the tasks done lately, newest first."""

    businesses: tuple[KnownBusiness, ...] = ()
    projects: tuple[KnownProject, ...] = ()
    members: tuple[KnownMember, ...] = ()
    open_tasks: tuple[KnownTask, ...] = ()
    replied_to: str | None = None
    recent: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    numbered: bool = False
    speaker: str | None = None
    zone_chosen: bool = True
    done: tuple[DoneTask, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message as text. `now` is aware and in the chat's zone; `voice` marks a transcript, `forwarded` the words
    of somebody else, `reply` an answer to another message."""

    text: str
    now: dt.datetime
    voice: bool = False
    forwarded: bool = False
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Intents that wait for the person's yes: the words they were read from, and the new tasks they may mean instead.

    `why` is the name of the policy's line that decided so."""

    intents: tuple[Intent, ...]
    words: str
    instead: tuple[CreateTask, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a message.

    `sure` means that every meaningful word is accounted for. `unread` are the words that are not.
    `degraded` names why a lesser reader answered (None when nothing was lost by it); `over_budget` is the cap that
    was reached, when that is why."""

    intents: tuple[Intent, ...]
    reader: Literal["rules", "openai"]
    sure: bool = False
    unread: tuple[str, ...] = ()
    degraded: str | None = None
    doubts: tuple[str, ...] = ()
    over_budget: OverBudget | None = None
    # The words each intent was read from; empty when a reader cannot tell.
    clauses: tuple[str, ...] = ()
    # Clauses that no intent covers, as they were said.
    left_out: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
