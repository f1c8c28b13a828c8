"""Stores a plan with its blocks, facts and reasons, loads it again, and undoes it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.operation import Operation, TaskEvent
from models.tables.plan import Plan, PlanBlock, PlanReason
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.operations import UNDO_KINDS
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_tasks
from worker.features.operations.service import undo_operation
from worker.features.planning.solver.differences import PlanWithTasks
from worker.features.planning.solver.facts import day_from_facts, plan_facts, tasks_from_facts
from worker.features.planning.solver.problem import plan_problem
from worker.features.planning.solver.reasons import Reason
from worker.features.working_hours.day import DayPlan, Proof, TimeBlock, instant_of_minute, minute_of


@dataclass(frozen=True, slots=True)
class RestoredPlan:
    """The plan that is current again (None when there was none before), and what a person changed since: kept."""

    plan: Plan | None
    kept: list[Task]


async def current_plan(
    session: AsyncSession, speaker: Speaker, on: dt.date, *, lock: bool = False
) -> Plan | None:
    """The speaker's plan of a day."""
    statement = select(Plan).where(
        Plan.workspace_id == speaker.workspace_id,
        Plan.member_id == speaker.member_id,
        Plan.local_on == on,
        Plan.state == "current",
    )
    return (await session.exec(statement.with_for_update() if lock else statement)).first()


async def find_plan(session: AsyncSession, speaker: Speaker, plan_id: int) -> Plan | None:
    """A plan of the speaker's own; None for every other id."""
    statement = select(Plan).where(
        Plan.id == plan_id, Plan.workspace_id == speaker.workspace_id, Plan.member_id == speaker.member_id
    )
    return (await session.exec(statement.with_for_update())).first()


async def load_plan_with_tasks(session: AsyncSession, plan: Plan) -> PlanWithTasks:
    """A stored plan as the solver's types."""
    day, tasks, zone = day_from_facts(plan.facts), tasks_from_facts(plan.facts), ZoneInfo(plan.zone)
    blocks = tuple(
        TimeBlock(
            minute_of(row.starts_at, plan.local_on, zone),
            minute_of(row.ends_at, plan.local_on, zone),
            row.task_id,
            row.piece,
            row.pieces,
        )
        for row in await load_plan_blocks(session, plan)
    )
    barred = plan_problem(day, tasks.values()).barred
    out = set(tasks) - {block.task for block in blocks} - set(barred)
    left_out = tuple(task for task in tasks if task in out)
    proof = Proof(plan.kept, plan.bound, proved=plan.kept == plan.bound)
    return PlanWithTasks(DayPlan(day, blocks, left_out, tasks, proof), tasks)


async def load_plan_blocks(session: AsyncSession, plan: Plan) -> Sequence[PlanBlock]:
    """A plan's blocks by the clock."""
    statement = select(PlanBlock).where(PlanBlock.plan_id == plan.id).order_by(col(PlanBlock.starts_at))
    return (await session.exec(statement)).all()


async def minutes_planned_before(
    session: AsyncSession, speaker: Speaker, on: dt.date, now: dt.datetime
) -> dict[int, int]:
    """Minutes by task that current plans of the days from today until before `on` still have ahead of `now`."""
    statement = (
        select(PlanBlock.task_id, PlanBlock.starts_at, PlanBlock.ends_at)
        .join(Plan, col(Plan.id) == col(PlanBlock.plan_id))
        .where(
            Plan.workspace_id == speaker.workspace_id,
            Plan.member_id == speaker.member_id,
            Plan.state == "current",
            col(Plan.local_on) >= speaker.today(now),
            col(Plan.local_on) < on,
            col(PlanBlock.ends_at) > now,
        )
    )
    minutes: dict[int, int] = {}
    for task, start, end in (await session.exec(statement)).all():
        minutes[task] = minutes.get(task, 0) + int((end - start).total_seconds()) // 60
    return minutes


async def load_plan_reasons(session: AsyncSession, plan: Plan) -> list[Reason]:
    """A plan's reasons, in the order they were stored."""
    statement = select(PlanReason).where(PlanReason.plan_id == plan.id).order_by(col(PlanReason.id))
    rows = (await session.exec(statement)).all()
    return [Reason(row.kind, row.task_id, row.code, row.figures) for row in rows]  # type: ignore[arg-type]


async def store_plan(
    session: AsyncSession,
    speaker: Speaker,
    seen: PlanWithTasks,
    reasons: Iterable[Reason],
    operation: Operation,
    now: dt.datetime,
) -> Plan:
    """Make a plan the current one of its day; the one before it is kept as its former."""
    former = await current_plan(session, speaker, seen.plan.day.on, lock=True)
    if former is not None:
        former.state = "replaced"
        session.add(former)
        await session.flush()
    assert operation.id is not None
    plan = Plan(
        workspace_id=speaker.workspace_id,
        member_id=speaker.member_id,
        local_on=seen.plan.day.on,
        zone=speaker.zone.key,
        operation_id=operation.id,
        former_id=former.id if former else None,
        facts=plan_facts(seen.plan.day, seen.tasks),
        kept=seen.plan.proof.worth,
        bound=seen.plan.proof.bound,
        created_at=now,
    )
    session.add(plan)
    await session.flush()
    session.add_all([*_block_rows(plan, seen, speaker.zone), *_reason_rows(plan, reasons)])
    await session.flush()
    return plan


def _block_rows(plan: Plan, seen: PlanWithTasks, zone: ZoneInfo) -> list[PlanBlock]:
    assert plan.id is not None
    return [
        PlanBlock(
            workspace_id=plan.workspace_id,
            plan_id=plan.id,
            task_id=block.task,
            starts_at=instant_of_minute(block.start, plan.local_on, zone),
            ends_at=instant_of_minute(block.end, plan.local_on, zone),
            piece=block.piece,
            pieces=block.pieces,
            fixed=seen.tasks[block.task].fixed_at is not None,
        )
        for block in seen.plan.blocks
    ]


def _reason_rows(plan: Plan, reasons: Iterable[Reason]) -> list[PlanReason]:
    assert plan.id is not None
    return [
        PlanReason(
            workspace_id=plan.workspace_id,
            plan_id=plan.id,
            task_id=reason.task,
            kind=reason.kind,
            code=reason.code,
            figures=reason.figures,
        )
        for reason in reasons
    ]


async def undo_plan(
    session: AsyncSession, speaker: Speaker, plan: Plan, context: HandlerContext
) -> RestoredPlan | None:
    """Undo a current plan: the former one becomes current again, block for block; None when the plan is not current.

    Task changes made with it (a move, a new assignee) are undone too, except tasks that a person changed since.
    """
    if plan.state != "current":
        return None
    plan.state = "undone"
    session.add(plan)
    await session.flush()
    await session.execute(delete(Appointment).where(col(Appointment.operation_id) == plan.operation_id))
    undone = await undo_operation(
        session, speaker, plan.operation_id, trace_id=context.trace_id, now=context.now
    )
    former = None if plan.former_id is None else await session.get(Plan, plan.former_id)
    if former is not None:
        former.state = "current"
        session.add(former)
        await session.flush()
    kept = {task.id: task for task in undone.kept} if undone else {}
    kept |= {task.id: task for task in await _changed_since(session, speaker, former, plan)}
    return RestoredPlan(former, list(kept.values()))


async def _changed_since(
    session: AsyncSession, speaker: Speaker, former: Plan | None, plan: Plan
) -> Sequence[Task]:
    """Tasks of the restored plan that a person changed after the undone plan was made."""
    if former is None:
        return []
    statement = (
        reachable_tasks(speaker)
        .join(TaskEvent, col(TaskEvent.task_id) == col(Task.id))
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            col(Task.id).in_(select(PlanBlock.task_id).where(PlanBlock.plan_id == former.id)),
            Operation.id > plan.operation_id,  # type: ignore[operator]
            col(Operation.kind).not_in(UNDO_KINDS),
            col(Operation.undone_at).is_(None),
        )
        .distinct()
        .order_by(col(Task.number))
    )
    return (await session.exec(statement)).all()
