"""Sheet: what stands in the picture, in words and minutes; how it looks is another matter."""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class PlanSheetRow:
    """One stretch of the day. `kind` is shown by shape: work is filled, busy is outlined, free is a dotted line."""

    start: int
    end: int
    title: str
    note: str = ""
    kind: Literal["work", "busy", "free"] = "work"
    urgent: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A day: its heading and load, its rows by the clock, and what did not fit."""

    heading: str
    load: str
    rows: tuple[PlanSheetRow, ...]
    left_out: tuple[str, ...] = ()
