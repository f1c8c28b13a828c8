"""Buttons of a plan: reasons, picture, ways out of an overload, undo. Their data is checked like any other input."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.member import Member, Membership
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan
from models.tables.task import Task
from worker.core.business_access import exceeds_access
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.views import actual_time_question
from worker.features.planning.make_plan import MadePlan
from worker.features.planning.picture.draw_plan import Theme
from worker.features.planning.plan_card import plan_card
from worker.features.planning.plan_store import find_plan
from worker.features.planning.service import (
    DayRequest,
    PlanInputs,
    day_plan,
    load_stored_plan,
    prepare_day_plan,
    prepare_stored_plan,
    undo_plan_with_card,
)
from worker.features.planning.solver.overload import OverloadChange
from worker.features.tasks.service import complete_task
from worker.features.working_hours.day import DAY_END

_LONGEST_NUMBER = 18
_SHOWN = ("show", "why", "pic")


async def prepare_planning_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], now: dt.datetime
) -> PlanInputs | None:
    """The inputs of a "plan" button that plans a day or shows a stored plan.

    None for the others: those that change tasks first are computed in the transaction that changes them.
    """
    if path[:1] == ["day"]:
        day = _day(path[1:])
        return None if day is None else await prepare_day_plan(session, speaker, DayRequest(day), now)
    if path[:1] not in ([what] for what in (*_SHOWN, "late", "keep")) or not _is_number(path[1:2]):
        return None
    plan = await find_plan(session, speaker, int(path[1]))
    if plan is None:
        return None
    if path[0] in _SHOWN:
        return await prepare_stored_plan(session, speaker, plan, now)
    request = _request(plan, path[0], path[2:]) if plan.state == "current" else None
    return None if request is None else await prepare_day_plan(session, speaker, request, now)


async def planning_callback(
    session: AsyncSession, speaker: Speaker, verb: str, path: list[str], context: HandlerContext
) -> Reply | None:
    """The new content of the message whose "plan" button was pressed; None when the data leads nowhere any more."""
    if verb != "plan" or not path:
        return None
    if path[0] == "day":
        day = _day(path[1:])
        return None if day is None else await day_plan(session, speaker, DayRequest(day), context)
    if not _is_number(path[1:2]):
        return None
    if path[0] == "done":
        return await _done(session, speaker, int(path[1]), context)
    plan = await find_plan(session, speaker, int(path[1]))
    return None if plan is None else await _of_plan(session, speaker, plan, path[0], path[2:], context)


def _is_number(path: list[str]) -> bool:
    """Whether the part of a button's data is there and can be an id."""
    return len(path) == 1 and path[0].isdecimal() and len(path[0]) <= _LONGEST_NUMBER


def _until(path: list[str]) -> int | None:
    """The minute of the day to which a button extends it."""
    return int(path[0]) if len(path) == 1 and path[0].isdigit() and int(path[0]) <= DAY_END else None


def _request(plan: Plan, what: str, path: list[str]) -> DayRequest | None:
    """The plan's day as a button wants it planned again: longer, or with what overlaps in it kept; None for others."""
    if what == "keep" and not path:
        return DayRequest(plan.local_on, keep_overlaps=True)
    until = _until(path) if what == "late" else None
    return None if until is None else DayRequest(plan.local_on, until=until)


def _day(path: list[str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(path[0]) if len(path) == 1 else None
    except ValueError:
        return None


async def _of_plan(
    session: AsyncSession, speaker: Speaker, plan: Plan, what: str, path: list[str], context: HandlerContext
) -> Reply | None:
    if what in _SHOWN:
        shown: Theme | None = None
        if what == "pic":
            shown = "dark" if path[:1] == ["dark"] else "light"
            session.add(picture_row(speaker, plan, context, theme=shown))
        made = await load_stored_plan(session, speaker, plan, context)
        return await plan_card(session, speaker, made, context.now, why=what == "why", shown=shown)
    if plan.state != "current":
        return None
    if what == "undo":
        return await undo_plan_with_card(session, speaker, plan, context)
    request = _request(plan, what, path)
    if request is not None:
        return await day_plan(session, speaker, request, context)
    return await _way_out(session, speaker, plan, what, path, context)


async def _way_out(
    session: AsyncSession, speaker: Speaker, plan: Plan, what: str, path: list[str], context: HandlerContext
) -> Reply | None:
    """OverloadChange what the button says, then re-plan, both under one operation: one undo takes both back."""
    operation = await new_operation(session, speaker, "plan", context)
    if what == "all":
        made = await load_stored_plan(session, speaker, plan, context)
        wanted = _together(made)
    else:
        wanted = [(what, path)]
    changed = [await _change(session, speaker, operation, plan, kind, rest, context) for kind, rest in wanted]
    if not changed or not all(changed):
        return None
    return await day_plan(session, speaker, DayRequest(plan.local_on), context, operation=operation)


def _together(made: MadePlan) -> list[tuple[str, list[str]]]:
    return [_as_path(change) for change in (made.overload.together if made.overload else ())]


def _as_path(change: OverloadChange) -> tuple[str, list[str]]:
    if change.kind == "delegate":
        return "give", [str(change.task), str(change.member)]
    return "move", [str(change.task), str(change.to.on) if change.to else "-"]


async def _change(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    plan: Plan,
    kind: str,
    path: list[str],
    context: HandlerContext,
) -> bool:
    """One task's change; False for made-up or stale data."""
    if len(path) != 2 or not path[0].isdigit() or len(path[0]) > _LONGEST_NUMBER:
        return False
    task = await reachable_task(session, speaker, task_id=int(path[0]), status="open")
    fields = None if task is None else await _fields(session, speaker, plan, task, kind, path[1])
    if task is None or fields is None:
        return False
    await TaskRecorder(session, operation, context.now).change(task, **fields)
    return True


async def _fields(
    session: AsyncSession, speaker: Speaker, plan: Plan, task: Task, kind: str, value: str
) -> dict[str, Any] | None:
    match kind:
        case "move":
            return _moved(plan, task, value)
        case "cut" if value.isdigit() and 0 < int(value) < (task.estimate_minutes or 0):
            minutes = int(value)
            return {
                "estimate_minutes": minutes,
                "estimate_source": "stated",
                "estimate_low": None,
                "estimate_high": None,
            }
        case "give" if value.isdigit() and len(value) <= _LONGEST_NUMBER and speaker.is_owner:
            return await _given(session, speaker, task, int(value))
        case _:
            return None


async def _given(
    session: AsyncSession, speaker: Speaker, task: Task, member_id: int
) -> dict[str, int] | None:
    """To somebody else who works for the task's business and is still in: those a plan offers."""
    statement = (
        select(Member.id)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            Member.id == member_id,
            Member.workspace_id == speaker.workspace_id,
            Membership.business_id == task.business_id,
            col(Member.archived_at).is_(None),
        )
    )
    member = (await session.exec(statement)).first()
    names = await load_directory_names(session, speaker)
    if member is None or exceeds_access(names, {"assignee_id": member}, task):
        return None
    return {"assignee_id": member}


def _moved(plan: Plan, task: Task, value: str) -> dict[str, Any] | None:
    """To another day: the day it is to be done, and its deadline with it when that lies before."""
    day = plan.local_on + dt.timedelta(days=1) if value == "-" else _day([value])
    if day is None or day <= plan.local_on:
        return None
    if task.timing == "on":
        return _happening_on(day, task, ZoneInfo(plan.zone))
    if task.deadline_on is not None and task.deadline_on < day:
        return {"do_on": day, "deadline_on": day, "deadline_at": None}
    return {"do_on": day}


def _happening_on(day: dt.date, task: Task, zone: ZoneInfo) -> dict[str, Any]:
    """What happens on a day keeps its clock time on another one."""
    at = None
    if task.deadline_at is not None:
        at = instant_at(day, task.deadline_at.astimezone(zone).time().replace(tzinfo=None), zone)
    return {"deadline_on": day, "deadline_at": at, "do_on": None}


async def _done(
    session: AsyncSession, speaker: Speaker, task_id: int, context: HandlerContext
) -> Reply | None:
    task = await reachable_task(session, speaker, task_id=task_id)
    if task is None:
        return None
    if task.status == "open":
        operation = await new_operation(session, speaker, "done", context)
        await complete_task(session, task, operation, context)
    return actual_time_question(speaker, task)


def picture_row(
    speaker: Speaker, plan: Plan, context: HandlerContext, *, theme: Theme = "light"
) -> OutboundMessage:
    """The outbox row of a plan's picture, which is drawn when it is sent and not stored."""
    return OutboundMessage(
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        purpose="plan",
        method="sendPhoto",
        payload={"photo": {"plan_id": plan.id, "language": speaker.language, "theme": theme}},
        dedupe_key=f"{context.trace_id}:picture:{plan.id}",
        trace_id=context.trace_id,
        available_at=context.now,
        created_at=context.now,
    )
