"""Table: what was measured, against what was promised, in plain columns."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `target` is in words; `met` None when there is no target or nothing could be measured."""

    part: str
    name: str
    value: str
    target: str = ""
    met: bool | None = None


def at_most(part: str, name: str, value: float, limit: float, unit: str = "") -> Row:
    """A figure that must not be above `limit`."""
    return Row(part, name, f"{value:.2f}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def at_least(part: str, name: str, value: float, limit: float, unit: str = "") -> Row:
    """A figure that must not be below `limit`."""
    return Row(part, name, f"{value:.2f}{unit}", f"≥ {limit:g}{unit}", value >= limit)


def written(rows: list[Row]) -> str:
    """The table as text."""
    lines = [("part", "measured", "value", "target", "")]
    lines += [(row.part, row.name, row.value, row.target, _verdict(row)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_json(rows: list[Row]) -> list[dict[str, object]]:
    """The rows as JSON-able values."""
    return [asdict(row) for row in rows]


def _verdict(row: Row) -> str:
    return "" if row.met is None else ("met" if row.met else "MISSED")
