"""Plans on request: of a day or of the coming week, with what was said of the day besides.

Each takes the three steps of a handler: `prepare_*` reads the inputs, `compute_plan` works on them with nothing held,
and the plan itself is made in the transaction of the answer, from the same rows or, if they changed, computed again.
"""

import asyncio
import datetime as dt
from dataclasses import dataclass, field, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.operation import Operation
from models.tables.plan import Plan
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.planning import make_plan
from worker.features.planning.make_plan import DayFacts, MadePlan, SolvedDay, StoredPlanFacts
from worker.features.planning.model_advice import advice_from, advice_question
from worker.features.planning.plan_card import plan_card
from worker.features.planning.plan_constraints import (
    PlanConstraints,
    constraints_from_answer,
    constraints_question,
    day_to_plan,
    typed_constraints,
)
from worker.features.planning.plan_store import find_plan, undo_plan
from worker.features.planning.solver.overload import Overload
from worker.features.planning.week_plan import (
    ComputedWeek,
    WeekInputs,
    compute_week,
    prepare_week_plan,
    week_plan,
)
from worker.features.usage.views import cap_reached_notice
from worker.features.working_hours.day import instant_of_minute
from worker.model_questions import Answer, ModelQuestions
from worker.services import Services
from worker.understanding.intents import PlanScope


@dataclass(frozen=True, slots=True)
class DayRequest:
    """A local day to plan; `text` are the person's words, `until` the minute of the day to which a button extends it;
    with `keep_overlaps` what overlaps in it is no clash any more."""

    on: dt.date
    text: str = ""
    until: int | None = None
    keep_overlaps: bool = False


@dataclass(frozen=True, slots=True)
class DayInputs:
    """What a day's plan is computed from, as it was at `now`.

    No `facts` where the message changes tasks before it plans: then only its words are read ahead.
    """

    speaker: Speaker
    request: DayRequest
    now: dt.datetime
    facts: DayFacts | None


@dataclass(frozen=True, slots=True)
class ComputedDay:
    """A day's plan before it is stored: the limits that were said, the model's answers, the solver's plan (None
    without facts) and the model's advice about it."""

    inputs: DayInputs
    limits: PlanConstraints
    answers: list[Answer] = field(default_factory=list)
    solved: SolvedDay | None = None
    advice: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StoredPlanInputs:
    """What the ways out of a stored plan are computed from, as it was at `now`."""

    plan_id: int | None
    now: dt.datetime
    facts: StoredPlanFacts


@dataclass(frozen=True, slots=True)
class ComputedWaysOut:
    """The ways out of a stored plan's overload."""

    inputs: StoredPlanInputs
    overload: Overload | None


PlanInputs = DayInputs | WeekInputs | StoredPlanInputs
ComputedPlan = ComputedDay | ComputedWeek | ComputedWaysOut


async def prepare_requested_plan(
    session: AsyncSession,
    speaker: Speaker,
    scope: PlanScope,
    text: str,
    now: dt.datetime,
    *,
    changes_first: bool = False,
) -> PlanInputs | None:
    """The inputs of `plan_requested`; with `changes_first` the same message changes tasks, or plans, before."""
    on = day_to_plan(scope, text, now, speaker.zone)
    if changes_first:
        return None if on is None else DayInputs(speaker, DayRequest(on, text), now, None)
    if on is None:
        return await prepare_week_plan(session, speaker, now)
    return await prepare_day_plan(session, speaker, DayRequest(on, text), now)


async def prepare_day_plan(
    session: AsyncSession, speaker: Speaker, request: DayRequest, now: dt.datetime
) -> DayInputs | None:
    """The inputs of `day_plan` and `planned_day`; None for a day that is over."""
    if request.on < speaker.today(now):
        return None
    facts = await make_plan.load_day_facts(session, speaker, request.on, now)
    return DayInputs(speaker, request, now, facts)


async def prepare_stored_plan(
    session: AsyncSession, speaker: Speaker, plan: Plan, now: dt.datetime
) -> StoredPlanInputs:
    """The inputs of `load_stored_plan`."""
    return StoredPlanInputs(plan.id, now, await make_plan.load_plan_facts(session, speaker, plan, now))


async def compute_plan(services: Services, trace_id: str, inputs: PlanInputs) -> ComputedPlan:
    """The long work on the inputs: the solver in a thread and, for a day, the model's answers. Nothing is held."""
    match inputs:
        case DayInputs():
            return await _compute_day(ModelQuestions.from_services(services, trace_id), inputs)
        case WeekInputs():
            return await compute_week(inputs)
        case StoredPlanInputs():
            return await _compute_ways_out(inputs)


async def _compute_day(model: ModelQuestions | None, inputs: DayInputs) -> ComputedDay:
    speaker, request, now = inputs.speaker, inputs.request, inputs.now
    answers, limits = list[Answer](), typed_constraints(request.text, now, speaker.zone)
    question = constraints_question(speaker.workspace_id, request.text, request.on, limits, now, speaker.zone)
    if model is not None and question is not None:
        answers.append(await model.ask(question))
        limits = constraints_from_answer(answers[-1])
    computed = ComputedDay(inputs, limits, answers)
    return computed if inputs.facts is None else await _advised(model, computed, inputs.facts)


async def _advised(model: ModelQuestions | None, computed: ComputedDay, facts: DayFacts) -> ComputedDay:
    """The day solved and, where there is a model, looked at by it."""
    speaker = computed.inputs.speaker
    solved = await _solve(computed.inputs.request, facts, computed.limits)
    question = advice_question(speaker.workspace_id, speaker.language, solved.seen)
    if model is None or question is None:
        return replace(computed, solved=solved)
    answer = await model.ask(question)
    advice = advice_from(answer, question.user)
    return replace(computed, solved=solved, advice=advice, answers=[*computed.answers, answer])


async def _solve(request: DayRequest, facts: DayFacts, limits: PlanConstraints) -> SolvedDay:
    until = request.until or limits.until
    constrained = make_plan.with_constraints(
        facts, away=limits.away, until=until, most=limits.most, keep_overlaps=request.keep_overlaps
    )
    return await asyncio.to_thread(make_plan.solve_day, constrained)


async def _compute_ways_out(inputs: StoredPlanInputs) -> ComputedWaysOut:
    return ComputedWaysOut(inputs, await asyncio.to_thread(make_plan.find_ways_out, inputs.facts))


async def plan_requested(
    session: AsyncSession, speaker: Speaker, scope: PlanScope, text: str, context: HandlerContext
) -> list[Reply]:
    """The answer to a request to plan. `text` are the person's words, for times they say they are away."""
    on = day_to_plan(scope, text, context.now, speaker.zone)
    if on is None:
        return await week_plan(session, speaker, context)
    return [await day_plan(session, speaker, DayRequest(on, text), context)]


async def day_plan(
    session: AsyncSession,
    speaker: Speaker,
    request: DayRequest,
    context: HandlerContext,
    *,
    operation: Operation | None = None,
) -> Reply:
    """Plan (or re-plan) a day and show it. A day that is past is not planned."""
    if request.on < speaker.today(context.now):
        return Reply(speaker.translator.gettext("This day is over. /plan plans today."))
    made, note = await planned_day(session, speaker, request, context, operation=operation)
    return await plan_card(session, speaker, made, context.now, note=note)


async def planned_day(
    session: AsyncSession,
    speaker: Speaker,
    request: DayRequest,
    context: HandlerContext,
    *,
    operation: Operation | None = None,
) -> tuple[MadePlan, str | None]:
    """A day's plan, made and stored, and a line to say with it (that a cap is reached), mostly None.

    What was computed before the transaction is used if the rows are still the same. If they changed, or a button's
    change of a task comes first (`operation`), the solver works here, in a thread, and there is no model's advice.
    """
    computed, solved = await _computed_day(session, speaker, request, context)
    under = operation or await new_operation(session, speaker, "plan", context)
    await _keep_away(session, speaker, request.on, computed.limits, under, context)
    made = await make_plan.store_solved_day(session, speaker, solved, under, context.now)
    made.row.advice = computed.advice
    session.add(made.row)
    refusals = [answer.over_budget for answer in computed.answers if answer.over_budget]
    note = next((cap_reached_notice(speaker, refusal).text for refusal in refusals if refusal.announce), None)
    return made, note


async def _computed_day(
    session: AsyncSession, speaker: Speaker, request: DayRequest, context: HandlerContext
) -> tuple[ComputedDay, SolvedDay]:
    """The day computed from the rows as they are in this transaction, and the solver's plan of it."""
    ahead = next((day for day in context.computed_as(ComputedDay) if day.inputs.request == request), None)
    now = ahead.inputs.now if ahead else context.now
    facts = await make_plan.load_day_facts(session, speaker, request.on, now)
    if ahead is not None and ahead.solved is not None and ahead.inputs.facts == facts:
        return ahead, ahead.solved
    # The limits that were said hold whatever the rows are; the advice was about another plan.
    limits = ahead.limits if ahead else typed_constraints(request.text, now, speaker.zone)
    inputs, answers = DayInputs(speaker, request, now, facts), ahead.answers if ahead else []
    return ComputedDay(inputs, limits, answers), await _solve(request, facts, limits)


async def _keep_away(
    session: AsyncSession,
    speaker: Speaker,
    on: dt.date,
    wishes: PlanConstraints,
    operation: Operation,
    context: HandlerContext,
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
                created_at=context.now,
            )
        )
    await session.flush()


async def load_stored_plan(
    session: AsyncSession, speaker: Speaker, plan: Plan, context: HandlerContext
) -> MadePlan:
    """A stored plan as it was made, with the ways out of its overload as they are now."""
    ahead = next(
        (ways for ways in context.computed_as(ComputedWaysOut) if ways.inputs.plan_id == plan.id), None
    )
    inputs = await prepare_stored_plan(session, speaker, plan, ahead.inputs.now if ahead else context.now)
    computed = ahead if ahead and ahead.inputs == inputs else await _compute_ways_out(inputs)
    return await make_plan.reopen_plan(session, plan, inputs.facts, computed.overload)


async def undo_current_plan(
    session: AsyncSession, speaker: Speaker, plan_id: int, context: HandlerContext
) -> Reply | None:
    """Undo one of the speaker's current plans; None when it is not theirs or no longer current."""
    plan = await find_plan(session, speaker, plan_id)
    if plan is None or plan.state != "current":
        return None
    return await undo_plan_with_card(session, speaker, plan, context)


async def undo_plan_with_card(
    session: AsyncSession, speaker: Speaker, plan: Plan, context: HandlerContext
) -> Reply | None:
    """Undo a plan, and the card of the plan before it with what was left as it is; None when it cannot be undone."""
    restored = await undo_plan(session, speaker, plan, context)
    if restored is None:
        return None
    translator, note = speaker.translator, None
    if restored.kept:
        titles = ", ".join(translator.quote(escape_html(task.title)) for task in restored.kept)
        note = translator.gettext("Left as it is, because it has been changed since: {titles}", titles=titles)
    if restored.plan is None:
        return Reply("\n".join(part for part in (translator.gettext("Plan undone."), note) if part))
    made = await load_stored_plan(session, speaker, restored.plan, context)
    back = translator.gettext("Back to the previous plan.")
    return await plan_card(session, speaker, made, context.now, note=f"{back}\n{note}" if note else back)
