"""Entries counted aloud: "first Kim ... second ... third ...", «во-первых ... во-вторых ...», "number one ..."."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import SOMEONE, is_finite, is_verb_head
from worker.understanding.local.members import MemberHit
from worker.understanding.local.words.word_table import listed

_ORDINALS: tuple[frozenset[str], ...] = (
    listed("first firstly one 1 первое первый во-первых один 1-е раз"),
    listed("second secondly two 2 второе второй во-вторых два 2-е"),
    listed("third thirdly three 3 третье третий в-третьих три 3-е"),
    listed("fourth fourthly four 4 четвертое четвертый в-четвертых четыре"),
    listed("fifth five 5 пятое пятый в-пятых пять"),
    listed("sixth six 6 шестое шестой шесть"),
)
_BARE = listed("""first firstly second secondly third thirdly fourth fourthly fifth sixth первое второе третье четвертое пятое шестое
    во-первых во-вторых в-третьих в-четвертых в-пятых""")
_COUNTED = listed("number item point task thing номер пункт дело задача")
_LAST = listed("last lastly finally последнее наконец")
_SUBJECTS = listed("i we me my the a please you я мы мне нам мой моя надо нужно пусть")


def spoken_numbers(sheet: Sheet, people: dict[int, MemberHit]) -> dict[int, int]:
    """Position of each counted entry → how many tokens count it; empty unless at least two count up in order."""
    found: dict[int, int] = {}
    wanted = 0
    for at in range(len(sheet)):
        length = _counts(sheet, at, wanted)
        if length and _opens(sheet, at + length, people, strict=sheet.low_at(at) not in _COUNTED):
            found[at] = length
            wanted += 1
        elif wanted > 1 and sheet.low_at(at) in _LAST and _opens(sheet, at + 1, people, strict=True):
            found[at] = 1
    return found if wanted > 1 else {}


def _counts(sheet: Sheet, at: int, wanted: int) -> int:
    if wanted >= len(_ORDINALS) or sheet.labels[at] in {"time", "dropped"}:
        return 0
    low = sheet.low_at(at)
    if low in _COUNTED and sheet.low_at(at + 1) in _ORDINALS[wanted]:
        return 2
    return 1 if low in _ORDINALS[wanted] and low in _BARE else 0


def _opens(sheet: Sheet, at: int, people: dict[int, MemberHit], *, strict: bool) -> bool:
    """Whether an entry can begin here: a person, a verb, or a word that stands before one; times between left out."""
    while at < len(sheet) and (sheet.labels[at] == "time" or sheet.low_at(at) in {"is", "-", "—"}):
        at += 1
    low = sheet.low_at(at)
    if not low or low in {",", ":", "."}:
        return bool(low)
    if at in people or is_verb_head(sheet, at) or low in _SUBJECTS - {"the", "a", "my"} or low in SOMEONE:
        return True
    return not strict or (sheet.language == "ru" and is_finite(low))
