"""Misspelt weekdays, months and day words: one slip (two in a long word) is forgiven where no real word is near."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from worker.understanding.dates import words_en, words_ru
from worker.understanding.dates.wordlists import words

# Real words one slip away from a time word: they stay what they are.
_REAL_WORDS = words(
    "weekdays weekends четверти четверть четвертью завтрак завтраки завтраку четверо четверых четверка четверку четверки пятницкая пятницкий пятницкой субботин "
    "субботина субботник субботника субботнику субботники вторичка вторичник вторичный вторично августин августина "
    "sundae sundry mourning octopus juliet augusta augustus augustine warning evening's"
)
_DAY_WORDS = (
    "today", "tomorrow", "morning", "afternoon", "evening", "weekend", "weekday", "сегодня", "завтра", "послезавтра"
)  # fmt: skip


def _targets() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    tables = (words_en.WEEKDAYS, words_en.MONTHS, words_ru.WEEKDAYS, words_ru.MONTHS)
    words = [form for table in tables for forms in table.values() for form in forms.split()]
    for word in (*words, *_DAY_WORDS):
        if len(word) >= 6 or word == "today":
            found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


_TARGETS = _targets()


@lru_cache(maxsize=4096)
def near_word(word: str) -> str | None:
    """The one time word this misspells, or None.

    One wrong, missing, doubled or swapped letter in words of six letters and more, two from eight letters on;
    the first letter must be right."""
    if len(word) < 4 or word in _REAL_WORDS or len(word) > 14:
        return None
    best: tuple[int, str] | None = None
    for target in _TARGETS.get(word[0], ()):
        allowed = _slips(target)
        distance = OSA.distance(word, target, score_cutoff=allowed)
        if distance <= allowed and len(word) >= len(target) - 1 and (best is None or distance < best[0]):
            best = (distance, target)
    return best[1] if best else None


def _slips(target: str) -> int:
    return 2 if len(target) >= 8 else 1
