"""Places in a list as people name them: "1 2 3", "first and third", "the last two", "all but the second", «вторую и третью»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from worker.understanding.bounded_pattern import bounded

_EN = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_RU = ["перв", "втор", "трет", "четв[её]рт", "пят", "шест", "седьм", "восьм", "девят", "десят"]
_RU_ENDING = r"(?:ую|юю|ью|ая|яя|ья|ое|ее|ье|ый|ий|ой|ей|ого|его|ьего|ьей|ые|ие|ьи|ых|их|ьих)"
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "две": 2, "два": 2, "двух": 2, "три": 3, "трёх": 3, "трех": 3, "четыре": 4, "пять": 5,
}  # fmt: skip
_COUNT = rf"(?:{'|'.join(_COUNTS)}|[2-9])"
# A figure with one of these behind it is an amount, a date or a clock time, and no place in a list.
_NO_PLACE = (
    r"(?![\w%€$£№#]|\s?[:.,]\d|\s*(?:am|pm|a\.m|o['’]clock|h|m|hours?|hrs?|min\w*|days?|weeks?|months?|years?|times?|x|ч|час\w*|мин\w*|д(?:ень|ня|ней)|недел\w*|месяц\w*|лет|год\w*|раз\w*"
    r"|kg|km|cm|mm|litres?|quid|pounds?|euros?|dollars?|кг|км|см|мм|руб\w*|тыс\w*|шт\w*|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
    r"|январ\w*|феврал\w*|марта?|апрел\w*|ма[йя]|июн\w*|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*)\b)"
)
_FIGURE = rf"(?<![\w.,:/#№])\d{{1,2}}(?:st|nd|rd|th|-?(?:ую|ая|ю|я|й|е))?{_NO_PLACE}"
_RANGE = rf"(?<![\w.,:/#№])\d{{1,2}}\s*(?:[-–—]|to|through|по)\s*\d{{1,2}}{_NO_PLACE}"
_ORDINAL = rf"(?:(?:the\s+)?(?:{'|'.join(_EN)}|last)\b(?!\s+(?:week|month|year|night|time|thing|of)\b)|(?:{'|'.join(_RU)}|последн){_RU_ENDING}(?!\w))"
_GROUP = (
    rf"(?:(?:the\s+)?(?:first|last)\s+{_COUNT}\b|(?:первы[ехм]|последни[ехм]?|последние)\s+{_COUNT}(?!\w))"
)
_ALL = (
    rf"(?:(?:they(?:\s+are|['’]re)\s+)?all(?:\s+of)?(?:\s+(?:them|these))?(?:\s+{_COUNT}\b)?|both(?:\s+of)?(?:\s+(?:them|these))?|everything"
    rf"|(?:они\s+)?(?:их\s+)?(?:все|всё)(?:\s+(?:эти|их|они))?(?:\s+{_COUNT}(?!\w))?|(?:их\s+)?(?:обе|оба))(?!\w)"
)
_KIND = r"(?:\s+(?:ones?|tasks?|items?|задач[иау]|дела|дело|пункты?)(?!\w))?"
_ONE = rf"(?:{_RANGE}|{_GROUP}|{_FIGURE}|{_ORDINAL}){_KIND}"
_AND = r"(?:\s*,\s*(?:and\s+|и\s+)?|\s*&\s*|\s+(?:and|plus|и)\s+|\s+(?=\d))"
_SOME = rf"{_ONE}(?:{_AND}{_ONE})*"
_BUT = r"(?:\s*,?\s*(?:but|except(?:\s+for)?|apart\s+from|besides|кроме|за\s+исключением|не\s+считая)\s+)"
PLACES = rf"(?:{_ALL}{_KIND}(?:{_BUT}{_SOME})?|{_SOME})"

_SPLIT_BUT = bounded(_BUT, re.IGNORECASE)
_EACH = bounded(
    rf"(?P<range>{_RANGE})|(?P<group>{_GROUP})|(?P<figure>{_FIGURE})|(?P<ordinal>{_ORDINAL})", re.IGNORECASE
)
_EVERY = re.compile(_ALL, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Places:
    """The places that were named, from 0 on in the order of the list; `figures` of them as they were written. `every` when the
    whole list was named, with or without exceptions."""

    at: tuple[int, ...]
    figures: tuple[int, ...] = ()
    every: bool = False


def places_in(said: str, length: int) -> Places | None:
    """The places that words matching `PLACES` name in a list of that length; None where one of them is beyond it."""
    if _EVERY.match(said) is None:
        named = _named(said, length)
        return None if named is None else Places(*named)
    whole, *rest = _SPLIT_BUT.split(said, maxsplit=1)
    left_out = _named(rest[0], length) if rest else ((), ())
    if left_out is None or not _counts(whole, length):
        return None
    return Places(tuple(at for at in range(length) if at not in left_out[0]), left_out[1], every=True)


def _counts(whole: str, length: int) -> bool:
    """Whether "all three", "both" count as many as there are."""
    words = whole.lower().split()
    counted = [_COUNTS.get(word) or int(word) for word in words if word in _COUNTS or word.isdigit()]
    two = any(word in {"both", "обе", "оба"} for word in words)
    return all(count == length for count in [*counted, *([2] if two else [])])


def _named(said: str, length: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    at: list[int] = []
    figures: list[int] = []
    for found in _EACH.finditer(said):
        numbers = [int(number) for number in re.findall(r"\d+", found[0])]
        if found["group"]:
            at += _group(found[0], length)
        elif found["ordinal"]:
            at.append(_ordinal(found["ordinal"].lower(), length))
        elif found["range"]:
            figures += range(numbers[0], numbers[1] + 1)
            at += range(numbers[0] - 1, numbers[1])
        else:
            figures += numbers
            at += [number - 1 for number in numbers]
    return (tuple(dict.fromkeys(at)), tuple(figures)) if at and all(each >= 0 for each in at) else None


def _group(said: str, length: int) -> Sequence[int]:
    count = next(
        _COUNTS.get(word) or int(word) for word in said.lower().split() if word in _COUNTS or word.isdigit()
    )
    at_end = re.search(r"last|последн", said, re.IGNORECASE) is not None
    return range(length - count, length) if at_end else range(count)


def _ordinal(said: str, length: int) -> int:
    if re.search(r"last|последн", said):
        return length - 1
    word = said.removeprefix("the").strip()
    if word in _EN:
        return _EN.index(word)
    return next(at for at, stem in enumerate(_RU) if re.match(stem, word))
