"""The plan of the coming seven days: shown, not stored."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.date_formats import amount_text, clock_text, long_day
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.planning.queries import load_plan_tasks, plannable_tasks
from worker.features.planning.solver.days_ahead import plan_days
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import DayPlan, PlanTask, WorkDay
from worker.features.working_hours.service import load_days

_WEEK = 7
_TITLES_A_DAY = 12


@dataclass(frozen=True, slots=True)
class WeekInputs:
    """What the plan of the coming days is computed from, as it was at `now`."""

    now: dt.datetime
    days: list[WorkDay]
    tasks: dict[int, PlanTask]


@dataclass(frozen=True, slots=True)
class ComputedWeek:
    """The plans of the coming days."""

    inputs: WeekInputs
    plans: Sequence[tuple[PlanProblem, DayPlan]]


async def compute_week(inputs: WeekInputs) -> ComputedWeek:
    """The solver's plans of the coming days, made in a thread."""
    plans = await asyncio.to_thread(plan_days, inputs.days, list(inputs.tasks.values()))
    return ComputedWeek(inputs, plans)


async def prepare_week_plan(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> WeekInputs:
    """The inputs of `week_plan`."""
    days = await load_days(session, speaker, speaker.today(now), _WEEK, now)
    return WeekInputs(now, days, await load_plan_tasks(session, speaker, now))


async def week_plan(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> list[Reply]:
    """The coming seven days, each with what the days before leave over. Shown, not stored: only days are kept."""
    ahead = next(iter(context.computed_as(ComputedWeek)), None)
    inputs = await prepare_week_plan(session, speaker, ahead.inputs.now if ahead else context.now)
    computed = ahead if ahead and ahead.inputs == inputs else await compute_week(inputs)
    rows = {task.id: task for task in await plannable_tasks(session, speaker)}
    names = await load_directory_names(session, speaker)
    translator, lines = speaker.translator, list[str]()
    for _, plan in computed.plans:
        if not plan.blocks:
            continue
        lines += [
            "",
            f"<b>{long_day(translator, plan.day.on)}</b> · {amount_text(translator, plan.planned_minutes)}",
        ]
        for block in plan.blocks[:_TITLES_A_DAY]:
            task = rows[block.task]
            firm = names.business_name(task.business_id)
            facts = [task.title, firm, amount_text(translator, block.minutes)]
            lines.append(
                f"{clock_text(block.start)}  " + escape_html(" · ".join(fact for fact in facts if fact))
            )
    text = lines[1:] or [translator.gettext("Nothing to plan in the next seven days.")]
    return [Reply("\n".join(text), purpose="plan")]
