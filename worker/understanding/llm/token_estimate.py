"""Token counts without a tokeniser: a cautious estimate, and a bound that no text passes.

The vendor's tables cannot be fetched on a machine without a network, and other servers use other ones.
"""

import math
import re

_RUN = re.compile(r"[A-Za-z]+|[А-Яа-яЁё]+|\d+|\s+|[!-/:-@\[-`{-~]+|.", re.DOTALL)


def estimate(text: str) -> int:
    """How many tokens `text` has for a modern tokeniser (o200k and its like), rather too many than too few.

    By script: a Latin word one token for every 6 letters begun (common words are one whole), a Cyrillic word one for
    every 4, digits one for every 3, marks in a row one for every 2 ('":"' of JSON is one token), other alphabets and
    emoji two each, a line break one, a blank none (it belongs to the word after it).
    """
    return sum(_weigh(run) for run in _RUN.findall(text))


def bound(text: str) -> int:
    """A number of tokens that `text` cannot pass: a letter is one at most, a rarer character one per byte."""
    return sum(1 if ord(letter) < 0x500 else len(letter.encode()) for letter in text)


def _weigh(run: str) -> int:
    first = run[0]
    if first.isspace():
        return 1 if "\n" in run else 0
    if first.isdigit():
        return math.ceil(len(run) / 3)
    if first.isascii():
        return math.ceil(len(run) / 6) if first.isalpha() else math.ceil(len(run) / 2)
    if "а" <= first.lower() <= "я" or first in "ёЁ":
        return math.ceil(len(run) / 4)
    return 2
