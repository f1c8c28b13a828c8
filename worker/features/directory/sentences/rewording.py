"""Loose ways to say a thing, put into the words that the patterns of sentences know."""

import re

from worker.features.directory.sentences.phrase_parts import NAME
from worker.understanding.bounded_pattern import bounded

# What is said, and what it is put as; in this order.
_REWORDED: tuple[tuple[re.Pattern[str], str], ...] = (
    # "I'm Anna, I run …", "My name is Anna and we have …": who speaks is known.
    (
        bounded(
            rf"^(?:(?:hi|hello|hey)[\s,!.]+)?(?:i['’]m|i\s+am|my\s+name\s+is|my\s+name['’]s)\s+{NAME}\s*(?:,|\.|\s+and)\s+(?=(?:i|we|my|our|there)\b)",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        bounded(
            rf"^(?:(?:привет|здравствуйте|добрый\s+день)[\s,!.]+)?(?:меня\s+зовут|я)\s+{NAME}\s*(?:,|\.|\s+и)\s+(?=(?:я|мы|у|мо[йяи]|наш)\b)",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"\b(tea|coffee|ice\s+cream)\s+(?=(?:room|house|parlou?r)\b)", re.IGNORECASE), r"\1"),
    (
        bounded(
            r"(?:\s*,)?\s+(?:and\s+)?(?:(?:it['’]?s|it\s+is|which\s+is|that['’]s)\s+(?:called|named)|we\s+call\s+it|i\s+call\s+it|under\s+the\s+name(?:\s+of)?|by\s+the\s+name\s+of)\s+(?=[A-Z\"“«])"
        ),
        " called ",
    ),
    # "A third shop called Kettle Lane, a little tea room": what it is comes behind.
    (
        bounded(
            r"\b(?:an?|another)\s+(?:[a-z]+\s+){0,2}(?:shop|place|business|company|firm)\s+called\s+([^,]{1,60}),\s+(an?\s+[a-z' -]{1,60})$"
        ),
        r"\2 called \1",
    ),
    (
        bounded(
            r"^there(?:['’]s|\s+is)\s+(?:(?:also|now)\s+)*(?![^,]*\s(?:on|at|in|near|by)\s)(an?\s+[a-z' -]{1,60}?)(?:\s+now)?\s+called\s+(?=[A-Z\"“«])",
            re.IGNORECASE,
        ),
        r"I run \1 called ",
    ),
    (
        bounded(
            r"^(?:my|our)\s+((?:[a-z]+\s+){0,2}[a-z]+)\s+is\s+(?:called|named)\s+(?=[A-Z\"“«])", re.IGNORECASE
        ),
        r"I run a \1 called ",
    ),
    (
        bounded(
            r"(?<!теперь)(?<!теперь,)\s*,?\s+(?:(?:он|она|оно)\s+)?(?:называется|зов[её]тся|называем|назвали)\s+(?P<name>(?-i:[A-ZА-ЯЁ])[^«»,.]{0,60})$",
            re.IGNORECASE,
        ),
        r" «\g<name>»",
    ),
    (
        bounded(
            r"^(?:мой|моя|мо[её]|наш|наша|наше)\s+((?:[а-яё]+\s+){0,2}[а-яё]+)\s+(?=«)(?!.*»\s*\S)",
            re.IGNORECASE,
        ),
        r"я держу \1 ",
    ),
)


def put_in_known_words(text: str) -> str:
    """The sentence with its loose wordings replaced; every other sentence as it is."""
    for said, known in _REWORDED:
        text = said.sub(known, text)
    return text
