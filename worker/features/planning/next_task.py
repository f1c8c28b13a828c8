"""/now: the task to do now and why; with a button to re-plan when the day is half an hour late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.plan import Plan
from models.tables.task import Task
from worker.core.all_day_events import is_all_day_event
from worker.core.date_formats import clock_text, deadline_text, minutes_text
from worker.core.handler import HandlerContext
from worker.core.past_events import is_past_event
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id
from worker.features.estimates.assumed_lengths import AssumedLengths
from worker.features.planning.plan_store import current_plan, load_plan_reasons, load_plan_with_tasks
from worker.features.planning.queries import plan_task, plannable_tasks
from worker.features.planning.reason_text import reason_text
from worker.features.planning.solver.task_value import task_worth
from worker.features.working_hours.day import TimeBlock, minute_of

LATE_MINUTES = 30


@dataclass(frozen=True, slots=True)
class NextBlock:
    """A block whose task is still open; `late` is how many minutes ago it should have ended."""

    block: TimeBlock
    task: Task
    late: int


async def now_reply(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """What to do at this minute, from today's plan; without one, the most urgent open task."""
    plan = await current_plan(session, speaker, speaker.today(context.now))
    found = None if plan is None else await next_block(session, speaker, plan, context.now)
    if plan is None or found is None:
        return await _reply_without_block(session, speaker, context, plan)
    return await _reply_with_block(session, speaker, plan, found, context)


async def next_block(
    session: AsyncSession, speaker: Speaker, plan: Plan, now: dt.datetime
) -> NextBlock | None:
    """The first block of the plan whose task is still open; an appointment that is over makes nobody late."""
    seen = await load_plan_with_tasks(session, plan)
    rows = await reachable_by_id(session, speaker, [block.task for block in seen.plan.blocks])
    open_rows = {task_id: task for task_id, task in rows.items() if task.status == "open"}
    minute = minute_of(now, plan.local_on, speaker.zone)
    for block in seen.plan.blocks:
        if seen.tasks[block.task].fixed_at is not None and block.end <= minute:
            continue
        # A piece that is over counts as done when another piece of its task is to come.
        if block.task in open_rows and (block.piece == block.pieces or block.end > minute):
            return NextBlock(block, open_rows[block.task], max(0, minute - block.end))
    return None


async def _reply_with_block(
    session: AsyncSession, speaker: Speaker, plan: Plan, found: NextBlock, context: HandlerContext
) -> Reply:
    translator, today = speaker.translator, speaker.today(context.now)
    minute = minute_of(context.now, today, speaker.zone)
    reason = next(
        (
            r
            for r in await load_plan_reasons(session, plan)
            if (r.kind, r.task) == ("block", found.block.task)
        ),
        None,
    )
    begins = found.block.start > minute
    times = f"{clock_text(found.block.start)}–{clock_text(found.block.end)}"
    lines = [
        translator.gettext("Free until {time}. Then:", time=clock_text(found.block.start))
        if begins
        else translator.gettext("Now:"),
        f"<b>{escape_html(found.task.title)}</b> · {times} · #{found.task.number}",
    ]
    if reason is not None:
        lines.append(f"<i>{reason_text(translator, reason, today, plan.local_on)}</i>")
    rows = [[_done(speaker, found.task)]]
    if found.late >= LATE_MINUTES:
        late = minutes_text(translator, found.late)
        lines.append(translator.gettext("{minutes} behind the plan.", minutes=late))
        rows.append([replan_button(speaker, plan)])
    return Reply("\n".join(lines), tuple(tuple(row) for row in rows), purpose="plan")


async def _reply_without_block(
    session: AsyncSession, speaker: Speaker, context: HandlerContext, plan: Plan | None
) -> Reply:
    """No plan, a plan of which all is done, or one that has nothing for today."""
    translator, today = speaker.translator, speaker.today(context.now)
    if plan is not None and (await load_plan_with_tasks(session, plan)).plan.blocks:
        return Reply(translator.gettext("Everything planned for today is done."), purpose="plan")
    plannable = await plannable_tasks(session, speaker)
    tasks = [
        task
        for task in plannable
        if (task.do_on is None or task.do_on <= today) and _can_be_now(task, speaker, context.now)
    ]
    if not tasks:
        return _nothing_now(
            speaker, [task for task in plannable if task.deadline_on or task.do_on], context.now
        )
    lengths = AssumedLengths()  # the worth asks for no length
    best = max(tasks, key=lambda task: (task_worth(plan_task(task, speaker, lengths), today), -task.number))
    why = (
        translator.gettext("<i>The most urgent one. There is no plan for today yet.</i>")
        if plan is None
        else translator.gettext("<i>The most urgent one. The plan has nothing for today.</i>")
    )
    when = deadline_text(translator, best, today, speaker.zone)
    facts = " · ".join(
        fact for fact in (f"<b>{escape_html(best.title)}</b>", when, f"#{best.number}") if fact
    )
    lines = [translator.gettext("Now:"), facts, why]
    buttons = [_done(speaker, best)]
    if plan is None:
        buttons.append(Button(translator.gettext("Plan today"), f"plan:day:{today}"))
    return Reply("\n".join(lines), (tuple(buttons),), purpose="plan")


def _nothing_now(speaker: Speaker, dated: Sequence[Task], now: dt.datetime) -> Reply:
    """Nothing to do at this minute, and what comes next."""
    translator, today = speaker.translator, speaker.today(now)
    coming = [task for task in dated if not is_past_event(task, today) and not is_all_day_event(task.title)]
    if not coming:
        return Reply(translator.gettext("Nothing is open."), purpose="plan")
    first = min(
        coming, key=lambda task: (task.do_on or task.deadline_on, task.deadline_at or now, task.number)
    )
    when = deadline_text(translator, first, today, speaker.zone)
    facts = " · ".join(
        fact for fact in (f"<b>{escape_html(first.title)}</b>", when, f"#{first.number}") if fact
    )
    return Reply("\n".join([translator.gettext("Nothing to do right now. Next:"), facts]), purpose="plan")


def _can_be_now(task: Task, speaker: Speaker, now: dt.datetime) -> bool:
    """Not what happened on an earlier day, happens on a later one or at a later time, or fills the day (a birthday)."""
    today = speaker.today(now)
    if task.timing != "on" or task.deadline_on is None:
        return True
    later = task.deadline_on > today or (task.deadline_at is not None and task.deadline_at > now)
    return not (later or is_past_event(task, today) or is_all_day_event(task.title))


def _done(speaker: Speaker, task: Task) -> Button:
    return Button(speaker.translator.gettext("✓ Done"), f"plan:done:{task.id}")


def replan_button(speaker: Speaker, plan: Plan) -> Button:
    """The button that plans the rest of the plan's day again."""
    return Button(speaker.translator.gettext("Re-plan the rest"), f"plan:day:{plan.local_on}")
