"""Runs the scorer on predictions, and computes the precision of the answers marked as sure."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ops.eval.items import Item


class ScorerError(RuntimeError):
    """The scorer ended with an error; the message is its output."""


@dataclass(frozen=True, slots=True)
class SureFigures:
    """How many messages were answered as sure, and how many of those exactly right."""

    items: int
    sure: int
    sure_exact: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        return 100 * self.sure / self.items if self.items else 0.0

    @property
    def precision(self) -> float | None:
        return 100 * self.sure_exact / self.sure if self.sure else None


def run_scorer(scorer: Path, gold: Path, predictions: Path, *options: str) -> str:
    """Run the scorer; returns its output. Raises ScorerError when it ends with an error."""
    command = [sys.executable, str(scorer), str(gold), str(predictions), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the operator's own scorer, no shell
    if done.returncode:
        raise ScorerError(done.stderr.strip() or f"exit code {done.returncode}")
    return done.stdout


def find_inexact_ids(scorer: Path, gold: Path, predictions: Path) -> frozenset[str]:
    """The ids of the items that are not exactly right."""
    told = json.loads(run_scorer(scorer, gold, predictions, "--json", "--errors", "1000000"))
    return frozenset(error["id"] for error in told.get("errors", ()))


def sure_figures(lines: list[Item], wrong: frozenset[str]) -> SureFigures:
    """Share and precision of the sure answers."""
    sure = [line["id"] for line in lines if line.get("sure")]
    missed = tuple(each for each in sure if each in wrong)
    return SureFigures(len(lines), len(sure), len(sure) - len(missed), missed)


def median_and_p95(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile (nearest rank); zeros for an empty list."""
    if not values:
        return 0.0, 0.0
    ranked = sorted(values)
    return median(ranked), ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
