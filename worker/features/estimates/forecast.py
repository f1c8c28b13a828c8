"""Computes a median and an 80 % range from the times of completed tasks. Pure functions on logarithms of minutes.

The middle is a weighted median, the range is made to hold by split conformal prediction with locally weighted
residuals (Lei, G'Sell, Rinaldo, Tibshirani, Wasserman: Distribution-Free Predictive Inference for Regression, 2018):
each of the last tasks is forecast from those before it, and the share of misses sets how wide the next range is.
Older tasks weigh less, which answers drift (nonexchangeable conformal: Barber, Candes, Ramdas, Tibshirani, 2023).
"""

import datetime as dt
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from worker.features.estimates.similar_tasks import Backtest, Neighbour

COVERAGE = 0.8
# A normal distribution's middle 80 % reach so many standard deviations to each side.
_REACH = 1.2816
_HALF_LIFE_DAYS = 45.0
# With fewer neighbours there is nothing to learn from; with fewer backtests the width is not corrected.
LEAST_NEIGHBOURS, _LEAST_BACKTESTS = 3, 10
# The spread that is assumed before much is known: a factor of about 1.6 each way.
_PRIOR_SPREAD, _PRIOR_WEIGHT = 0.37, 2.0
_NARROWEST, _WIDEST = 0.6, 3.0
# Drift is read off so many of the last tasks, with the weight of so many that saw none.
_DRIFT_TASKS, _DRIFT_DOUBT = 20, 10
# Below this likeness two titles share no more than chance does.
_LEAST_LIKENESS = {"local-pieces-1": 0.25}
_LEAST_LIKENESS_OF_MODELS = 0.35


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes: low <= middle <= high; four of five tasks are to end within."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class _LogForecast:
    """The logarithm's middle and spread, before the width is corrected."""

    middle: float
    spread: float


def similar_enough(neighbours: Sequence[Neighbour], model: str) -> list[Neighbour]:
    """The neighbours whose likeness is above what chance gives for that model."""
    least = _LEAST_LIKENESS.get(model, _LEAST_LIKENESS_OF_MODELS)
    return [near for near in neighbours if near.likeness >= least]


def forecast_range(
    neighbours: Sequence[Neighbour], backtests: Sequence[Backtest], now: dt.datetime, model: str
) -> Range | None:
    """The range for a task with these neighbours; None when too few of them are alike."""
    near = similar_enough(neighbours, model)
    if len(near) < LEAST_NEIGHBOURS:
        return None
    raw, tried = _log_forecast(near, now), _backtest_misses(backtests, model)
    drift = _drift(tried)
    return _range(_LogForecast(raw.middle + drift, raw.spread), _width(tried, drift))


def range_from_actuals(actuals: Sequence[tuple[int, dt.datetime]], now: dt.datetime) -> Range:
    """The range of a business's tasks as such: the median of what they took and the middle 80 % around it."""
    rows = [(math.log(minutes), _recency(done_at, now)) for minutes, done_at in actuals]
    low, middle, high = (_quantile(rows, share) for share in (0.1, 0.5, 0.9))
    return _rounded(low, middle, high)


def range_around(minutes: int, factor: float) -> Range:
    """A guess with a range of that factor to each side."""
    return Range(max(1, round(minutes / factor)), minutes, round(minutes * factor))


def _log_forecast(near: Sequence[Neighbour], now: dt.datetime) -> _LogForecast:
    rows = [(math.log(n.actual_minutes), max(n.likeness, 0.01) ** 3 * _recency(n.done_at, now)) for n in near]
    total = sum(weight for _, weight in rows)
    middle = _quantile(rows, 0.5)
    mean = sum(value * weight for value, weight in rows) / total
    variance = sum(weight * (value - mean) ** 2 for value, weight in rows) / total
    count = total**2 / sum(weight**2 for _, weight in rows)
    pooled = (count * variance + _PRIOR_WEIGHT * _PRIOR_SPREAD**2) / (count + _PRIOR_WEIGHT)
    return _LogForecast((middle + mean) / 2, math.sqrt(pooled * (1 + 1 / count)))


def _backtest_misses(backtests: Sequence[Backtest], model: str) -> list[tuple[float, float]]:
    """How far off each backtested forecast would have been (above zero: it took longer), and its raw spread."""
    off = []
    for one in backtests:
        near = similar_enough(one.neighbours, model)
        if len(near) >= LEAST_NEIGHBOURS:
            raw = _log_forecast(near, one.done_at)
            off.append((math.log(one.actual_minutes) - raw.middle, raw.spread))
    return off


def _drift(tried: Sequence[tuple[float, float]]) -> float:
    """By how much everything takes longer lately than it did: the median miss of the last tasks, shrunk towards zero."""
    last = [off for off, _ in tried[-_DRIFT_TASKS:]]
    return statistics.median(last) * len(last) / (len(last) + _DRIFT_DOUBT) if last else 0.0


def _width(tried: Sequence[tuple[float, float]], drift: float) -> float:
    """How many times the raw spread a range must reach to hold 80 % of the backtested tasks."""
    misses = [abs(off - drift) / spread for off, spread in tried]
    if len(misses) < _LEAST_BACKTESTS:
        return _REACH
    # The finite-sample rank of split conformal prediction: ceil((n + 1) * coverage), from 1.
    rank = min(len(misses), math.ceil((len(misses) + 1) * COVERAGE))
    return min(_WIDEST, max(_NARROWEST, sorted(misses)[rank - 1]))


def _range(raw: _LogForecast, width: float) -> Range:
    reach = width * raw.spread
    return _rounded(raw.middle - reach, raw.middle, raw.middle + reach)


def _rounded(low: float, middle: float, high: float) -> Range:
    """Whole minutes, in fives from an hour on: 73 minutes would promise a precision that is not there."""
    return Range(*(_in_steps(math.exp(value)) for value in (low, middle, high)))


def _in_steps(minutes: float) -> int:
    return max(1, round(minutes / 5) * 5) if minutes >= 20 else max(1, round(minutes))


def _recency(done_at: dt.datetime, now: dt.datetime) -> float:
    days = max(0.0, (now - done_at).total_seconds() / 86_400)
    return float(0.5 ** (days / _HALF_LIFE_DAYS))


def _quantile(rows: Sequence[tuple[float, float]], share: float) -> float:
    """The weighted quantile, between two values where it falls between their middles."""
    ordered = sorted(rows)
    total = sum(weight for _, weight in ordered)
    below, last = 0.0, ordered[0]
    for value, weight in ordered:
        middle = (below + weight / 2) / total
        if middle >= share:
            before = (below - last[1] / 2) / total
            step = 1.0 if middle <= before else (share - before) / (middle - before)
            return last[0] + (value - last[0]) * min(1.0, max(0.0, step))
        below, last = below + weight, (value, weight)
    return ordered[-1][0]
