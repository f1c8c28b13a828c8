"""Learned: a new task without a stated estimate gets one from the tasks like it, and the card says where from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.date_formats import minutes_text, short_day
from worker.core.handler import HandlerContext
from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.estimate import Estimate, Vector, estimate_new_tasks, tasks_learned_from

ESTIMATE_FIELD = "estimate"
# A stated default is no knowledge: such a task keeps no estimate, and its plan says that an hour was assumed.
_WORTH_KEEPING = ("similar", "median", "model")
_NONE = {"estimate_minutes": None, "estimate_low": None, "estimate_high": None, "estimate_source": None}
_NAMED = 6


async def estimate_tasks(
    session: AsyncSession,
    tasks: Sequence[Task],
    card: Operation,
    moment: HandlerContext,
    *,
    under: Operation | None = None,
    guesses: Mapping[int, int] | None = None,
    vectors: Mapping[int, Vector] | None = None,
) -> None:
    """Give each open task whose estimate nobody stated the one that its business's history gives, or none.

    What it was learned from is kept with `card`, the operation whose card shows the task; the change itself belongs to
    `under` (the card's own operation unless given), so that one undo takes both back.
    """
    open_tasks = [task for task in tasks if task.status == "open"]
    found = await estimate_new_tasks(session, open_tasks, moment.now, guesses=guesses, vectors=vectors)
    recorder = TaskRecorder(session, under or card, moment.now)
    for task in open_tasks:
        if task.id in found:
            kept = found[task.id] if found[task.id].source in _WORTH_KEEPING else None
            await recorder.change(task, **(kept.columns if kept else _NONE))
            _keep_reason(card, task.id, kept)
    session.add(card)


def _keep_reason(card: Operation, task_id: int, kept: Estimate | None) -> None:
    rows = [
        row for row in card.reasons or [] if (row.get("field"), row.get("task")) != (ESTIMATE_FIELD, task_id)
    ]
    if kept is not None:
        rows.append(
            {
                "field": ESTIMATE_FIELD,
                "task": task_id,
                "by": kept.source,
                "words": ", ".join(f"#{number}" for number in kept.learned_from),
                "value": str(kept.range.middle),
                "count": kept.alike,
            }
        )
    # A new list: the column would not notice a change inside the old one.
    card.reasons = rows or None


def estimate_basis(card: Operation | None) -> dict[int, int]:
    """By task id: how many tasks its estimate was learned from, as kept with the card."""
    rows = (card.reasons if card else None) or []
    return {
        int(r["task"]): int(r["count"]) for r in rows if r.get("field") == ESTIMATE_FIELD and r.get("count")
    }


def estimate_text(translator: Translator, task: Task, alike: int | None = None) -> str | None:
    """ "30 min" as stated, "~2 h (from 4 like it)", "~45 min (usual for this business)", "~1 h (a guess)"; None without any."""
    if task.estimate_minutes is None:
        return None
    minutes = minutes_text(translator, task.estimate_minutes)
    match task.estimate_source:
        case "similar" if alike:
            return translator.ngettext(
                "~{minutes} (from {n} like it)", "~{minutes} (from {n} like it)", alike, minutes=minutes
            )
        case "median":
            return translator.gettext("~{minutes} (usual for this business)", minutes=minutes)
        case "model":
            return translator.gettext("~{minutes} (a guess)", minutes=minutes)
        case "stated":
            return minutes
        case _:
            return f"~{minutes}"


def estimate_reason_text(translator: Translator, reason: Mapping[str, Any]) -> str | None:
    """For /why: "~2 h: #41, #38, #22", or which lesser way it was; None for a reason of another field."""
    if reason.get("field") != ESTIMATE_FIELD:
        return None
    minutes = minutes_text(translator, int(reason["value"]))
    named = {
        "similar": escape_html(str(reason["words"])),
        "median": translator.gettext("the median of the business: too few similar tasks"),
        "model": translator.gettext("the model's guess: no history yet"),
    }
    return f"~{minutes}: {named[str(reason['by'])]}"


async def estimate_basis_text(
    session: AsyncSession, speaker: Speaker, task: Task, now: dt.datetime
) -> str | None:
    """On request: the range, and the tasks an estimate was learned from, the likest first; None for other estimates."""
    if task.estimate_source != "similar" or task.estimate_low is None or task.estimate_high is None:
        return None
    translator, rows = speaker.translator, []
    like_it = [row for row, _ in await tasks_learned_from(session, task)]
    # Others' tasks count for the estimate; their titles are told to nobody who may not see them.
    named = await reachable_by_id(session, speaker, [row.id for row in like_it if row.id is not None])
    for row in [row for row in like_it if row.id in named][:_NAMED]:
        took = minutes_text(translator, row.actual_minutes or 0)
        day = row.done_at.astimezone(speaker.zone).date() if row.done_at else None
        done = short_day(translator, day, speaker.today(now)) if day else None
        rows.append(
            " · ".join(escape_html(part) for part in (f"#{row.number} {row.title}", took, done) if part)
        )
    lead = translator.gettext(
        "Four of five like it take {low} to {high}. Learned from:",
        low=minutes_text(translator, task.estimate_low),
        high=minutes_text(translator, task.estimate_high),
    )
    return "\n".join([lead, *rows]) if rows else None
