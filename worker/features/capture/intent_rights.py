"""The right that each kind of action needs; commands that words stand for need their own."""

from worker.core.member_roles import Right
from worker.understanding.intents import Intent

# What shows tasks, or is nobody's matter but the speaker's own.
_SEEING = frozenset(
    {"query", "ask_task", "unclear_question", "files", "keep_note", "absence", "ask_which", "command"}
)
_OWNING = frozenset({"create_project"})


def right_of(intent: Intent) -> Right:
    """What whoever asks for it must be allowed to do; a kind that is not listed changes tasks."""
    if intent.kind in _OWNING:
        return "own"
    return "see" if intent.kind in _SEEING else "change"
