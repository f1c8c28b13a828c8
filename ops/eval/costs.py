"""Summarizes a run with a model: calls, failures, tokens, money, and messages that local rules answered."""

from collections import Counter
from statistics import median

from ops.eval.items import Item
from ops.eval.understanding import EvalUnderstanding

_MICROS = 1_000_000
_COUNTED = ("tokens_in", "cached", "tokens_out")


def cost_lines(understood: EvalUnderstanding, lines: list[Item]) -> list[str]:
    """Lines for the table; none for a run by rules alone. Money is in US dollars, of this run, not of resumed answers."""
    if understood.meter is None:
        return []
    return [
        f"model            {understood.model}",
        _calls(understood),
        _tokens(understood),
        _cost(understood),
        *_degraded(lines),
    ]


def _calls(understood: EvalUnderstanding) -> str:
    tally = understood.tally
    asked = understood.meter.asked if understood.meter else 0
    failed = ", ".join(f"{code} {count}" for code, count in sorted(tally.failures.items())) or "none"
    waited = f", median {median(tally.milliseconds):.0f} ms" if tally.milliseconds else ""
    return f"calls            {asked} asked, {tally.calls} answered, failures: {failed}{waited}"


def _cost(understood: EvalUnderstanding) -> str:
    tally = understood.tally
    untold = tally.calls - len(tally.used)
    bound = f", at most: {untold} answers name no usage" if untold else ""
    return f"cost             {tally.micros / _MICROS:.4f} USD by the table of prices{bound}"


def _tokens(understood: EvalUnderstanding) -> str:
    parts = understood.meter.tokens if understood.meter else {}
    told = ", ".join(f"{part} {tokens}" for part, tokens in parts.items()) or "none"
    used = understood.tally.used
    taken, cached, given = (sum(getattr(each, name) for each in used) for name in _COUNTED)
    counted = f"; told by the server: {taken} in ({cached} cached), {given} out" if used else ""
    return f"prompt tokens    {sum(parts.values())} estimated ({told}){counted}"


def _degraded(lines: list[Item]) -> list[str]:
    """Messages that local rules answered because the model was unavailable; a resumed run asks them again."""
    reasons = Counter(line["degraded"] for line in lines if line.get("degraded"))
    told = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    return [f"by rules instead {sum(reasons.values())} ({told})"] if reasons else []
