"""Calendar: words about time, in English and Russian, become dates, times, durations and rules."""

from worker.understanding.dates.combine_mentions import combine, due_of, move_due, resolve, shift_due
from worker.understanding.dates.date_tokens import detect_language
from worker.understanding.dates.find_mentions import find_mentions
from worker.understanding.dates.left_over import holds_time
from worker.understanding.dates.mentions import Language, Mention, MentionKind, Relation
from worker.understanding.dates.rrule import first_occurrence, with_until

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
    "holds_time",
    "move_due",
    "resolve",
    "shift_due",
    "with_until",
]
