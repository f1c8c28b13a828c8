"""Messages that ask for nothing: small talk."""

import re

from worker.understanding.dates import Language
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.gibberish import is_mash
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.phrases import phrases

_EMOJI_OR_MARKS = re.compile(r"^[\W\d_]*$")


def is_small_talk(low: str, language: Language) -> bool:
    """Whether nothing but thanks, greetings, laughter, emoji and keys struck at random is said."""
    if _EMOJI_OR_MARKS.match(low) or is_mash(low):
        return True
    rest = phrases(language).thanks.sub(" ", low)
    left = [token.low for token in tokenise(rest) if token.is_word and len(token.low) > 1]
    return not left or (rest != low and set(left) <= {"today", "now", "then", "сегодня", "сейчас", "там"})


def is_greeting(sheet: Sheet, places: range) -> bool:
    """Whether a clause beside tasks only greets or thanks ("Hi!"): nothing of it is left unread."""
    return is_small_talk(sheet.said(places), sheet.language)
