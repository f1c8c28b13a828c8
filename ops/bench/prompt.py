"""Measures the parts of a prompt in estimated tokens: stable prefix, schema and trimmed context."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from ops.bench.measurements import Figure
from ops.bench.run_sizes import Sizes
from ops.stores import Valkey
from worker.understanding.context import Context, KnownBusiness, KnownMember, KnownTask, Message
from worker.understanding.intents import Due
from worker.understanding.llm.llm_reader import prompt_size
from worker.understanding.llm.prompt import build

PREFIX_BUDGET = 2_000
_CONTEXT_BUDGET = 1_500
_MEMBERS, _TASKS = 40, 200
_NOTE = "estimated without the vendor's tokeniser, rather too many than too few"


def measure_prompt(_folder: Path, _valkey: Valkey, _sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `prompt`."""
    message = Message("Move the invoice for Nora to Friday", dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC))
    small, large = (_parts(message, context) for context in (_context(3, 8), _context(_MEMBERS, _TASKS)))
    prefix = small["prefix"]
    yield Figure("prompt", "stable prefix", prefix, "tokens", at_most=PREFIX_BUDGET, note=_NOTE)
    yield Figure("prompt", "schema", small["schema"], "tokens", note="stable too")
    yield Figure("prompt", "3 members, 8 tasks", small["context_and_message"], "tokens")
    sent = large["context_and_message"]
    note = "chosen by likeness and recency, not sent whole"
    yield Figure(
        "prompt", f"{_MEMBERS} members, {_TASKS} tasks", sent, "tokens", at_most=_CONTEXT_BUDGET, note=note
    )


def _parts(message: Message, context: Context) -> dict[str, int]:
    request, _ = build(message, context, model="any", max_output_tokens=1)
    return prompt_size(request)


def _context(members: int, tasks: int) -> Context:
    due = Due(date=dt.date(2026, 11, 26), time=dt.time(15))
    return Context(
        businesses=(KnownBusiness("Repair", ("spindle", "mill")), KnownBusiness("Trade", ("cutters",))),
        members=tuple(KnownMember(f"Person {n}", ("Repair",), "fitter") for n in range(members)),
        open_tasks=tuple(
            KnownTask(
                f"T{n}", f"Send invoice {n} to client {n % 7}", "Repair", due, 30, f"Person {n % members}"
            )
            for n in range(1, tasks + 1)
        ),
    )
