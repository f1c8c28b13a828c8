"""Chromium: the one thing the tests need that no wheel brings, and how its absence is told."""

from collections.abc import Iterable
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
MISSING = f"These tests look at pages in a real browser at {CHROMIUM}: apt-get install chromium"


def left_out_line(reasons: Iterable[str]) -> str | None:
    """How many tests were skipped for want of Chromium and how to get it, in one line; None when none were."""
    count = sum(MISSING in reason for reason in reasons)
    if not count:
        return None
    tests = "1 test was" if count == 1 else f"{count} tests were"
    return f"{tests} skipped without Chromium at {CHROMIUM}; to run them: sudo apt-get install chromium"
