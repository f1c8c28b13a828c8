"""Draws the picture of a stored plan when its message is sent; the picture is not stored."""

import asyncio
from dataclasses import replace
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.plan import Plan
from models.tables.task import Task
from worker.core.date_formats import clock_text, long_day, minutes_text
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.i18n import Translator, translator_for
from worker.core.speaker import Speaker, speaker_of
from worker.core.task_access import reachable_by_id
from worker.features.planning.block_times import end_next_day_text, minutes_told
from worker.features.planning.picture.draw_plan import PlanSheet, PlanSheetRow, Theme, draw_plan
from worker.features.planning.plan_store import load_plan_with_tasks
from worker.features.planning.solver.clashes import find_clashes
from worker.features.planning.solver.problem import plan_problem
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import (
    Busy,
    DayPlan,
    TimeBlock,
    busy_shown,
    closes_at,
    minutes_covered,
    opens_at,
)

_LEFT_OUT_SHOWN = 4
# Shorter free stretches are not shown.
_FREE = 15


async def draw_plan_picture(database: Database, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with `photo` replaced by the drawn plan; any other payload unchanged."""
    wanted = payload.get("photo")
    if not isinstance(wanted, dict) or "plan_id" not in wanted:
        return payload
    theme: Theme = "dark" if wanted.get("theme") == "dark" else "light"
    async with database.transaction() as session:
        sheet = await load_plan_sheet(
            session, wanted["plan_id"], translator_for(wanted.get("language", "en"))
        )
    return payload | {"photo": await asyncio.to_thread(draw_plan, sheet, theme)}


async def _reader(session: AsyncSession, plan: Plan) -> Speaker:
    """Whose plan it is, in the chat it was made in."""
    statement = (
        select(Chat, Member)
        .join(Operation, col(Operation.chat_id) == col(Chat.id))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Operation.id == plan.operation_id)
    )
    return speaker_of(*(await session.exec(statement)).one())


async def load_plan_sheet(session: AsyncSession, plan_id: int, translator: Translator) -> PlanSheet:
    """What a stored plan shows, in the reader's language. Raises NoResultFound for a plan that is gone."""
    row = (await session.exec(select(Plan).where(Plan.id == plan_id))).one()
    seen = await load_plan_with_tasks(session, row)
    reader = await _reader(session, row)
    tasks = await reachable_by_id(session, reader, seen.tasks)
    names = await load_directory_names(session, reader)
    plan = seen.plan
    problem = plan_problem(plan.day, seen.tasks.values())
    free = problem.budget + minutes_covered(block for block, _ in problem.fixed)
    clashing = {task for task, clash in find_clashes(problem).items() if clash.is_open}
    load = translator.gettext(
        "{planned} of {free}",
        planned=minutes_text(translator, plan.planned_minutes),
        free=minutes_text(translator, free),
    )
    left = [i for i in plan.left_out if belongs_to_day(seen.tasks[i], plan.day.on) and i in tasks]
    return PlanSheet(
        long_day(translator, plan.day.on),
        load,
        _rows(plan, tasks, names, translator, clashing),
        _left_out(left, tasks, translator),
    )


def _rows(
    plan: DayPlan,
    tasks: dict[int, Task],
    names: DirectoryNames,
    translator: Translator,
    clashing: set[int],
) -> tuple[PlanSheetRow, ...]:
    rows = [_busy(busy, translator) for busy in busy_shown(plan) if busy.end - busy.start < 600]
    for block in plan.blocks:
        row = _block(plan, block, tasks.get(block.task), names, translator)
        rows.append(replace(row, clashes=block.task in clashing))
    rows.sort(key=lambda row: (row.start, row.end))
    closing = closes_at(plan.day)
    if rows and rows[-1].end < closing:
        rows.append(PlanSheetRow(closing, closing, ""))
        return tuple(_with_free(rows, plan, translator)[:-1])
    return tuple(_with_free(rows, plan, translator))


def _block(
    plan: DayPlan, block: TimeBlock, task: Task | None, names: DirectoryNames, translator: Translator
) -> PlanSheetRow:
    of_plan = plan.tasks[block.task]
    firm = names.business_name(task.business_id) if task else None
    until = None
    if of_plan.fixed_at is not None:
        until = end_next_day_text(translator, plan, block) or translator.gettext(
            "until {time}", time=clock_text(block.end)
        )
    part = translator.gettext("part {n} of {all}", n=block.piece, all=block.pieces)
    minutes = _minutes(task, minutes_told(plan, block), translator, assumed=of_plan.assumed)
    facts = (firm, minutes, part if block.pieces > 1 else None, until)
    note = " · ".join(fact for fact in facts if fact)
    title = task.title if task else f"#{of_plan.number}"
    urgent, done = bool(task and task.priority == 1), bool(task and task.status == "done")
    return PlanSheetRow(block.start, block.end, title, note, urgent=urgent, done=done)


def _minutes(task: Task | None, minutes: int, translator: Translator, *, assumed: bool) -> str:
    """As in the plan's text: "~" for learned, "?" for assumed."""
    text = minutes_text(translator, minutes)
    if assumed:
        return f"{text}?"
    return text if task is None or task.estimate_source == "stated" else f"~{text}"


def _busy(busy: Busy, translator: Translator) -> PlanSheetRow:
    named = {"lunch": translator.gettext("Lunch"), "away": translator.gettext("Away")}
    title = busy.title or named.get(busy.kind) or translator.gettext("Appointment")
    return PlanSheetRow(
        busy.start, busy.end, title, minutes_text(translator, busy.end - busy.start), kind="busy"
    )


def _with_free(rows: list[PlanSheetRow], plan: DayPlan, translator: Translator) -> list[PlanSheetRow]:
    """The rows with the free stretches between them; the night before the working hours is not one."""
    filled: list[PlanSheetRow] = []
    opens = opens_at(plan.day)
    for row in rows:
        # What overlaps is no free time: the latest end counts, which need not be that of the row before.
        taken = max((each.end for each in filled), default=row.start)
        if filled and taken < opens:
            taken = min(opens, row.start)
        free = row.start - taken
        if free >= _FREE:
            title = translator.gettext("free {minutes}", minutes=minutes_text(translator, free))
            filled.append(PlanSheetRow(taken, row.start, title, kind="free"))
        filled.append(row)
    return filled


def _left_out(left: list[int], tasks: dict[int, Task], translator: Translator) -> tuple[str, ...]:
    if not left:
        return ()
    shown = [f"· {tasks[i].title}" for i in left[:_LEFT_OUT_SHOWN]]
    more = len(left) - len(shown)
    return (
        translator.gettext("Left out"),
        *shown,
        *([translator.ngettext("and {n} more", "and {n} more", more)] if more else []),
    )
