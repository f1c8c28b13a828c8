"""What kind of work a title names, and titles that name none: a link, a code, a birthday, a remark."""

import re

from worker.core.all_day_events import is_all_day_event
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.clause_starts import is_infinitive, is_order
from worker.understanding.local.morphology import stem
from worker.understanding.local.words.english_verbs import VERBS

_WORD = bounded(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*")
_LINK = bounded(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_FIGURES = bounded(r"\S*\d\S*")
_REMARK = bounded(
    r"\W*(?:note|idea|fyi|nb|info|reminder to self|заметка|на заметку|идея|мысль|инфо|к сведению|для памяти)\s*[:—–.-]",
    re.IGNORECASE,
)
# What a code, a number or an address is called where it is only written down.
_LABELS = frozenset(
    [
        "code",
        "codes",
        "pin",
        "password",
        "passcode",
        "passwords",
        "wifi",
        "wi-fi",
        "login",
        "iban",
        "swift",
        "phone",
        "tel",
        "number",
        "vin",
        "serial",
        "size",
        "sku",
        "address",
        "код",
        "коды",
        "пин",
        "пин-код",
        "пинкод",
        "пароль",
        "пароли",
        "вайфай",
        "вай-фай",
        "логин",
        "телефон",
        "тел",
        "номер",
        "инн",
        "кпп",
        "бик",
        "огрн",
        "снилс",
        "артикул",
        "размер",
        "адрес",
        "домофон",
    ]
)
_LONGEST_LABEL = 4


def task_kind(title: str) -> str | None:
    """The kind of work: the stem of the title's first word, which is its deed ("Call the bank" and "Call Anna" are of one
    kind). None where the title has no words or names no work."""
    first = None if takes_no_time(title) else _WORD.search(title)
    return stem(first[0].lower()) if first and len(first[0]) > 2 else None


def takes_no_time(title: str) -> bool:
    """Whether a title is only kept or only fills a day: a bare link or code, a number, a remark, a birthday. A deed takes
    time whatever stands beside it ("Read https://…", "Send Novak the wifi password")."""
    if is_all_day_event(title) or _REMARK.match(title):
        return True
    bare = _FIGURES.sub(" ", _LINK.sub(" ", title))
    words = [found[0].lower().replace("ё", "е") for found in _WORD.finditer(bare)]
    if bare == title:
        return False
    if not words:
        return True
    if _names_deed(words[0]):
        return False
    return _LINK.search(title) is not None or _is_labelled(title, words)


def _is_labelled(title: str, words: list[str]) -> bool:
    """ "Wi-Fi code 4471": a few words with a label among them, and a figure at the end."""
    ends = re.search(r"\d", title.rsplit(maxsplit=1)[-1]) is not None
    return ends and len(words) <= _LONGEST_LABEL and not _LABELS.isdisjoint(words)


def _names_deed(low: str) -> bool:
    return low not in _LABELS and (low in VERBS or is_infinitive(low) or is_order(low))
