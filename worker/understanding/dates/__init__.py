"""Calendar: words about time, in English and Russian, become dates, times, durations and rules."""

from worker.understanding.calendar.combining import combine, due_of, move_due, resolve, shift_due
from worker.understanding.calendar.finding import find_mentions
from worker.understanding.calendar.mentions import Language, Mention, MentionKind, Relation
from worker.understanding.calendar.repetition import first_occurrence, with_until
from worker.understanding.calendar.tokens import detect_language

__all__ = [
    "Language",
    "Mention",
    "MentionKind",
    "Relation",
    "combine",
    "detect_language",
    "due_of",
    "find_mentions",
    "first_occurrence",
    "move_due",
    "resolve",
    "shift_due",
    "with_until",
]
