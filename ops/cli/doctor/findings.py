"""Findings: what a check has to say, and how it stands on the terminal."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, and how to mend it unless all is well."""

    level: Level
    what: str
    found: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<5} {self.what}: {self.found}"
        return f"{line}\n      → {self.mend}" if self.mend else line


def ok(what: str, found: str) -> Finding:
    """All is well."""
    return Finding("ok", what, found)


def warn(what: str, found: str, mend: str) -> Finding:
    """It works, but not as it should."""
    return Finding("warn", what, found, mend)


def fail(what: str, found: str, mend: str) -> Finding:
    """It does not work until it is mended."""
    return Finding("fail", what, found, mend)


def megabytes(size: float) -> str:
    """Bytes as a person reads them."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
