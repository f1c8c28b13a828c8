"""Bounded patterns: regular expressions that cost at most so much at each character, whatever the text is."""

import re

# The longest run each kind of repeated piece is followed through; longer ones end the match there.
_MOST_MARKS = 12
_MOST_TIMES = 8
_MOST_LETTERS = 48
_MOST_OF_ANYTHING = 300

_PIECE = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?(?:P<\w+>|P=\w+|[a-zA-Z-]*:|<?[=!]|>))?)"
    r"|(?P<close>\))|(?P<many>(?:[*+]|\{(?P<least>\d+),\})(?P<how>[?+]?))|(?P<other>.)",
    re.DOTALL,
)
_BLANK = re.compile(r"\\[sWtnr]")
_LETTER = re.compile(r"\\w|\\d|[a-zа-яё]")


def bounded(source: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern, with every unbounded repetition in it bounded: searching is then linear in the text.

    Blanks and marks repeat up to 12 times, groups 8, letters and digits 48, anything else 300.
    """
    pieces, last = [], ""
    for found in _PIECE.finditer(source):
        piece = found[0]
        if found["many"]:
            least = int(found["least"] or piece.startswith("+"))
            piece = f"{{{least},{max(least, _most(last))}}}{found['how']}"
        last = ")" if found["close"] else piece
        pieces.append(piece)
    return re.compile("".join(pieces), flags)


def _most(repeated: str) -> int:
    """How often a piece of a pattern may stand in a row."""
    if repeated == ")":
        return _MOST_TIMES
    negated = repeated.startswith("[^")
    if repeated in {".", r"\S"} or (negated and r"\W" not in repeated and r"\w" not in repeated):
        return _MOST_OF_ANYTHING
    lettered = r"\W" in repeated if negated else _LETTER.search(_BLANK.sub("", repeated))
    return _MOST_LETTERS if lettered else _MOST_MARKS
