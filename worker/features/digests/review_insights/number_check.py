"""Checks a model's remark: every number must come from the database, and its comparison must be true."""

import datetime as dt
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.features.digests.review_insights.figures import WeekFigure

LONGEST = 240
_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "more": operator.gt,
    "less": operator.lt,
    "equal": operator.eq,
}
# Numbers written as words cannot be checked: such a remark is rejected.
_NUMBER_WORDS = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred\w*|thousand\w*|million\w*|once|twice|thrice|doubl\w+|tripl\w+|half|halv\w+|"
    r"thirds?|quarters?|dozens?|both|percent|"
    r"ноль|нол[яюеь]\w*|один|одн\w+|две|два|дву\w+|двое|двоих|три|тр[её]х|тр[её]м|трое|троих|четыр\w+|четвер[оы]\w*|"
    r"пят(?:ь|и|ью|[её]рк\w+|ер[оы]\w*|надцат\w+|ьдесят\w*|идесят\w*|ьсот)|шест(?:ь|и|ью|надцат\w+|ьдесят\w*)|"
    r"сем(?:ь|и|ью|надцат\w+|ьдесят\w*)|вос[её]?м\w+|восьм\w+|девят\w+|девяност\w+|десят\w+|двадцат\w+|тридцат\w+|"
    r"сорок\w*|сто|ста|сот\w*|тысяч\w*|миллион\w*|вдвое|втрое|дважды|трижды|половин\w+|пол|треть\w*|трети|"
    r"четверт[иь]\w*|об[ае]|обеих|обоих|полтор\w+|дюжин\w+|процент\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a model says: a sentence with names of figures in braces, and what it claims of two of them."""

    text: str
    left: str | None
    relation: str | None
    right: str | None


def check_remark(
    remark: Remark, figures: dict[str, WeekFigure], translator: Translator, today: dt.date
) -> str | None:
    """The remark as HTML with the figures' own values in their places; None when anything in it does not hold."""
    used = _PLACE.findall(remark.text)
    bare = _PLACE.sub(" ", remark.text)
    if not 0 < len(remark.text) <= LONGEST or "\n" in remark.text or "{" in bare or "}" in bare:
        return None
    if any(letter.isnumeric() for letter in bare) or _NUMBER_WORDS.search(bare):
        return None
    if not set(used) <= set(figures) or all(figures[name].number is None for name in used):
        return None
    if not _claim_holds(remark, figures, set(used)):
        return None
    pieces = _PLACE.split(remark.text)
    return "".join(
        figures[piece].shown(translator, today) if place % 2 else escape_html(piece)
        for place, piece in enumerate(pieces)
    )


def _claim_holds(remark: Remark, figures: dict[str, WeekFigure], used: set[str]) -> bool:
    """A comparison is between two numbers of one kind that both stand in the sentence, and it is true."""
    if remark.relation is None:
        return remark.left is None and remark.right is None
    if remark.relation not in _HOLDS or not {remark.left, remark.right} <= used:
        return False
    left, right = figures[remark.left or ""], figures[remark.right or ""]
    if left.number is None or right.number is None or left.kind != right.kind:
        return False
    return _HOLDS[remark.relation](left.number, right.number)
