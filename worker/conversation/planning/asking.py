"""Asking: a request for a plan becomes plans: of today, of tomorrow, of the week, with what was said besides."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.appointment import Appointment
from models.operation import Operation
from worker.conversation.dates import long_day
from worker.conversation.effect import Moment
from worker.conversation.hand import new_operation
from worker.conversation.names import load_names
from worker.conversation.planning.clock_words import amount, clock
from worker.conversation.planning.conditions import times_away
from worker.conversation.planning.plan_card import plan_card
from worker.conversation.reply import Reply, safe, split_lines
from worker.conversation.speaker import Speaker
from worker.planning.ahead import plan_days
from worker.planning.day_rows import instant_of_minute, load_days
from worker.planning.make import Made, make_plan
from worker.planning.task_rows import load_tasks, open_tasks
from worker.understanding.actions import PlanScope

_WEEK = 7
_TITLES_A_DAY = 12


async def plan_requested(
    session: AsyncSession, speaker: Speaker, scope: PlanScope, text: str, moment: Moment
) -> list[Reply]:
    """The answer to a request to plan. `text` are the person's words, for times they say they are away."""
    if scope == "week":
        return await week_plan(session, speaker, moment)
    on = speaker.today(moment.now) + dt.timedelta(days=scope == "tomorrow")
    return [await day_plan(session, speaker, on, moment, text=text)]


async def day_plan(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    moment: Moment,
    *,
    text: str = "",
    note: str | None = None,
    operation: Operation | None = None,
    until: int | None = None,
) -> Reply:
    """Plan (or re-plan) a day and show it. A day that is past is not planned."""
    if on < speaker.today(moment.now):
        return Reply(speaker.words.say("This day is over. /plan plans today."))
    made = await planned_day(session, speaker, on, moment, text=text, operation=operation, until=until)
    return await plan_card(session, speaker, made, moment.now, note=note)


async def planned_day(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    moment: Moment,
    *,
    text: str = "",
    operation: Operation | None = None,
    until: int | None = None,
) -> Made:
    """A day's plan, made and stored, with what the words say besides taken into account."""
    under = operation or await new_operation(session, speaker, "plan", moment)
    await _keep_away(session, speaker, on, text, under, moment)
    return await make_plan(session, speaker, on, under, moment.now, until=until, foresight=moment.foresight)


async def _keep_away(
    session: AsyncSession, speaker: Speaker, on: dt.date, text: str, operation: Operation, moment: Moment
) -> None:
    for busy in times_away(text, moment.now, speaker.zone):
        session.add(
            Appointment(
                workspace_id=speaker.workspace_id,
                member_id=speaker.member_id,
                kind="away",
                starts_at=instant_of_minute(busy.start, on, speaker.zone),
                ends_at=instant_of_minute(busy.end, on, speaker.zone),
                operation_id=operation.id,
                created_at=moment.now,
            )
        )
    await session.flush()


async def week_plan(session: AsyncSession, speaker: Speaker, moment: Moment) -> list[Reply]:
    """The coming seven days, each with what the days before leave over. Shown, not stored: only days are kept."""
    first = speaker.today(moment.now)
    days = await load_days(session, speaker, first, _WEEK, moment.now)
    tasks = await load_tasks(session, speaker)
    rows = {task.id: task for task in await open_tasks(session, speaker)}
    names = await load_names(session, speaker.workspace_id)
    words, lines = speaker.words, list[str]()
    for _, plan in await moment.foresight.of(plan_days, days, list(tasks.values())):
        if not plan.blocks:
            continue
        lines += ["", f"<b>{long_day(words, plan.day.on)}</b> · {amount(words, plan.planned_minutes)}"]
        for block in plan.blocks[:_TITLES_A_DAY]:
            task = rows[block.task]
            firm = names.businesses[task.business_id].name if task.business_id else None
            facts = [task.title, firm, amount(words, block.minutes)]
            lines.append(f"{clock(block.start)}  " + safe(" · ".join(fact for fact in facts if fact)))
    text = lines[1:] or [words.say("Nothing to plan in the coming seven days.")]
    return [Reply(part, purpose="plan") for part in split_lines(text)]
