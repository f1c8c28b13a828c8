"""`python -m ops.bench`: all measurements in one run, one table, and JSON on request."""

import argparse
import asyncio
import json
from pathlib import Path

from ops.bench import ack_path, queue_path, whole_way
from ops.bench.table import Row, as_json, written
from ops.stores import scratch_folder

PARTS = ("ack", "queue", "way")


def main() -> int:
    """Measure and print; 1 when a target was missed and `--strict` was given."""
    asked = _arguments().parse_args()
    with scratch_folder("bench") as folder:
        rows = asyncio.run(_all(folder, asked.parts or PARTS, quick=asked.quick))
    print(written(rows))
    if asked.json:
        asked.json.write_text(json.dumps(as_json(rows), indent=2, ensure_ascii=False) + "\n")
    return int(asked.strict and any(row.met is False for row in rows))


async def _all(folder: Path, parts: tuple[str, ...], *, quick: bool) -> list[Row]:
    rows: list[Row] = []
    if "ack" in parts:
        rows += await ack_path.measure(folder, updates=2000 if quick else 6000, rounds=3 if quick else 5)
    if "queue" in parts:
        rows += await queue_path.measure(folder, singles=40 if quick else 150, heap=300 if quick else 1000)
    if "way" in parts:
        rows += await whole_way.measure(
            folder, messages=200 if quick else 1000, idle_seconds=10 if quick else 30
        )
    return rows


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ops.bench", description="Measure against the design's targets."
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these; nothing: all")
    parser.add_argument("--quick", action="store_true", help="fewer repeats: a look, not a figure to quote")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    parser.add_argument("--json", type=Path, help="write the rows to this file as well")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
