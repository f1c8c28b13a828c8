"""Doubts: what was dropped or could not be verified, as short codes a card can word in any language."""

from collections.abc import Iterable

from worker.understanding.llm.quoted_text import one_line

# What a doubt may say about a field.
UNKNOWN_TASK = "unknown_task"  # the reference is of no task that was shown
UNKNOWN_NAME = "unknown_name"  # the name is of nobody and nothing in the workspace
PAST = "past"  # the deadline lies before the message
UNCHECKED = "unchecked"  # only the model read this date; the calendar could not
DIFFERS = "differs"  # the calendar and the model read the same words differently; the calendar's stands
UNREAD = "unread"  # a deadline was named that nobody could read
UNQUOTED = "unquoted"  # the words of the deadline are not those of the message
INVALID = "invalid"  # the value is out of bounds or of the wrong form
GUESSED = "guessed"  # the model named none, and only the topic speaks for one
EXISTS = "exists"  # there is one of that name already
TOO_MANY = "too_many"  # more than the limit; the rest was dropped
MALFORMED = "malformed"  # an intent that does not keep to the schema was dropped
CUT = "cut"  # the message was too long and was read only in part


WORDS_LIMIT = 40


def doubt(field: str, code: str, intent: int | None = None) -> str:
    """One doubt as it stands in `Reading.doubts`: "2:due:past" for an intent by its index, "-:task:unknown_task"
    for an intent that was dropped or for the message as a whole. A code of `about` brings its words as a fourth part."""
    return f"{'-' if intent is None else intent}:{field}:{code}"


def about(code: str, words: str | None) -> str:
    """A code with the words it is about: "unread:by next week"; what nobody quoted stays without."""
    kept = one_line(words or "", WORDS_LIMIT)
    return f"{code}:{kept}" if kept and code != UNQUOTED else code


def doubts(found: Iterable[tuple[str, str]], intent: int | None) -> tuple[str, ...]:
    """Several (field, code) pairs about one intent."""
    return tuple(doubt(field, code, intent) for field, code in found)
