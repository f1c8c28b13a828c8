"""What of a message said in a group is nobody else's matter: plans, settings, notes, timers, absences, the directory."""

from dataclasses import replace

from worker.understanding.context import Reading
from worker.understanding.intents import (
    AddComment,
    AddItems,
    AskTask,
    ChangeMany,
    CompleteAll,
    CreateTask,
    Intent,
    Query,
    ReopenTask,
    RunCommand,
    SkipOccurrence,
    TaskEdit,
    UnclearQuestion,
    WaitFor,
)

# All other intents are private.
_SHARED = (
    CreateTask
    | TaskEdit
    | ReopenTask
    | AskTask
    | UnclearQuestion
    | WaitFor
    | SkipOccurrence
    | AddComment
    | AddItems
)


def _is_private(intent: Intent) -> bool:
    match intent:
        case Query():
            return intent.scope == "now"
        case RunCommand():
            return intent.command != "undo"
        case CompleteAll() | ChangeMany():
            return False
        case _:
            return not isinstance(intent, _SHARED)


def has_private_matters(reading: Reading) -> bool:
    """Whether some of a message's intents are its author's own matter."""
    return any(_is_private(intent) for intent in reading.intents)


def divided(reading: Reading) -> tuple[Reading, Reading]:
    """A reading as two: of what is its author's own matter, and of the rest with everything else that was read."""
    own = _only(reading, private=True)
    return replace(own, asked=(), doubts=(), left_out=(), unread=()), _only(reading, private=False)


def _only(reading: Reading, *, private: bool) -> Reading:
    kept = [at for at, intent in enumerate(reading.intents) if _is_private(intent) is private]
    clauses = reading.clauses if len(reading.clauses) == len(reading.intents) else ()
    return replace(
        reading,
        intents=tuple(reading.intents[at] for at in kept),
        clauses=tuple(clauses[at] for at in kept) if clauses else (),
    )
