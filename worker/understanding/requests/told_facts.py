"""What is only told, to be kept: a code, a phone number, an address, an idea ("safe code 4417", «идея: абонементы»).

Told is a label with a word of the lists and its value, in either order, and nothing to do: no verb of an order, no date.
"""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Language, Mention, detect_language, find_mentions
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.morphology import forms, has_form, is_known
from worker.understanding.local.words.english_verbs import VERBS

_LONGEST, _MOST_LABEL, _MOST_VALUE = 400, 9, 10
_MARK = r"[\w*#+./()@-]"
_PART = rf"{_MARK}*\d{_MARK}*"
_VALUE = rf"(?:[A-Z]{{1,4}}\s)?{_PART}(?:[ -]{{1,2}}{_PART}){{0,7}}(?:\s[A-Z]{{1,3}}\b)?"
_DIGITS = bounded(_VALUE)
_EMAIL = bounded(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
# What nobody says, only types: "shop_admin".
_COINED = bounded(r"\w+[_$!@]\S+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_DASH = r"\s[-–—]\s|[–—]"
# How what is said behind a value may begin.
_TAIL = bounded(
    r"\s*[,;(–—#*-]|\s+(?:for|of|to|at|in|от|для|на|у|в)\b|\s+(?:now|новый|теперь)$", re.IGNORECASE
)
# The lists whose words name a thing where a message begins with them.
_NAMING = ("leading_things", "codes", "phones", "emails", "numbers")
_PHONE = re.compile(r"[+\d\s()./-]+")
_TIME_OR_DAY = re.compile(r"\d{1,2}[.:/]\d{2}")
# Figures with a unit: a length, a price, a time of day.
_MEASURE = bounded(
    r"\d+(?:[.,]\d+)?(?:am|pm|h|hrs?|min|m|kg|g|km|cm|mm|l|st|nd|rd|th|x|k|pcs|ч|мин|кг|г|км|см|мм|л|шт|р|руб|тыс|го|й|е|%)",
    re.IGNORECASE,
)
_BACK = bounded(
    r"\b(?:her|him|it|them|his|their|there|that|this|these|those|one|she|he|they|ей|ему|им|её|ее|его|их|ней|нему|ними|него|неё|нее"
    r"|там|туда|оттуда|это|этот|эту|этим|этого|она|он|они|оно)\b",
    re.IGNORECASE,
)
_FEWEST_OF_PHONE, _FEWEST_ALONE, _FEWEST_OF_NUMBER, _FEWEST_OF_ACCOUNT = 7, 9, 3, 12


def is_told(said: str, now: dt.datetime) -> bool:
    """Whether words tell something to be kept and nothing to do. `now` is local and has a zone."""
    text = normalise(said).strip(" \t.!;,")
    if not text or len(text) > _LONGEST or "\n" in text:
        return False
    return any(
        _is_idea(text, words, now) or _is_fact(text, words, now) for words in map(_words_of, _languages(text))
    )


def points_back(text: str) -> bool:
    """Whether a text has a word that means what was said before it ("call her")."""
    return _BACK.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one language."""

    lists: dict[str, frozenset[str]]
    link: re.Pattern[str]
    idea: re.Pattern[str]

    def has(self, name: str, word: str) -> bool:
        """Whether a list holds a word, or its nominative."""
        known = self.lists[name]
        return word in known or any(form.lemma in known for form in forms(word))


@lru_cache
def _words_of(language: Language) -> _Words:
    source = files("worker.understanding.requests").joinpath("told_facts.toml").read_text("utf-8")
    data = tomllib.loads(source)[language]
    lists = {name: frozenset(value.split()) for name, value in data.items() if isinstance(value, str)}
    links = "|".join(re.escape(link) if link == "=" else rf"\b{re.escape(link)}\b" for link in data["links"])
    return _Words(
        lists,
        bounded(rf"\s*(?P<link>:|{_DASH}|{links})\s*", re.IGNORECASE),
        bounded(rf"(?:{'|'.join(data['ideas'])})\s*(?::|{_DASH})\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL),
    )


def _languages(text: str) -> list[Language]:
    """The languages of a text: names of things are English in Russian messages («Пароль wifi»)."""
    foreign: list[Language] = ["ru"] if _CYRILLIC.search(text) and detect_language(text) == "en" else []
    return [detect_language(text), *foreign]


def _is_idea(text: str, words: _Words, now: dt.datetime) -> bool:
    """An idea, unless it is an order with a date: "idea: call Bob tomorrow"."""
    found = words.idea.match(text)
    if found is None:
        return False
    dated = any(
        mention.kind == "moment" and not mention.rrule for mention in find_mentions(found["rest"], now)
    )
    return not (dated and any(_is_order(word) for word in _words_in(found["rest"])))


def _is_fact(text: str, words: _Words, now: dt.datetime) -> bool:
    if "?" in text:
        return False
    return any(
        _is_labelled(label, value, linked=linked, words=words)
        and not _is_dated(text, value, now)
        and _tells_nothing_else(label, tail, words)
        for label, value, tail, linked in (*_figures(text, words), *_spelled(text, words))
    )


# A label, its value, what follows both, and whether a colon, a dash or "is" stands between the two.
_Piece = tuple[str, str, str, bool]


def _figures(text: str, words: _Words) -> list[_Piece]:
    """The ways to read a text as a label with a value of digits or an e-mail address."""
    pieces: list[_Piece] = []
    for found in [*_EMAIL.finditer(text), *_DIGITS.finditer(text)][:4]:
        before, value, behind = text[: found.start()], found[0], text[found.end() :]
        if before.strip():
            link = _link_at_end(before, words)
            label = before[: link.start()] if link else before
            pieces.append((label, value, behind, link is not None))
        elif link := words.link.match(behind):
            pieces.append((behind[link.end() :], value, "", True))
    return pieces


def _link_at_end(before: str, words: _Words) -> re.Match[str] | None:
    ends = [found for found in words.link.finditer(before + " ") if found.end() >= len(before)]
    return ends[0] if ends else None


def _spelled(text: str, words: _Words) -> list[_Piece]:
    """The way to read a text as a label and a value in letters: a password, an address."""
    if link := words.link.search(text):
        label, value = text[: link.start()], text[link.end() :]
        plain = link["link"].strip() in {":", "="} or not words.has("states", lowered(value))
        return [(label, value, "", True)] if plain and value else []
    label, _, last = text.rpartition(" ")
    foreign = last.isascii() and last.isalpha() and not label.isascii()
    return [(label, last, "", False)] if foreign and label else []


def _is_labelled(label: str, value: str, *, linked: bool, words: _Words) -> bool:
    """Whether a label names what a value of this form is of."""
    low = _words_in(label)
    if not 1 <= len(low) <= _MOST_LABEL or ":" in label:
        return False
    if _EMAIL.fullmatch(value):
        return linked or not words.has("emails", low[0])
    digits = sum(map(str.isdigit, value))
    if not digits or (" " in value and not _DIGITS.fullmatch(value)):
        return _is_spelled(low, value, linked=linked, words=words)
    if any(_MEASURE.fullmatch(part) for part in value.split()) or _TIME_OR_DAY.fullmatch(value):
        return False
    return _is_numbered(low, value, digits, linked=linked, words=words)


def _is_numbered(low: list[str], value: str, digits: int, *, linked: bool, words: _Words) -> bool:
    """Whether a label says a code, a phone or another number, and the value is long enough for one."""
    phone = _PHONE.fullmatch(value) is not None and not words.has("deeds", low[0])
    for at, word in enumerate(low):
        if words.has("codes", word):
            return len(value) > 1 and (linked or _may_follow(low[at + 1 :], words))
        if words.has("numbers", word):
            return digits >= _FEWEST_OF_NUMBER
        if phone and words.has("phones", word) and digits >= _FEWEST_OF_PHONE:
            return linked or not _calls(low)
    if any(words.has("numbered", word) for word in low):
        called_a_number = any(words.has("phones", word) for word in low)
        return digits >= (_FEWEST_OF_NUMBER if called_a_number else _FEWEST_OF_ACCOUNT)
    return phone and not _calls(low) and (digits >= _FEWEST_ALONE or value.startswith("+"))


def _calls(low: list[str]) -> bool:
    """Whether a label is "phone Anna", not "phone of Anna"."""
    return low[0] == "phone" and len(low) > 1 and low[1] not in {"number", "of", "for"}


def _may_follow(low: list[str], words: _Words) -> bool:
    """Whether words between a code's name and its value are of the name: "code for the gate", «код от ворот»."""
    return not low or not words.lists["joining"] or low[0] in words.lists["joining"]


def _is_spelled(low: list[str], value: str, *, linked: bool, words: _Words) -> bool:
    said = [] if _COINED.fullmatch(value) else _words_in(value)
    if len(said) > _MOST_VALUE or any(_is_order(word) for word in said):
        return False
    if any(words.has("asking", word) for word in said):
        return False
    if any(words.has("addresses", word) for word in low):
        return linked
    few = len(value.split()) <= 3
    return few and any(words.has("words", word) for word in low)


def _is_dated(text: str, value: str, now: dt.datetime) -> bool:
    """Whether a day or a time is said outside of the value."""
    start = text.find(value)
    return any(not _is_within(mention, start, start + len(value)) for mention in find_mentions(text, now))


def _is_within(mention: Mention, start: int, end: int) -> bool:
    return start <= mention.start and mention.end <= end


def _tells_nothing_else(label: str, tail: str, words: _Words) -> bool:
    """Whether neither the label nor what follows the value holds an order, a wish or a sentence of its own."""
    if tail and not _TAIL.match(tail):
        return False
    (first, *rest), behind = _words_in(label), _words_in(tail)
    if len(behind) > _MOST_LABEL or any(words.has("asking", word) for word in (first, *rest, *behind)):
        return False
    return not (_begins_an_order(first, words) or any(_orders(word, words) for word in (*rest, *behind)))


def _begins_an_order(first: str, words: _Words) -> bool:
    """Whether the first word is a verb: "post code 4417 to Anna", but not "lock code 4417"."""
    return _is_order(first) and not any(words.has(name, first) for name in _NAMING)


def _orders(word: str, words: _Words) -> bool:
    """Whether a later word is a verb that names no thing."""
    things = words.has("things", word) or word in words.lists["leading_things"]
    return _is_order(word) and not things


def _is_order(word: str) -> bool:
    return word in VERBS or has_form(word, "INFN") or (is_known(word) and has_form(word, "VERB", "impr"))


def _words_in(text: str) -> list[str]:
    return [lowered(found[0]) for found in _WORD.finditer(text)]
