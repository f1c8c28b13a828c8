"""The content of the week's picture as data, stored in the outbox until it is drawn."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """A business's week: how many tasks were done, how many slipped."""

    name: str
    done: int
    slipped: int


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A day of the coming week: its name, its minutes, how many tasks, and the minutes in words ("~13 h")."""

    name: str
    minutes: int
    count: int
    amount: str


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """The whole picture in the reader's language. `done` and `slipped` are the legend's words."""

    heading: str
    figures: str
    done: str
    slipped: str
    homes: tuple[BusinessRow, ...]
    ahead: str
    days: tuple[DayColumn, ...]

    def to_json(self) -> dict[str, Any]:
        """The sheet as JSON for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "WeekSheet":
        """The sheet that `to_json` wrote."""
        homes = tuple(BusinessRow(**home) for home in value["homes"])
        days = tuple(DayColumn(**day) for day in value["days"])
        return cls(**{**value, "homes": homes, "days": days})
