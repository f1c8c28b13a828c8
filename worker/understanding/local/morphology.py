"""What form a word stands in: Russian by dictionary, English by its endings."""

import re
from dataclasses import dataclass
from functools import lru_cache

import pymorphy3

from worker.understanding.local.aspects import same_deed

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LIKELY = 0.02  # readings of a word form rarer than this are noise of the dictionary
_PREFIXES = (
    "пере", "рас", "раз", "при", "про", "под", "вос", "воз", "вы", "за", "на", "от", "об", "по", "до", "ис", "из", "со", "с", "у", "о",
)  # fmt: skip
_RU_ENDING = re.compile(
    r"(?:иями|ями|ами|ией|иям|ием|иях|ого|его|ому|ему|ыми|ими|ов|ев|ей|ой|ий|ый|ая|яя|ое|ее|ие|ые|ую|юю|ом|ем|ам|ям|ах|ях"
    r"|их|ых|им|ым|ью|ья|ье|ьи|а|я|у|ю|е|ы|и|о|ь|й)$"
)
_EN_ENDING = re.compile(r"(?:'s|s'|ies|es|s|ing|ed|')$")


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word form: its lemma, part of speech and grammatical marks (OpenCorpora names)."""

    lemma: str
    pos: str
    marks: frozenset[str]
    score: float


@lru_cache(maxsize=1)
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=4096)
def is_known(word: str) -> bool:
    """Whether the dictionary holds this Russian word form itself, rather than a guess by its ending."""
    return is_cyrillic(word) and _analyser().word_is_known(word)


def nominative_name(name: str) -> str:
    """A Russian name as it is written in a list: «Олю Петрову» gives «Оля Петрова»; others stay."""
    return " ".join(_nominative_word(word) for word in name.split())


def _nominative_word(word: str) -> str:
    named = [form for form in forms(word.lower()) if {"Name", "Surn"} & form.marks]
    if not named or any({"nomn", "sing"} <= form.marks for form in named):
        return word
    lemma = "".join(
        "ё" if letter == "е" and word[at : at + 1].lower() == "ё" else letter
        for at, letter in enumerate(named[0].lemma)
    )
    return lemma[:1].upper() + lemma[1:]


def dative(name: str) -> str:
    """A Russian name as one gives to it: «Дима» → «Диме»; a word the dictionary does not hold stays as it is."""
    return " ".join(_dative_word(word) for word in name.split())


def _dative_word(word: str) -> str:
    if not is_known(word.lower()):
        return word
    parses = _analyser().parse(word.lower())
    nominative = [parse for parse in parses if {"nomn", "sing"} in parse.tag]
    named = next((parse for parse in nominative if "Name" in parse.tag), next(iter(nominative), None))
    given = named.inflect({"datv"}) if named is not None else None
    return word if given is None else str(given.word).capitalize() if word.istitle() else str(given.word)


def is_cyrillic(word: str) -> bool:
    """Whether the word holds a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


@lru_cache(maxsize=4096)
def forms(word: str) -> tuple[Form, ...]:
    """The likely readings of a Russian word form, likeliest first; empty for other scripts."""
    if not is_cyrillic(word):
        return ()
    found: list[Form] = []
    for parse in _analyser().parse(word):
        if parse.score >= _LIKELY or not found:
            marks = frozenset(str(parse.tag).replace(" ", ",").split(","))
            lemma = str(parse.normal_form).replace("ё", "е")
            found.append(Form(lemma, str(parse.tag.POS or ""), marks, float(parse.score)))
    return tuple(found)


def has_form(word: str, pos: str, *marks: str) -> bool:
    """Whether a likely reading of `word` is of this part of speech with all these marks."""
    return any(form.pos == pos and form.marks.issuperset(marks) for form in forms(word))


def likeliest(word: str) -> Form | None:
    """The likeliest reading of a Russian word form, None for other scripts."""
    found = forms(word)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A key that stays when the ending changes: "Озёрной" and "Озёрная" share one."""
    word = word.lower().replace("ё", "е")
    if not is_cyrillic(word):
        return _english_stem(word)
    short = _RU_ENDING.sub("", word) if len(word) > 3 else word
    return short if len(short) > 2 else word


def _english_stem(word: str) -> str:
    if len(word) <= 3 or word.endswith("ss"):
        return word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    short = _EN_ENDING.sub("", word)
    if len(short) < 3:
        return word
    if short != word and word.endswith(("ing", "ed")) and len(short) > 3 and short[-1] == short[-2] != "l":
        short = short[:-1]
    return short.removesuffix("e") if len(short) > 3 else short


@lru_cache(maxsize=4096)
def lemmas(word: str) -> frozenset[str]:
    """All keys under which two forms of one word meet: lemmas and stems."""
    return frozenset(
        {form.lemma for form in forms(word)} | {stem(form.lemma) for form in forms(word)} | {stem(word)}
    )


@lru_cache(maxsize=4096)
def root(word: str) -> str:
    """The rough root of a word: lemma without a Russian verb prefix, for "калибровка" and "откалибровать"."""
    found = likeliest(word)
    base = stem(found.lemma if found else word)
    if found and found.pos in {"INFN", "VERB", "PRTS", "PRTF", "GRND", "NOUN"}:
        for prefix in _PREFIXES:
            if base.startswith(prefix) and len(base) - len(prefix) >= 4:
                return base[len(prefix) :]
    return base


@lru_cache(maxsize=4096)
def infinitive(word: str) -> str | None:
    """The infinitive of a Russian verb form ("починит" gives "починить"), None for what is no verb."""
    for form in forms(word):
        if form.pos in {"VERB", "INFN"}:
            return form.lemma
    return None


def _prefixes_differ(first: str, second: str) -> bool:
    """Whether a verb and a noun of one root have different prefixes: «поставить» has nothing to do with «доставка»."""
    read = [likeliest(word) for word in (first, second)]
    if len({form.pos == "NOUN" for form in read if form}) < 2:
        return False
    found = [stem(form.lemma).removesuffix(root(form.lemma)) for form in read if form]
    return all(found) and found[0] != found[1]


def _shared(first: str, second: str) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _in_other_aspect(first: str, second: str) -> bool:
    """Whether the first word did what the second does: «заказал» and «заказывать». «Чинил» has not done «починить»."""
    done = [verb for verb, aspect in _infinitives(first) if aspect == "perf"]
    doing = [verb for verb, aspect in _infinitives(second) if aspect == "impf"]
    return any(same_deed(one, other) for one in done for other in doing)


@lru_cache(maxsize=4096)
def _infinitives(word: str) -> frozenset[tuple[str, str]]:
    """The infinitives of a verb form or a participle, each with its aspect."""
    return frozenset(
        (form.lemma, "perf" if "perf" in form.marks else "impf")
        for form in forms(word)
        if form.pos in {"VERB", "INFN", "PRTS", "PRTF"}
    )


@lru_cache(maxsize=16384)
def akin(first: str, second: str) -> float:
    """How near two words are, 0 to 1: the same word in another form 1, of one root about 0.8."""
    if first == second or lemmas(first) & lemmas(second) or _in_other_aspect(first, second):
        return 1.0
    one, other = root(first), root(second)
    shared = 0 if _prefixes_differ(first, second) else _shared(one, other)
    longest = max(len(one), len(other))
    if (shared >= 4 and shared >= 0.6 * longest) or (shared >= 5 and shared == min(len(one), len(other))):
        return 0.8
    one, other = stem(first), stem(second)
    shared = _shared(one, other)
    if shared >= 5 and shared >= 0.7 * max(len(one), len(other)):
        return 0.8
    return 0.0
