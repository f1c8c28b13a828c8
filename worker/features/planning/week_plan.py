"""The plan of the coming seven days: shown, not stored."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.date_formats import amount_text, long_day
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.handler import HandlerContext
from worker.core.i18n import Translator
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.planning.block_times import begins_text, end_next_day_text, minutes_told
from worker.features.planning.queries import load_plan_tasks, plannable_tasks
from worker.features.planning.solver.clashes import find_clashes
from worker.features.planning.solver.days_ahead import plan_days
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import DayPlan, PlanTask, TimeBlock, WorkDay, busy_shown
from worker.features.working_hours.service import load_days
from worker.features.working_hours.views import all_day_lines, calendar_line

_WEEK = 7
_TITLES_A_DAY = 12
_WITHOUT_TIME = ("no_hours", "all_day")
_NO_WORK = (*_WITHOUT_TIME, "passed")


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
    rows = {task.id: task for task in await plannable_tasks(session, speaker) if task.id is not None}
    names = await load_directory_names(session, speaker)
    text = _WeekText(computed, rows, names, speaker.translator)
    return [Reply("\n".join(text.lines()), purpose="plan")]


class _WeekText:
    """The lines of the coming days for one reader. `rows` are the tasks behind the ids."""

    def __init__(
        self, week: ComputedWeek, rows: dict[int, Task], names: DirectoryNames, translator: Translator
    ) -> None:
        self.week, self.rows, self.names, self.words = week, rows, names, translator

    def lines(self) -> list[str]:
        """The days that have something, then what is due in them and finds no room."""
        lines = [line for problem, plan in self.week.plans for line in self._day(problem, plan)]
        lines += self._without_room()
        return lines[1:] or [self.words.gettext("Nothing to plan in the next seven days.")]

    def _day(self, problem: PlanProblem, plan: DayPlan) -> list[str]:
        untimed = [
            i for i, (why, _) in problem.barred.items() if why in _WITHOUT_TIME and self._is_on(i, plan)
        ]
        if not plan.blocks and not untimed:
            return []
        planned = amount_text(self.words, plan.planned_minutes) if plan.blocks else None
        heading = " · ".join(
            part for part in (f"<b>{long_day(self.words, plan.day.on)}</b>", planned) if part
        )
        clashes, shown = find_clashes(problem), plan.blocks[:_TITLES_A_DAY]
        rows = [(block.start, self._block(block, plan, clashes=block.task in clashes)) for block in shown]
        events = [busy for busy in busy_shown(plan) if busy.kind == "appointment"]
        rows += [(busy.start, calendar_line(self.words, busy)) for busy in events if shown]
        lines = [line for _, line in sorted(rows, key=lambda row: row[0])]
        if len(plan.blocks) > len(shown):
            more = len(plan.blocks) - len(shown)
            lines.append(self.words.ngettext("and {n} more", "and {n} more", more))
        lines = [*all_day_lines(self.words, plan.day.all_day), *lines]
        return ["", heading, *lines, *(f"—  {escape_html(self.rows[i].title)}" for i in untimed)]

    def _is_on(self, task_id: int, plan: DayPlan) -> bool:
        return self.week.inputs.tasks[task_id].due_on == plan.day.on

    def _block(self, block: TimeBlock, plan: DayPlan, *, clashes: bool) -> str:
        """ "⚠ 14:00  Tasting · 2 h", "09:00  Order cutters · 30 min?" where the length is assumed."""
        task = self.rows[block.task]
        minutes = amount_text(self.words, minutes_told(plan, block))
        minutes += "?" if plan.tasks[block.task].assumed else ""
        ends = end_next_day_text(self.words, plan, block)
        facts = [task.title, self.names.business_name(task.business_id), minutes, ends]
        text = escape_html(" · ".join(fact for fact in facts if fact))
        return f"{'⚠ ' if clashes else ''}{begins_text(self.words, plan, block)}  {text}"

    def _without_room(self) -> list[str]:
        """ "No room until their day: Order cutters; Fix the spindle"."""
        last = self.week.plans[-1][1].day.on
        planned = {block.task for _, plan in self.week.plans for block in plan.blocks}
        kept = {
            i for problem, _ in self.week.plans for i, (why, _) in problem.barred.items() if why in _NO_WORK
        }
        left = [
            task
            for i, task in self.week.inputs.tasks.items()
            if i not in planned | kept and task.due_on is not None and task.due_on <= last
        ]
        titles = "; ".join(escape_html(self.rows[task.id].title) for task in left[:_TITLES_A_DAY])
        return ["", self.words.gettext("No room in these days: {tasks}", tasks=titles)] if left else []
