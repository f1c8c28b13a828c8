"""Measures the chosen parts one after another, each on an empty queue, and prints a table of all figures."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from redis import Redis

from ops.bench.ack import measure_ack, notes_of_ack
from ops.bench.answer import measure_answer
from ops.bench.calls import measure_calls
from ops.bench.measurements import Figure, format_table
from ops.bench.memory import measure_memory
from ops.bench.prompt import measure_prompt
from ops.bench.queue_latency import measure_queue
from ops.bench.run_sizes import FULL, QUICK, Sizes
from ops.stores import Valkey, scratch_folder

Part = Callable[[Path, Valkey, Sizes], Iterator[Figure]]
PARTS: dict[str, Part] = {
    "ack": measure_ack,
    "queue": measure_queue,
    "answer": measure_answer,
    "calls": measure_calls,
    "memory": measure_memory,
    "prompt": measure_prompt,
}
# Enough for 20,000 waiting updates and the baselines' own keys; the other settings are the product's.
_VALKEY_MB = 256


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON. A missed target is a figure, not an error: the exit code is 0."""
    asked = _parse_arguments(arguments)
    sizes = QUICK if asked.quick else FULL
    figures = [figure for part in asked.parts or PARTS for figure in measure_part(part, sizes)]
    notes = notes_of_ack() if not asked.parts or "ack" in asked.parts else []
    print(format_table(figures))
    print("\n".join(["", *notes, _machine_description()]))
    if asked.json:
        content = {
            "figures": [figure.as_json() for figure in figures],
            "notes": [*notes, _machine_description()],
        }
        asked.json.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure_part(part: str, sizes: Sizes) -> list[Figure]:
    """Measure one part, on a queue and a folder of its own."""
    print(f"measuring: {part}", file=sys.stderr, flush=True)
    with scratch_folder(f"bench-{part}") as folder:
        valkey = Valkey(folder / "valkey", memory_mb=_VALKEY_MB)
        valkey.start()
        try:
            with Redis.from_url(valkey.url) as redis:
                always = redis.config_get("appendfsync")["appendfsync"]
            assert always == "always", always
            return list(PARTS[part](folder, valkey, sizes))
        finally:
            valkey.stop()


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ops.bench", description="Measure against the design.")
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS), help="all when none"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args(arguments)


def _machine_description() -> str:
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load average {load} at the end; only ratios of one run count."
