"""Patterns of the worker take time in proportion to the text, and a bounded one finds what the plain one finds."""

import importlib
import pkgutil
import re
import time

import pytest

from tests.worker.understanding.nasty_shapes import filled
from worker.understanding.bounded_pattern import bounded


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the worker that reads texts holds by a name."""
    found = {}
    for part in ("core", "features", "router", "understanding"):
        package = importlib.import_module(f"worker.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            held = vars(importlib.import_module(module.name))
            found |= {f"{module.name}.{name}": it for name, it in held.items() if isinstance(it, re.Pattern)}
    assert len(found) > 200
    return [(name, it) for name, it in found.items() if isinstance(it.pattern, str)]


def seconds_of(pattern: re.Pattern[str], text: str) -> float:
    """Seconds of this process to look for all matches."""
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def least_of(pattern: re.Pattern[str], text: str) -> float:
    return min(seconds_of(pattern, text) for _ in range(5))


def test_no_pattern_takes_four_times_as_long_for_twice_the_text() -> None:
    slow = []
    for name, pattern in patterns():
        words = re.findall(r"[a-zа-яё]{2,}", re.sub(r"\\.|\(\?\S", " ", pattern.pattern.lower()))
        for piece in (" ", ", ", "a", "я ", *(f"{word} " for word in words[:1])):
            # Below a fifth of a second for a whole message a clock tells no growth.
            whole = seconds_of(pattern, filled(piece, 4096))
            if whole > 0.2 and whole > 3 * seconds_of(pattern, filled(piece, 2048)):
                # What looks so is measured again: a busy machine makes one of two measurements longer, not the least.
                half, whole = (least_of(pattern, filled(piece, size)) for size in (2048, 4096))
                slow += [(name, piece, half, whole)] if whole > 3 * half else []
    assert slow == []


@pytest.mark.parametrize(
    "source", [r"\s+x", r"(?:a\s+)*b", r"\W*$", r"[^.]*x", r".*done", r"[а-я]{2,}ич$", r"\w+\s*:"]
)
def test_a_bounded_pattern_finds_what_the_plain_one_finds_in_texts_people_write(source: str) -> None:
    texts = ["", "x", "  x", "a a b", "it is done!!", "иванович", "note: a.x", "нет, лучше в 6"]
    for text in texts:
        plain, bound = re.finditer(source, text), bounded(source).finditer(text)
        assert [found.span() for found in plain] == [found.span() for found in bound]


def test_a_bounded_pattern_keeps_named_groups_flags_and_laziness() -> None:
    pattern = bounded(r"(?P<what>.+?)\s*,\s*(?:now|then)+", re.IGNORECASE)
    found = pattern.search("Buy milk , NOW")
    assert found is not None
    assert found["what"] == "Buy milk"
    assert not {"+", "*"} & set(pattern.pattern)
