"""Messages that ask for nothing: small talk."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.dates import Language
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.gibberish import is_mash
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import Token, normalise, tokenise
from worker.understanding.local.phrases import phrases

_WISHED = bounded(
    r"\W*(?i:happy\s+birthday|happy\s+new\s+year|merry\s+(?:christmas|xmas)|с\s+дн[её]м\s+рождения|с\s+(?:наступающим|новым\s+годом|рождеством|юбилеем|праздником))"
    r"[\s,!]+(?:(?:dear|дорог\w\w|наш\w?)\s+)?(?:[A-ZА-ЯЁ][\w.'’-]*[\s,!.]*){1,3}\W*$"
)
_NOT_BEFORE_AN_ADDRESS = {
    "to",
    "with",
    "for",
    "by",
    "this",
    "that",
    "is",
    "это",
    "этот",
    "эта",
    "эти",
    "для",
    "на",
    "с",
    "к",
}
_EMOJI_OR_MARKS = re.compile(r"^[\W\d_]*$")


def is_small_talk(low: str, language: Language) -> bool:
    """Whether nothing but thanks, greetings, laughter, emoji and keys struck at random is said."""
    if _EMOJI_OR_MARKS.match(low) or is_mash(low):
        return True
    rest = phrases(language).thanks.sub(" ", low)
    left = [token.low for token in tokenise(rest) if token.is_word and len(token.low) > 1]
    return not left or (rest != low and set(left) <= {"today", "now", "then", "сегодня", "сейчас", "там"})


def greets_somebody(text: str, context: Context, language: Language) -> bool:
    """Whether nothing but thanks, a greeting or a good wish is said to a member by name, or a good wish to anybody: "Happy
    birthday, Mrs Pike!"."""
    if _WISHED.match(text):
        return True
    tokens = tokenise(normalise(text))
    hits = [hit for hit in find_members(tokens, context) if _is_addressed(tokens, hit.first, hit.last)]
    people = {at for hit in hits for at in range(hit.first, hit.last + 1)}
    rest = " ".join(token.low for at, token in enumerate(tokens) if at not in people)
    wishes = phrases(language).thanks.search(rest) is not None
    return bool(people) and wishes and is_small_talk(rest, language)


def _is_addressed(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a name stands at an end of the message, as one addresses people, and not in "Talk to Ben" or "this is Ben's"."""
    words = [at for at, token in enumerate(tokens) if token.is_word]
    before = tokens[first - 1].low if first else ""
    return (first == words[0] or last == words[-1]) and before not in _NOT_BEFORE_AN_ADDRESS


def is_greeting(sheet: Sheet, places: range) -> bool:
    """Whether a clause beside tasks only greets or thanks ("Hi!"): nothing of it is left unread."""
    return is_small_talk(sheet.said(places), sheet.language)
