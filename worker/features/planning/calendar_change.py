"""Offers to re-plan today when a subscribed calendar takes or frees time of its plan, and keeps them over quiet hours."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.plan import Plan
from models.tables.quiet_hours import QuietHours
from worker.core.date_formats import clock_text
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id
from worker.features.planning.next_task import replan_button
from worker.features.planning.plan_store import current_plan, load_plan_with_tasks
from worker.features.planning.solver.differences import PlanWithTasks
from worker.features.planning.solver.facts import day_from_facts
from worker.features.reminders.due_times import quiet_hours_end
from worker.features.working_hours.day import Stretch, closes_at, instant_of_minute, minute_of, opens_at

_MOST_TOLD = 3


class TakenTime(Protocol):
    """A time that an event takes, and its title."""

    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """Times that subscribed calendars no longer take, and those they take anew."""

    gone: Sequence[TakenTime]
    new: Sequence[TakenTime]


async def offer_after_change(
    session: AsyncSession, speaker: Speaker, change: CalendarChange, now: dt.datetime
) -> Reply | None:
    """The offer, with what has changed; None where today's plan does not meet it, or after work.

    New times count where open work of the plan stands, gone ones where the plan had kept free for them. In quiet hours the
    plan notes that the change is still to be told, and so does the plan of a later day: see `offer_kept_changes`.
    """
    if not change.gone and not change.new:
        return None
    await _keep_for_later_days(session, speaker, change, now)
    plan = await current_plan(session, speaker, speaker.today(now), lock=True)
    offer = None if plan is None else await offer_for_plan(session, speaker, plan, change, now)
    quiet_until = await _quiet_until(session, speaker, now)
    if plan is None or offer is None or quiet_until is None:
        return offer
    plan.change_due_at = quiet_until
    session.add(plan)
    return None


async def offer_for_plan(
    session: AsyncSession, speaker: Speaker, plan: Plan, change: CalendarChange, now: dt.datetime
) -> Reply | None:
    """The offer for a stored plan, whatever the hour; None where its day is over or it does not meet the change."""
    seen, minute = await load_plan_with_tasks(session, plan), minute_of(now, plan.local_on, speaker.zone)
    if minute >= closes_at(seen.plan.day):
        return None
    rows = await reachable_by_id(session, speaker, seen.tasks)
    still_open = {task_id: row.title for task_id, row in rows.items() if row.status == "open"}
    lines = [
        *(_met(speaker, seen, still_open, time, plan.local_on, change.gone) for time in change.new),
        *(_freed(speaker, seen, time, plan.local_on, minute, change.new) for time in change.gone),
    ]
    told = [line for line in lines if line is not None][:_MOST_TOLD]
    if not told:
        return None
    question = speaker.translator.gettext("Re-plan the rest of the day?")
    return Reply("\n".join([*told, question]), ((replan_button(speaker, plan),),), purpose="offer")


async def _keep_for_later_days(
    session: AsyncSession, speaker: Speaker, change: CalendarChange, now: dt.datetime
) -> None:
    """Note in the plans of later days that the change is to be told when their working hours begin."""
    later = select(Plan).where(
        Plan.workspace_id == speaker.workspace_id,
        Plan.member_id == speaker.member_id,
        Plan.local_on > speaker.today(now),
        Plan.state == "current",
    )
    for plan in (await session.exec(later.with_for_update())).all():
        if await offer_for_plan(session, speaker, plan, change, now) is not None:
            opens = opens_at(day_from_facts(plan.facts))
            plan.change_due_at = instant_of_minute(opens, plan.local_on, speaker.zone)
            session.add(plan)


async def _quiet_until(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> dt.datetime | None:
    quiet = await session.get(QuietHours, speaker.chat_id)
    return None if quiet is None else quiet_hours_end(now, (quiet.starts, quiet.ends), speaker.zone)


def _minutes(speaker: Speaker, time: TakenTime, on: dt.date) -> Stretch:
    return Stretch(minute_of(time.starts_at, on, speaker.zone), minute_of(time.ends_at, on, speaker.zone))


def _met(
    speaker: Speaker,
    seen: PlanWithTasks,
    still_open: dict[int, str],
    time: TakenTime,
    on: dt.date,
    gone: Sequence[TakenTime],
) -> str | None:
    """What is told of a new time, or of one that another was moved to; None where it meets no open work."""
    at = _minutes(speaker, time, on)
    met = [
        block.task
        for block in seen.plan.blocks
        if block.task in still_open and block.start < at.end and at.start < block.end
    ]
    if not met or at.minutes == 0:
        return None
    gettext = speaker.translator.gettext
    values = {"event": _named(speaker, time, at), "task": f"<b>{escape_html(still_open[met[0]])}</b>"}
    if any(other.title == time.title for other in gone):
        return gettext("Moved in your calendar: {event}. {task} is planned at that time.", **values)
    return gettext("New in your calendar: {event}. {task} is planned at that time.", **values)


def _freed(
    speaker: Speaker, seen: PlanWithTasks, time: TakenTime, on: dt.date, minute: int, new: Sequence[TakenTime]
) -> str | None:
    """What is told of a time that is free now; None where the plan had not kept it, it is over, or it was moved."""
    at = _minutes(speaker, time, on)
    kept = any((b.start, b.end, b.title) == (at.start, at.end, time.title) for b in seen.plan.day.busy)
    moved_today = any(n.title == time.title and _minutes(speaker, n, on).minutes > 0 for n in new)
    if not kept or at.end <= minute or moved_today:
        return None
    return speaker.translator.gettext(
        "No longer in your calendar today: {event}.", event=_named(speaker, time, at)
    )


def _named(speaker: Speaker, time: TakenTime, at: Stretch) -> str:
    title = escape_html(time.title) or speaker.translator.gettext("Appointment")
    return f"{clock_text(at.start)}–{clock_text(at.end)} <i>{title}</i>"
