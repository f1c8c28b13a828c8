"""Asking: a request for a plan becomes plans: of today, of tomorrow, of the week, with what was said besides."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.operation import Operation
from worker.core.date_formats import amount_text, clock_text, long_day
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply, escape_html, split_lines
from worker.core.speaker import Speaker
from worker.features.planning.make_plan import Made, make_plan
from worker.features.planning.model_advice import advice_from, advice_question
from worker.features.planning.plan_card import plan_card
from worker.features.planning.plan_constraints import (
    PlanConstraints,
    constraints_from_answer,
    constraints_question,
    day_to_plan,
    typed_constraints,
)
from worker.features.planning.queries import load_plan_tasks, plannable_tasks
from worker.features.planning.solver.days_ahead import plan_days
from worker.features.usage.views import cap_reached_notice
from worker.features.working_hours.day import instant_of_minute
from worker.features.working_hours.service import load_days
from worker.model_questions import Answer
from worker.understanding.actions import PlanScope

_WEEK = 7
_TITLES_A_DAY = 12


async def plan_requested(
    session: AsyncSession, speaker: Speaker, scope: PlanScope, text: str, moment: HandlerContext
) -> list[Reply]:
    """The answer to a request to plan. `text` are the person's words, for times they say they are away."""
    on = day_to_plan(scope, text, moment.now, speaker.zone)
    if on is None:
        return await week_plan(session, speaker, moment)
    return [await day_plan(session, speaker, on, moment, text=text)]


async def day_plan(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    moment: HandlerContext,
    *,
    text: str = "",
    note: str | None = None,
    operation: Operation | None = None,
    until: int | None = None,
) -> Reply:
    """Plan (or re-plan) a day and show it. A day that is past is not planned."""
    if on < speaker.today(moment.now):
        return Reply(speaker.translator.gettext("This day is over. /plan plans today."))
    made, told = await planned_day(session, speaker, on, moment, text=text, operation=operation, until=until)
    note = "\n".join(line for line in (note, told) if line) or None
    return await plan_card(session, speaker, made, moment.now, note=note)


async def planned_day(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    moment: HandlerContext,
    *,
    text: str = "",
    operation: Operation | None = None,
    until: int | None = None,
) -> tuple[Made, str | None]:
    """A day's plan, made and stored, with what the words say besides taken into account and, where there is a model,
    its advice; and a line to say with it (that a cap is reached), mostly None."""
    under = operation or await new_operation(session, speaker, "plan", moment)
    wishes, answers = typed_constraints(text, moment.now, speaker.zone), list[Answer | None]()
    more = constraints_question(speaker.workspace_id, text, on, wishes, moment.now, speaker.zone)
    if more is not None:
        answers.append(await moment.foresight.asked(more))
        wishes = constraints_from_answer(answers[-1])
    await _keep_away(session, speaker, on, wishes, under, moment)
    made = await make_plan(
        session,
        speaker,
        on,
        under,
        moment.now,
        until=until or wishes.until,
        most=wishes.most,
        foresight=moment.foresight,
    )
    # A tap that moves one task needs no new advice.
    question = advice_question(speaker.workspace_id, speaker.language, made) if operation is None else None
    if question is not None:
        answers.append(await moment.foresight.asked(question))
        made.row.advice = advice_from(answers[-1], question.user)
        session.add(made.row)
    refusals = [answer.over_budget for answer in answers if answer and answer.over_budget]
    told = next((cap_reached_notice(speaker, refusal).text for refusal in refusals if refusal.announce), None)
    return made, told


async def _keep_away(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    wishes: PlanConstraints,
    operation: Operation,
    moment: HandlerContext,
) -> None:
    for busy in wishes.away:
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


async def week_plan(session: AsyncSession, speaker: Speaker, moment: HandlerContext) -> list[Reply]:
    """The coming seven days, each with what the days before leave over. Shown, not stored: only days are kept."""
    first = speaker.today(moment.now)
    days = await load_days(session, speaker, first, _WEEK, moment.now)
    tasks = await load_plan_tasks(session, speaker, moment.now)
    rows = {task.id: task for task in await plannable_tasks(session, speaker)}
    names = await load_directory_names(session, speaker)
    translator, lines = speaker.translator, list[str]()
    for _, plan in await moment.foresight.of(plan_days, days, list(tasks.values())):
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
    return [Reply(part, purpose="plan") for part in split_lines(text)]
