"""The findings of a check, and how they are printed."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of output: what was checked, what was found, and how to fix it unless the level is ok."""

    level: Level
    what: str
    found: str
    fix: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<5} {self.what}: {self.found}"
        return f"{line}\n      → {self.fix}" if self.fix else line


def ok(what: str, found: str) -> Finding:
    """A finding without a problem."""
    return Finding("ok", what, found)


def warn(what: str, found: str, fix: str) -> Finding:
    """A finding that should be fixed, although everything works."""
    return Finding("warn", what, found, fix)


def fail(what: str, found: str, fix: str) -> Finding:
    """A finding that must be fixed."""
    return Finding("fail", what, found, fix)


def format_size(size: float) -> str:
    """Bytes as MB or GB."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
