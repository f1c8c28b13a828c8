"""Reads a file of messages with the product's understanding, writes predictions and prints the scores."""

import argparse
import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ops.eval.costs import cost_lines
from ops.eval.items import Item, build_prediction, item_context, item_message
from ops.eval.memory import resident_mb
from ops.eval.scoring import ScorerError, find_inexact_ids, median_and_p95, run_scorer, sure_figures
from ops.eval.understanding import EvalUnderstanding, Mode, NoUnderstandingError, connect_understanding

_BESIDE = Path("shared") / "eval" / "capture_dev.jsonl"


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Resident memory in MB before and after the first message and at the end; None where unknown."""

    before: float | None
    first: float | None
    end: float | None


def default_file() -> Path:
    """EVAL_FILE, else the folder with all sets in the shared folder beside the repository."""
    named = os.environ.get("EVAL_FILE")
    return Path(named) if named else shared_file().parent


def shared_file() -> Path:
    """The dev set in the shared folder beside the repository."""
    return Path(__file__).resolve().parents[3] / _BESIDE


def default_scorer(file: Path) -> Path | None:
    """EVAL_SCORER, else the scorer that lies beside the eval file, else the one of the shared folder."""
    named = os.environ.get("EVAL_SCORER")
    candidates = [Path(named)] if named else [file.parent / "score.py", shared_file().with_name("score.py")]
    return next((path for path in candidates if path.is_file()), None)


def load_items(path: Path) -> list[Item]:
    """The JSON lines of a file, blank lines left out."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_known_predictions(out: Path, mode: Mode, *, resume: bool) -> dict[str, Item]:
    """The predictions a broken-off run of the same mode already wrote, by id.

    Left out are half-written lines, and answers that another mode gave or that rules gave for a model that was away."""
    if not (resume and out.exists()):
        return {}
    found: dict[str, Item] = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        if _same_mode(told, mode):
            found[told["id"]] = told
    return found


def _same_mode(told: Item, mode: Mode) -> bool:
    by_model = told.get("reader") == "openai"
    if mode == "rules" or by_model:
        return by_model == (mode != "rules")
    return mode == "auto" and bool(told.get("sure")) and not told.get("degraded")


async def predict_items(
    items: list[Item], out: Path, understood: EvalUnderstanding, known: dict[str, Item]
) -> tuple[list[Item], MemoryUse]:
    """Predict every item and write each prediction at once; items in `known` are not asked again."""
    before, first = resident_mb(), None
    lines: list[Item] = []
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with out.open("w", encoding="utf-8") as file:
            for item in items:
                line = known.get(item["id"]) or await _predict_item(item, understood)
                first = first if first is not None else resident_mb()
                lines.append(line)
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
    finally:
        await understood.close()
    return lines, MemoryUse(before, first, resident_mb())


async def _predict_item(item: Item, understood: EvalUnderstanding) -> Item:
    message, context = item_message(item), item_context(item)
    started = time.perf_counter()
    reading = await understood.read(message, context, item["id"])
    return build_prediction(item, reading, (time.perf_counter() - started) * 1000)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The command line of a run."""

    file: Path
    out: Path
    mode: Mode
    scorer: Path | None
    resume: bool
    record: Path | None
    replay: Path | None
    options: tuple[str, ...]


def format_report(
    asked: RunOptions,
    scorer: Path | None,
    lines: list[Item],
    memory: MemoryUse,
    understood: EvalUnderstanding,
) -> str:
    """The report with all figures of a run."""
    file, out, options = asked.file, asked.out, asked.options
    parts = []
    if scorer:
        parts.append(run_scorer(scorer, file, out, *options).rstrip())
        parts.extend(_sure_lines(lines, find_inexact_ids(scorer, file, out)))
    else:
        parts.append("no scorer: predictions only")
    middle, high = median_and_p95([line["milliseconds"] for line in lines[1:] or lines])
    parts.append(
        f"milliseconds     median {middle:.2f}, p95 {high:.2f}, first {lines[0]['milliseconds']:.0f}"
        if lines
        else "no items"
    )
    if memory.before is not None and memory.first is not None and memory.end is not None:
        added = f"+{memory.first - memory.before:.1f} with the first message, +{memory.end - memory.before:.1f} at the end"
        parts.append(f"memory, MB       {memory.before:.1f} before, {added}")
    parts.extend(cost_lines(understood, lines))
    parts.append(f"predictions      {out}")
    return "\n".join(parts)


def _sure_lines(lines: list[Item], inexact: frozenset[str]) -> list[str]:
    """Share and precision of the sure answers, together and by language, and which of them are wrong."""
    told = []
    languages = sorted({line.get("lang") or "" for line in lines})
    for name in ["", *(language for language in languages if len(languages) > 1)]:
        sure = sure_figures([line for line in lines if name in ("", line.get("lang"))], inexact)
        precision = "-" if sure.precision is None else f"{sure.precision:.1f} %"
        heading = f"sure answers {name}".ljust(16)
        told.append(f"{heading} {sure.sure} of {sure.items} ({sure.share:.1f} %), precision {precision}")
    wrong = sure_figures(lines, inexact).wrong
    return [*told, *([f"sure but wrong   {', '.join(wrong)}"] if wrong else [])]


def parse_arguments(given: list[str]) -> RunOptions:
    """The command line, with defaults from EVAL_FILE, EVAL_OUT and UNDERSTANDING."""
    parser = argparse.ArgumentParser(prog="python -m ops.eval.run", description=__doc__)
    parser.add_argument(
        "--file", type=Path, help="gold file, or a folder of them (default: EVAL_FILE or all shared sets)"
    )
    parser.add_argument("--out", type=Path, help="where the predictions go (default: EVAL_OUT)")
    parser.add_argument(
        "--understanding",
        choices=("rules", "auto", "openai"),
        default=os.environ.get("UNDERSTANDING") or "rules",
    )
    parser.add_argument("--scorer", type=Path, help="scorer to run (default: score.py beside the file)")
    parser.add_argument("--resume", action="store_true", help="keep the answers that are already in --out")
    parser.add_argument(
        "--record", type=Path, metavar="DIR", help="keep every question and answer of the model"
    )
    parser.add_argument("--replay", type=Path, metavar="DIR", help="answer from such a folder, without a key")
    parser.add_argument("--tags", action="store_true", help="also by tag")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="also the first N items that are not exact"
    )
    told = parser.parse_args(given)
    if told.record and told.replay:
        parser.error("--record and --replay exclude each other")
    options = (["--tags"] if told.tags else []) + (["--errors", str(told.errors)] if told.errors else [])
    return RunOptions(
        file=told.file or default_file(),
        out=told.out or Path(os.environ.get("EVAL_OUT") or "predictions.jsonl"),
        mode=told.understanding,
        scorer=told.scorer,
        resume=told.resume or told.understanding != "rules",
        record=told.record,
        replay=told.replay,
        options=tuple(options),
    )


def main(given: list[str] | None = None) -> int:
    """Run and print the report; returns 2 when the file, mode or scorer does not exist."""
    asked = parse_arguments(sys.argv[1:] if given is None else given)
    if asked.file.is_dir():
        return max((_run(each) for each in _sets_in(asked)), default=2)
    return _run(asked)


def _sets_in(asked: RunOptions) -> list[RunOptions]:
    """A run for each set of the folder; its predictions go to a file of its own beside `out`."""
    files = sorted(asked.file.glob("*.jsonl"))
    return [
        replace(asked, file=file, out=asked.out.with_name(f"{asked.out.stem}.{file.name}")) for file in files
    ]


def _run(asked: RunOptions) -> int:
    if not asked.file.is_file():
        print(f"no eval file at {asked.file}: give --file or EVAL_FILE", file=sys.stderr)
        return 2
    print(f"set              {asked.file.stem}")
    try:
        understood = connect_understanding(asked.mode, record=asked.record, replay=asked.replay)
        known = load_known_predictions(asked.out, asked.mode, resume=asked.resume)
        lines, memory = asyncio.run(predict_items(load_items(asked.file), asked.out, understood, known))
        print(format_report(asked, asked.scorer or default_scorer(asked.file), lines, memory, understood))
    except (NoUnderstandingError, ScorerError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
