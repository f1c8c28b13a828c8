"""Businesses described by what they do ("a dental lab", «ремонт станков»): a name and keywords for each."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from worker.features.directory.entries import BUSINESS
from worker.features.directory.name_checks import capitalise_name, clean_name, fold_name
from worker.features.directory.requests import EntryDetails, SaveEntry
from worker.features.directory.sentences.subjects import speaks_of_time
from worker.features.directory.sentences.trades import GENERAL, PLACES
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.morphology import Form, forms, has_form, is_cyrillic
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_LONGEST = 6
_MOST_KEYWORDS = 4
_COMMAS = bounded(r"\s*[,;]\s*(?:(?:and|и)\s+)?", re.IGNORECASE)
_AND = bounded(r"\s+(?:and|и)\s+", re.IGNORECASE)
_TWO_SENTENCES = bounded(r"\w{3,}[.!?;]\s")
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:an?|the|my|our|another|one\s+more)\s+", re.IGNORECASE)
_ONE_OF_THEM = re.compile(
    r"^(?:(?:(?:the\s+)?(?:one|first|other|second|third)(?:\s+one)?(?:\s+is|['’]s|\s*[—–:-])"
    r"|(?:одна|один|перв(?:ая|ый)|втор(?:ая|ой)|треть?(?:я|ий)|друг(?:ая|ой))\s*(?:[—–:-]|это)?)\s+)?"
    r"(?:занимается\s+)?(?:(?:это|сво[йя]|мо[йя]|наш(?:а)?)\s+)?",
    re.IGNORECASE,
)
# "One repairs machines": said of one of several businesses, and each deed is a trade.
_DOES = re.compile(
    r"^(?:(?:the\s+)?(?:one|first|other|second|third)(?:\s+one)?|it|which)\s+(?:(?:which|that|just|only|mostly)\s+)*"
    r"(?P<deed>repairs|fixes|sells|makes|produces|rents(?:\s+out)?|cleans|installs|imports|exports|delivers)\s+(?P<what>[a-z]+(?:\s[a-z]+)?)$",
    re.IGNORECASE,
)
_TRADE_OF = {
    "repairs": "repair", "fixes": "repair", "sells": "sales", "makes": "production", "produces": "production", "rents": "rental",
    "cleans": "cleaning", "installs": "installation", "imports": "import", "exports": "export", "delivers": "delivery",
}  # fmt: skip
_CALLED = bounded(
    r"^(?P<what>.+?)(?:\s+(?:called|named)\s+|,?\s+(?:под\s+названием|по\s+имени)\s+|\s+(?=[«\"“„]))(?P<name>.+)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«\"“„](?P<name>[^«»\"“”„]+)[»\"”“]")
_NAME_BEHIND = bounded(
    r"^(?P<what>[а-яё]+(?:\s+[а-яё]+){0,3})\s+(?P<name>[A-ZА-ЯЁ][\w'’&-]*(?:\s+[A-ZА-ЯЁ\d][\w'’&-]*){0,3})$"
)
_BEHIND = bounded(r"\s+(?:for|of|in|at|on|with|near|by|that|which)\s+", re.IGNORECASE)
_NO_BEGINNINGS = frozenset({"to", "from", "with", "for", "one", "other", "first", "second", "third"})
_DEEDS = listed(
    "am are is was were has have had will wants needs asks owes says pays does did must should can calls"
)
_EMPTY = frozenset(
    {"company", "firm", "business", "startup", "компания", "компанию", "фирма", "фирму", "бизнес"}
)
_CASES = ("nomn", "accs", "ablt")


_NAMED_FIRST = bounded(
    r"(?P<name>(?-i:[A-ZА-ЯЁ])[\w'’&-]*(?:\s+(?-i:[A-ZА-ЯЁ])[\w'’&-]*){0,3})"
    r"(?:\s*\((?P<inside>[^()]+)\)|(?:\s*,\s*|\s+is\s+|\s+[—–-]\s+)(?P<what>an?\s+[^,;]+?)(?=\s*[,;]|\s+and\s|$)"
    r"|(?:\s+does\s+|\s+[—–-]\s+(?:это\s+)?)(?P<trade>[^,;]+?)(?=\s*[,;]|\s+(?:and|и)\s|$))",
    re.IGNORECASE,
)
_NAMED_LAST = bounded(
    r"(?P<what>\b(?:an?|another|my|our)\s+(?:[a-z][\w'’-]*\s+){0,3}[a-z][\w'’-]*)\s*,\s+(?P<name>(?-i:[A-Z])[\w'’&-]*(?:\s+(?-i:[A-Z])[\w'’&-]*){0,3})"
    r"(?=\s*$|\s*,?\s+and\s+(?:an?|another|my|our)\s)",
    re.IGNORECASE,
)


def with_names_behind(said: str) -> str:
    """The list with "Spoke, a bike shop", "Spoke does bikes" and "a bike shop, Spoke" as "a bike shop called Spoke"."""
    called = "под названием" if is_cyrillic(said) else "called"
    first = _NAMED_FIRST.sub(
        lambda one: f"{one['inside'] or one['what'] or one['trade']} {called} {one['name']}", said
    )
    return _NAMED_LAST.sub(_put_called, first)


def _put_called(found: re.Match[str]) -> str:
    """ "A delivery business, Swift Vans" as "a delivery business called Swift Vans"; what is no business stays."""
    is_business = found["what"].split()[-1].lower() in PLACES
    return f"{found['what']} called {found['name']}" if is_business else found[0]


def split_businesses(said: str, count: str | None) -> tuple[str, ...]:
    """The businesses of a list, as many as `count` says ("two", "3", None when it was not said); empty when they are not.

    An "and" may stand within one of them: the count tells which.
    """
    commas = [part for part in _COMMAS.split(said) if part.strip()]
    last = [*commas[:-1], *_AND.split(commas[-1])] if commas else []
    everywhere = [piece for part in commas for piece in _AND.split(part)]
    behind = [*commas[:-1], *_last_and(commas[-1])] if commas else []
    wanted = (
        None if count is None else _COUNTS.get(count.lower()) or (int(count) if count.isdecimal() else None)
    )
    if wanted is None:
        return tuple(everywhere)
    return tuple(next((way for way in (commas, last, behind, everywhere) if len(way) == wanted), ()))


def _last_and(said: str) -> list[str]:
    found = list(_AND.finditer(said))
    return [said[: found[-1].start()], said[found[-1].end() :]] if found else [said]


def describe_business(said: str, now: dt.datetime, heads: frozenset[str] | None = None) -> SaveEntry | None:
    """One business by its description, or by its name behind "called"; None for a thing to do and for what has a time.

    With `heads` the noun it is about must be one of these: then the description itself says that it is a business.
    """
    if heads is None and (does := _DOES.match(said.strip())) and not speaks_of_time(said, now):
        return _business_by_deed(does)
    plain = _ONE_OF_THEM.sub("", said.strip())
    called = _CALLED.match(plain) or _called_behind(plain)
    what = called["what"] if called else plain
    bare = _ARTICLE.sub("", what)
    words = clean_name(bare).split()
    if (
        not 1 <= len(words) <= _LONGEST
        or speaks_of_time(plain, now)
        or re.search(r"[.:!?()]", bare.strip(" .!?"))
    ):
        return None
    head = _head_ru(words) if is_cyrillic(words[0]) else _head_en(words, article=bare != what)
    if head is None or (
        heads is not None and (head not in heads or _says_nothing(words, called=bool(called)))
    ):
        return None
    words = _nominative(words)
    name = _unquoted(called["name"]) if called else " ".join(words)
    if not name or _TWO_SENTENCES.search(name) or speaks_of_time(name, now):
        return None
    specific = bool(called) or (len(words) > 1 and bare == bare.lower())
    return SaveEntry(
        BUSINESS, _capitalised(name), EntryDetails(keywords=_keywords(words) if specific else ())
    )


def _called_behind(said: str) -> re.Match[str] | None:
    """«кофейня Зерно»: a name right behind what it is, which only Russian has there."""
    return _NAME_BEHIND.match(said) if is_cyrillic(said) else None


def _business_by_deed(does: re.Match[str]) -> SaveEntry:
    """ "One repairs machines" is "Machine repair", found by its machines."""
    *before, thing = does["what"].lower().split()
    one = _singular(thing)
    trade = _TRADE_OF[does["deed"].lower().split()[0]]
    return SaveEntry(
        BUSINESS,
        " ".join([*before, one, trade]).capitalize(),
        EntryDetails(keywords=_keywords([*before, one])),
    )


def _singular(word: str) -> str:
    return word if word.endswith("ss") else word.removesuffix("s")


def _unquoted(name: str) -> str:
    quoted = _QUOTED.match(name)
    return clean_name(quoted["name"] if quoted else name)


def _capitalised(name: str) -> str:
    """A description begins with a capital; a name stays as it was typed ("iLab")."""
    return name[:1].upper() + name[1:] if name.split(maxsplit=1)[0].islower() else capitalise_name(name)


def _says_nothing(words: Sequence[str], *, called: bool) -> bool:
    """ "A new company": which one is not said."""
    return (
        not called
        and len(words) < 3
        and words[-1].lower() in _EMPTY
        and not any(map(_is_specific, words[:-1]))
    )


def with_distinct_keywords(puts: Sequence[SaveEntry]) -> tuple[SaveEntry, ...]:
    """Those businesses with the keywords that belong to one of them alone."""
    counts = Counter(fold_name(word) for put in puts for word in put.details.keywords)

    def own(put: SaveEntry) -> SaveEntry:
        words = tuple(word for word in put.details.keywords if counts[fold_name(word)] == 1)
        return replace(put, details=replace(put.details, keywords=words))

    return tuple(map(own, puts))


def _head_en(words: Sequence[str], *, article: bool) -> str | None:
    """The noun it is about ("café" of "café on Main Street"); None for something to do."""
    phrase = _BEHIND.split(" ".join(words))[0].split()
    head = _singular(phrase[-1].lower())
    if _DEEDS.intersection(word.lower() for word in phrase[1:]):
        return None  # "the bank wants papers"
    if article or not words[0].islower():
        return head
    return None if _is_action(words[0], alone=len(words) == 1 or head in PLACES) else head


def _is_action(first: str, *, alone: bool) -> bool:
    """Whether a description that begins so is something to do ("call Alpha"), or a sentence ("one repairs …")."""
    return first in _NO_BEGINNINGS or (first in VERBS and not alone)


def _head_ru(words: Sequence[str]) -> str | None:
    """The noun it is about, in its dictionary form; None for something to do, and where a verb or no noun stands."""
    low = [word.lower() for word in words]
    if any(_is_verb_ru(word) for word in low) or has_form(low[0], "PREP"):
        return None
    noun = _noun_at(low)
    if noun is None:
        # A name the dictionary does not know, typed as one.
        return low[0] if not words[0].islower() else None
    return noun[1].lemma


def _is_verb_ru(word: str) -> bool:
    acting = {"INFN", "VERB", "GRND", "PRTS", "ADJS"}
    found = forms(word)
    return any(form.pos in acting for form in found) and not any(
        form.pos in {"NOUN", "ADJF"} for form in found
    )


def _noun_at(low: Sequence[str]) -> tuple[int, Form] | None:
    """The first noun and the reading that its case allows."""
    for at, word in enumerate(low):
        if has_form(word, "ADJF") and at + 1 < len(low) and has_form(low[at + 1], "NOUN"):
            continue  # «столярная» of «столярная мастерская» may stand alone elsewhere
        for case in _CASES:
            form = next((f for f in forms(word) if f.pos == "NOUN" and case in f.marks), None)
            if form is not None:
                return at, form
    return None


def _nominative(words: Sequence[str]) -> list[str]:
    """«ремонтную мастерскую», «продажей фрез» as they stand in a list; others as they were said."""
    found = _noun_at([word.lower() for word in words]) if is_cyrillic(words[0]) else None
    if found is None or "nomn" in found[1].marks or "Fixd" in found[1].marks or "plur" in found[1].marks:
        return list(words)
    at, noun = found
    if noun.lemma == words[at].lower():
        return list(words)
    ending = {"femn": ("ая", "яя"), "neut": ("ое", "ее")}.get(next(iter(noun.marks & {"femn", "neut"}), ""))
    before = [_agreeing(word, ending) for word in words[:at]]
    return [*before, noun.lemma, *words[at + 1 :]]


def _agreeing(word: str, ending: tuple[str, str] | None) -> str:
    adjective = next((form for form in forms(word.lower()) if form.pos == "ADJF"), None)
    if adjective is None:
        return word
    if ending is None:
        return adjective.lemma
    return adjective.lemma[:-2] + (ending[1] if adjective.lemma.endswith("ний") else ending[0])


def _keywords(words: Sequence[str]) -> tuple[str, ...]:
    """What it is about, without what every business is: "dental" of "dental lab", «станок» of «ремонт станков»."""
    kept = [_dictionary(word.lower()) for word in words if _is_specific(word.lower())]
    return tuple(dict.fromkeys(kept))[:_MOST_KEYWORDS]


def _is_specific(word: str) -> bool:
    if is_cyrillic(word):
        found = forms(word)
        return bool(found) and found[0].pos in {"NOUN", "ADJF"} and found[0].lemma not in GENERAL
    return len(word) > 3 and word.removesuffix("s") not in GENERAL and word not in GENERAL


def _dictionary(word: str) -> str:
    noun = next((form for form in forms(word)[:1] if form.pos == "NOUN"), None)
    return noun.lemma if noun is not None else word
