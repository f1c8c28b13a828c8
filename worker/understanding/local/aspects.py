"""Two Russian infinitives that name one deed in its two aspects: «заказать» and «заказывать»."""

import re

# Aspects of different roots.
_OF_OTHER_ROOTS = {
    frozenset(pair)
    for pair in (
        ("брать", "взять"),
        ("забирать", "забрать"),
        ("класть", "положить"),
        ("возвращать", "вернуть"),
        ("возвращать", "возвратить"),
        ("говорить", "сказать"),
        ("искать", "найти"),
        ("находить", "найти"),
        ("садить", "посадить"),
        ("сажать", "посадить"),
        ("покупать", "купить"),
        ("помогать", "помочь"),
        ("стричь", "подстричь"),
        ("печь", "испечь"),
    )
}
# Roots that lose or change a vowel: «собирать» and «собрать», «относить» and «отнести».
_CHANGED = (
    (re.compile(r"^разо"), "рас"),
    (re.compile(r"(?<=[а-я])бира"), "бра"),
    (re.compile(r"(?<=[а-я])зыва"), "зва"),
    (re.compile(r"(?<=[а-я])сыла"), "сла"),
    (re.compile(r"(?<=[а-я])дира"), "дра"),
    (re.compile(r"(?<=[а-я])има$"), "я"),
    (re.compile(r"(?<=[а-я])носи$"), "нес"),
    (re.compile(r"(?<=[а-я])вози$"), "вез"),
    (re.compile(r"(?<=[а-я])води$"), "вес"),
    (re.compile(r"(?<=[а-я])тира$"), "тере"),
)
_SUFFIX = re.compile(r"(?:ыва|ива|ева|ава|ва|ну|а|я|и|е|ы|у)$")
# The last consonant of a root as it is before the other suffix.
_MUTATED = {"ж": "здг", "щ": "тс", "ч": "тк", "ш": "с", "л": "л"}
_LABIALS = "бвмпф"
_PREFIXES = ("по", "с", "вы", "за", "на", "от", "при", "о", "у", "из", "ис", "про")
_SHORTEST, _SHORTEST_BARE = 2, 4


def same_deed(first: str, second: str) -> bool:
    """Whether two infinitives are aspects of one verb, by their endings: of either a prefix may be missing that only
    finishes the deed («мыть» and «помыть»)."""
    if first == second or frozenset((first, second)) in _OF_OTHER_ROOTS:
        return True
    if _finishes(first, second) or _finishes(second, first):
        return True
    return _one_root(_root(first), _root(second))


def _finishes(longer: str, bare: str) -> bool:
    return len(bare) >= _SHORTEST_BARE and any(longer == f"{prefix}{bare}" for prefix in _PREFIXES)


def _root(infinitive: str) -> str:
    base = re.sub(r"(?:ть|ти|чь)(?:ся|сь)?$", "", infinitive)
    for pattern, replacement in _CHANGED:
        base = pattern.sub(replacement, base)
    return _SUFFIX.sub("", base)


def _one_root(first: str, second: str) -> bool:
    first, second = first.replace("о", "а"), second.replace("о", "а")
    if min(len(first), len(second)) < _SHORTEST:
        return False
    return first == second or _mutates(first, second) or _mutates(second, first)


def _mutates(imperfective: str, perfective: str) -> bool:
    """«выгруж-» and «выгруз-», «отправл-» and «отправ-», «оплач-» and «оплат-»."""
    if imperfective[-1] == "л" and imperfective[-2:-1] and imperfective[-2] in _LABIALS:
        return imperfective[:-1] == perfective
    same = imperfective[:-1] == perfective[:-1]
    return same and perfective[-1] in _MUTATED.get(imperfective[-1], "")
