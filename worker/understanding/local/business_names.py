"""Which of the chat's businesses and projects a stretch of text names, inflected, shortened or misheard."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from rapidfuzz import fuzz

from worker.understanding.context import Context
from worker.understanding.local.message_tokens import Token, tokenise
from worker.understanding.local.morphology import akin, has_form, is_cyrillic, stem
from worker.understanding.local.transliteration import latin
from worker.understanding.local.words.trades import TRADES
from worker.understanding.local.words.word_table import listed

_STOP = listed(
    "the a an of and for in on at with to by v vs co ltd llc inc gmbh в на с по для и из от за к ооо ип"
)
_COMMON = listed("""new second first third smart little big great old green blue red white black north south east west good best bright
    next main my our phase stage project launch sale start spring summer autumn winter fast city home house
    новый вторая второй первый большой малый главный летний зимний наш проект запуск выход дом спор дело этап год
    открытие переезд партия центр город весна лето осень зима коллекция контракт кампания расширение
    contract collection campaign extension""")
_TYPES = listed("""lab studio shop store company firm group services service bakery cafe law repair rentals rental catering
    construction workshop clinic salon academy school farm garage garden imports media design dairy office
    магазин пекарня кофейня мастерская студия салон клиника ферма ателье компания бюро прокат сервис школа
    агентство лаборатория импорт типография автосервис""")
FULL, _DISTINCT, _TYPE = 10.0, 6.0, 3.0
_MISHEARD = 84.0
_NEAR = 5
_TELLING = 7  # letters from which an adjective tells a project apart («Рождественская ярмарка»), short ones being common


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found: how strong (10 the whole name, 6 its distinctive word, 3 its kind of business), and where."""

    name: str
    strength: float
    places: tuple[int, ...]


@lru_cache(maxsize=1)
def _trade_stems() -> frozenset[str]:
    return frozenset(stem(word) for words in TRADES.values() for word in words)


@lru_cache(maxsize=512)
def name_words(name: str) -> tuple[Token, ...]:
    """The words of a name that can name it: no articles, prepositions or legal forms."""
    return tuple(t for t in tokenise(name) if t.kind != "mark" and t.low not in _STOP)


@lru_cache(maxsize=8192)
def same_word(said: str, known: str) -> bool:
    """Whether a word of the message is a form, a transcription or a mishearing of a word of a name (both lower-case)."""
    if said == known or stem(said) == stem(known):
        return True
    if len(said) < 3 or len(known) < 3:
        return False
    if latin(stem(said)) == latin(stem(known)):
        return True
    if akin(said, known) == 1.0 and len(known) >= 4:
        return True
    return min(len(said), len(known)) >= 6 and fuzz.ratio(latin(said), latin(known)) >= _MISHEARD


def find_businesses(tokens: list[tuple[int, Token]], context: Context) -> list[NameHit]:
    """The businesses named among the given (position, token) pairs, strongest first."""
    hits = []
    for business in context.businesses:
        parts = name_words(business.name)
        found = _places(tokens, [part.low for part in parts]) or _apart(tokens, parts)
        if not found:
            ends = tuple(at for at, token in tokens if any(_ends_name(token.low, part.low) for part in parts))
            hits += [NameHit(business.name, _TYPE, ends)] if ends else []
            continue
        if len(found) == len(parts):
            strength = FULL
        else:
            strength = max(_weight_in_business(parts[at].low) for at in found)
        if strength:
            places = {*found.values(), *_small_words(tokens, business.name, found.values())}
            hits.append(NameHit(business.name, strength, tuple(sorted(places))))
    return sorted(hits, key=lambda hit: -hit.strength)


def _small_words(tokens: list[tuple[int, Token]], name: str, found: Iterable[int]) -> list[int]:
    """Where the words of a name that alone name nothing stand right after it: "Co" of "Fern & Co"."""
    small = {token.low for token in tokenise(name) if token.low in _STOP} | (
        {"and", "и"} if "&" in name else set()
    )
    last = max(found)
    after = (t for t in tokens if t[0] > last and t[1].kind != "mark")
    return [at for at, _ in takewhile(lambda each: each[1].low in small and each[0] <= last + _NEAR, after)]


def _apart(tokens: list[tuple[int, Token]], parts: tuple[Token, ...]) -> dict[int, int]:
    """A name of one word that is heard as two: "bread box" for "Breadbox"."""
    words = [(at, token.low) for at, token in tokens if token.kind != "mark"]
    for (at, first), (after, second) in pairwise(words):
        whole = first + second
        for number, part in enumerate(parts):
            near = len(part.low) >= 6 and after == at + 1 and same_word(whole, part.low)
            if near and max(len(first), len(second)) < len(part.low):
                return {number: at}
    return {}


@lru_cache(maxsize=4096)
def _ends_name(said: str, known: str) -> bool:
    """«сервис» for «Автосервис»: the second half of a compound noun."""
    half, whole = stem(said), stem(known)
    return is_cyrillic(half) and len(half) >= 5 and len(whole) >= len(half) + 3 and whole.endswith(half)


def _weight_in_business(word: str) -> float:
    if word in _COMMON or len(word) < 3:
        return 0.0
    if word in _TYPES or stem(word) in _trade_stems():
        return _TYPE
    return _DISTINCT


def find_projects(tokens: list[tuple[int, Token]], context: Context) -> list[NameHit]:
    """The projects named, by the whole name or at least half of what is distinctive in it, strongest first."""
    hits = []
    for project in context.projects:
        parts = name_words(project.name)
        weights = [_weight_in_project(part, at, context) for at, part in enumerate(parts)]
        found = _places(tokens, [part.low for part in parts])
        share = sum(weights[at] for at in found) / (sum(weights) or 1.0)
        whole = bool(parts) and len(found) == len(parts)
        telling = any(weights[at] >= 0.5 for at in found) or _is_topic(tokens, found)
        if found and (whole or (share >= 0.5 and telling and not _is_another(tokens, parts, found))):
            hits.append(NameHit(project.name, FULL if whole else 10 * share, tuple(sorted(found.values()))))
    return sorted(hits, key=lambda hit: (-hit.strength, -len(hit.places)))


_NUMBERS = listed(
    """one two three four five six seven eight nine ten один одна два две три четыре пять шесть семь восемь девять десять"""
)


def _is_another(tokens: list[tuple[int, Token]], parts: tuple[Token, ...], found: dict[int, int]) -> bool:
    """Whether another number is said than the name holds: "cabin two" is not "Cabin five"."""
    numbered = any(part.kind == "number" or part.low in _NUMBERS for part in parts)
    after = {at - 1: token for at, token in tokens}
    beside = after.get(max(found.values()))
    return numbered and beside is not None and (beside.kind == "number" or beside.low in _NUMBERS)


def hints_at_project(tokens: list[tuple[int, Token]], context: Context) -> bool:
    """Whether a word of some project's name is said, though too little of it to name the project."""
    said = [token.low for _, token in tokens if token.kind != "mark" and len(token.low) > 3]
    for project in context.projects:
        own = [part.low for part in name_words(project.name) if part.low not in _COMMON and len(part.low) > 3]
        if any(same_word(word, part) for word in said for part in own):
            return True
    return False


def _is_topic(tokens: list[tuple[int, Token]], found: dict[int, int]) -> bool:
    """Whether the words found stand as what a Russian sentence is about: «по веранде», «насчёт веранды»."""
    before = {at: low for (_, low), (at, _) in zip(((a, t.low) for a, t in tokens), tokens[1:], strict=False)}
    return any(before.get(at) in {"по", "насчет", "про"} for at in found.values())


def _weight_in_project(part: Token, at: int, context: Context) -> float:
    word = part.low
    if word in _COMMON or word in _TYPES:
        return 0.2
    if any(
        akin(word, key.lower()) >= 0.8 for b in context.businesses for key in (*b.keywords, *b.name.split())
    ):
        return 0.15
    if at > 0 and part.text[0].isupper():
        return 1.0
    if stem(word) in _trade_stems():
        return 0.2 if _told_apart(context, part) else 0.7
    if has_form(word, "ADJF"):
        return 1.0 if at == 0 and len(word) >= _TELLING else 0.5
    return 0.6 if _has_proper(context, part) else 1.0


def _has_proper(context: Context, part: Token) -> bool:
    """Whether a later, capitalised word of a Russian project name is what tells it apart («Портал Аквамарин»)."""
    for project in context.projects:
        words = name_words(project.name)
        whole = len([t for t in tokenise(project.name) if t.is_word]) == len(words)
        if (
            whole
            and part in words
            and any(word.text[0].isupper() and word.text[1:].islower() for word in words[1:])
        ):
            return is_cyrillic(part.low)
    return False


def _told_apart(context: Context, part: Token) -> bool:
    """Whether a project's name sets the thing apart only by "new", "second" or the like ("New parlour")."""
    names = [[t.low for t in name_words(project.name)] for project in context.projects]
    return any(part.low in name and len(name) == 2 and set(name) & _COMMON for name in names)


def _places(tokens: list[tuple[int, Token]], parts: list[str]) -> dict[int, int]:
    """Part of the name → position in the message where it is said, all within a few words of each other."""
    words = [(at, token.low) for at, token in tokens if token.kind != "mark"]
    said = [(number, at) for at, low in words for number, part in enumerate(parts) if same_word(low, part)]
    best: dict[int, int] = {}
    for _, anchor in said:
        found: dict[int, int] = {}
        for number, at in said:
            if anchor <= at <= anchor + _NEAR and at not in found.values():
                found.setdefault(number, at)
        found = {
            number: at for number, at in found.items() if parts[number] not in _COMMON or _beside(at, found)
        }
        if len(found) > len(best):
            best = found
    return best


def _beside(at: int, found: dict[int, int]) -> bool:
    """A common word counts only right beside another word of the name: "the new parlour", not "new lights in the parlour"."""
    return any(abs(at - other) == 1 for other in found.values())
