"""Findings: what a check has to say, and how it stands on the terminal."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, and how to fix it unless all is well."""

    level: Level
    what: str
    found: str
    fix: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<5} {self.what}: {self.found}"
        return f"{line}\n      → {self.fix}" if self.fix else line


def ok(what: str, found: str) -> Finding:
    """All is well."""
    return Finding("ok", what, found)


def warn(what: str, found: str, fix: str) -> Finding:
    """It works, but not as it should."""
    return Finding("warn", what, found, fix)


def fail(what: str, found: str, fix: str) -> Finding:
    """It does not work until it is fixed."""
    return Finding("fail", what, found, fix)


def megabytes(size: float) -> str:
    """Bytes as a person reads them."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
