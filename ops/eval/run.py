"""The eval runner: reads a file of messages through the product's understanding, writes predictions, prints the table."""

import argparse
import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ops.eval.items import Item, context_of, message_of, prediction_of
from ops.eval.memory import resident_mb
from ops.eval.scoring import ScorerError, not_exact, percentiles, run_scorer, sure_figures
from ops.eval.understanding import Mode, NoUnderstandingError, understand

_BESIDE = Path("shared") / "eval" / "capture_dev.jsonl"


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MB before and after the first message and at the end; None where unknown."""

    before: float | None
    first: float | None
    end: float | None


def default_file() -> Path:
    """EVAL_FILE, else the dev set in the shared folder beside the repository."""
    named = os.environ.get("EVAL_FILE")
    return Path(named) if named else Path(__file__).resolve().parents[3] / _BESIDE


def default_scorer(file: Path) -> Path | None:
    """EVAL_SCORER, else the scorer that lies beside the eval file, else the one of the shared folder."""
    named = os.environ.get("EVAL_SCORER")
    candidates = [Path(named)] if named else [file.parent / "score.py", default_file().parent / "score.py"]
    return next((path for path in candidates if path.is_file()), None)


def load(path: Path) -> list[Item]:
    """The JSON lines of a file, blank lines left out."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def answered(out: Path, *, resume: bool) -> dict[str, Item]:
    """The predictions a broken-off run already wrote, by id; a half-written last line is left out."""
    if not (resume and out.exists()):
        return {}
    found: dict[str, Item] = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[told["id"]] = told
    return found


async def predict(
    items: list[Item], out: Path, mode: Mode, known: dict[str, Item]
) -> tuple[list[Item], Memory]:
    """A prediction per item, each written as soon as it is known; `known` ones are not asked again."""
    before, first = resident_mb(), None
    lines: list[Item] = []
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for item in items:
            line = known.get(item["id"]) or await _one(item, mode)
            first = first if first is not None else resident_mb()
            lines.append(line)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
    return lines, Memory(before, first, resident_mb())


async def _one(item: Item, mode: Mode) -> Item:
    message, context = message_of(item), context_of(item)
    started = time.perf_counter()
    reading = await understand(message, context, mode)
    return prediction_of(item, reading, (time.perf_counter() - started) * 1000)


def report(
    file: Path, out: Path, scorer: Path | None, lines: list[Item], memory: Memory, options: list[str]
) -> str:
    """All the figures of a run as text."""
    parts = []
    if scorer:
        parts.append(run_scorer(scorer, file, out, *options).rstrip())
        sure = sure_figures(lines, not_exact(scorer, file, out))
        precision = "-" if sure.precision is None else f"{sure.precision:.1f} %"
        parts.append(
            f"sure answers     {sure.sure} of {sure.items} ({sure.share:.1f} %), precision {precision}"
        )
        parts.extend([f"sure but wrong   {', '.join(sure.wrong)}"] if sure.wrong else [])
    else:
        parts.append("no scorer: predictions only")
    middle, high = percentiles([line["milliseconds"] for line in lines[1:] or lines])
    parts.append(
        f"milliseconds     median {middle:.2f}, p95 {high:.2f}, first {lines[0]['milliseconds']:.0f}"
        if lines
        else "no items"
    )
    if memory.before is not None and memory.first is not None and memory.end is not None:
        added = f"+{memory.first - memory.before:.1f} with the first message, +{memory.end - memory.before:.1f} at the end"
        parts.append(f"memory, MB       {memory.before:.1f} before, {added}")
    parts.append(f"predictions      {out}")
    return "\n".join(parts)


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line of the runner."""
    parser = argparse.ArgumentParser(prog="python -m ops.eval.run", description=__doc__)
    parser.add_argument(
        "--file", type=Path, default=None, help="gold file (default: EVAL_FILE or the shared dev set)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("predictions.jsonl"), help="where the predictions go"
    )
    parser.add_argument("--understanding", choices=("rules", "auto", "openai"), default="rules")
    parser.add_argument(
        "--scorer", type=Path, default=None, help="scorer to run (default: score.py beside the file)"
    )
    parser.add_argument("--resume", action="store_true", help="keep the answers that are already in --out")
    parser.add_argument("--tags", action="store_true", help="also by tag")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="also the first N items that are not exact"
    )
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Run and print; 2 when the file, mode or scorer is not there."""
    asked = arguments(sys.argv[1:] if given is None else given)
    file: Path = asked.file or default_file()
    if not file.is_file():
        print(f"no eval file at {file}: give --file or EVAL_FILE", file=sys.stderr)
        return 2
    known = answered(asked.out, resume=asked.resume or asked.understanding == "openai")
    options = (["--tags"] if asked.tags else []) + (["--errors", str(asked.errors)] if asked.errors else [])
    try:
        lines, memory = asyncio.run(predict(load(file), asked.out, asked.understanding, known))
        print(report(file, asked.out, asked.scorer or default_scorer(file), lines, memory, options))
    except (NoUnderstandingError, ScorerError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
