"""A measured value with its unit and target, and the table in which values are printed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit; `target` is its limit in ops/docs/design.md, None without one."""

    part: str
    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def target(self) -> str:
        """The target as text, empty when there is none."""
        bounds = (("≤", self.at_most), ("≥", self.at_least))
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        if not self.target:
            return None
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def verdict(self) -> str:
        """One word for the table."""
        return {None: "", True: "met", False: "MISSED"}[self.met]

    def as_json(self) -> dict[str, object]:
        """The figure as JSON-able values, unrounded."""
        return {
            "part": self.part,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "target": self.target or None,
            "met": self.met,
            "note": self.note,
        }


def format_table(figures: Sequence[Figure]) -> str:
    """All figures as one table of aligned columns."""
    head = ("part", "figure", "value", "unit", "target", "", "note")
    rows = [head, *(_table_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_table_line(row, widths) for row in rows)


def _table_row(figure: Figure) -> tuple[str, ...]:
    value = f"{figure.value:,.0f}" if abs(figure.value) >= 1000 else f"{figure.value:.3g}"
    return figure.part, figure.name, value, figure.unit, figure.target, figure.verdict, figure.note


def _table_line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column == 2 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile. Raises ValueError when there are no values."""
    if not values:
        raise ValueError("a percentile of nothing")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]
