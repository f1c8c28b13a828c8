"""What an executor answers and what a giver decides: each is one operation, and a notice for the other side."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.assignment import Assignment, AssignmentEvent
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.assignment_recorder import UNDECIDED, AssignmentRecorder
from worker.core.business_access import exceeds_access
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_by_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.assignments.notices import add_notice, skip_waiting
from worker.understanding.intents import Due

KIND = "answer"
# The executor may answer, or answer otherwise.
ANSWERABLE = ("offered", "accepted", *UNDECIDED)
_LONGEST_TEXT = 1_000
# A refusal by a button leaves this long for its reason to be written.
_REASON_WITHIN = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Round:
    """An assignment with its open task, both locked."""

    assignment: Assignment
    task: Task


async def find_round(
    session: AsyncSession, speaker: Speaker, assignment_id: int, *, as_executor: bool
) -> Round | None:
    """An assignment of the speaker's that is not over; None when it is another's, withdrawn, done, or out of reach.

    As the giver the owner stands in for everybody.
    """
    mine = Assignment.executor_id if as_executor else Assignment.giver_id
    statement = select(Assignment).where(
        Assignment.id == assignment_id,
        Assignment.workspace_id == speaker.workspace_id,
        col(Assignment.state).in_(ANSWERABLE),
    )
    if as_executor or not speaker.is_owner:
        statement = statement.where(col(mine) == speaker.member_id)
    found = (await session.exec(statement)).first()
    if found is None:
        return None
    # The task first, as whoever follows it does.
    task = await reachable_task(session, speaker, task_id=found.task_id, status="open")
    locked = await session.get(Assignment, found.id, populate_existing=True, with_for_update=True)
    if task is None or locked is None or locked.state not in ANSWERABLE:
        return None
    if as_executor and task.assignee_id != speaker.member_id:
        return None
    return Round(locked, task)


async def executor_rounds(session: AsyncSession, speaker: Speaker) -> list[Round]:
    """The open tasks that others gave the speaker, the newest first, not locked."""
    statement = (
        select(Assignment)
        .where(
            Assignment.workspace_id == speaker.workspace_id,
            Assignment.executor_id == speaker.member_id,
            col(Assignment.state).in_(ANSWERABLE),
        )
        .order_by(col(Assignment.id).desc())
    )
    found = (await session.exec(statement)).all()
    tasks = await reachable_by_id(session, speaker, [each.task_id for each in found])
    return [Round(each, tasks[each.task_id]) for each in found if _is_open(tasks.get(each.task_id))]


def _is_open(task: Task | None) -> bool:
    return task is not None and task.status == "open"


async def accept(session: AsyncSession, speaker: Speaker, found: Round, context: HandlerContext) -> Operation:
    """The executor takes the task; the giver is not disturbed, and sees it on the task's history."""
    return await _answer(session, speaker, found, context, state="accepted", tell=False)


async def refuse(
    session: AsyncSession,
    speaker: Speaker,
    found: Round,
    context: HandlerContext,
    *,
    reason: str | None = None,
    suggested_id: int | None = None,
    tell: bool = True,
) -> Operation:
    """The executor cannot do it. The task stays as it is until the giver decides; `suggested_id` is only said to them.

    Without `tell` it is the giver who marks it.
    """
    return await _answer(
        session,
        speaker,
        found,
        context,
        state="refused",
        tell=tell,
        reason=_shortened(reason),
        suggested_id=suggested_id,
        proposed_on=None,
        proposed_at=None,
    )


async def propose_date(
    session: AsyncSession,
    speaker: Speaker,
    found: Round,
    due: Due,
    context: HandlerContext,
    *,
    reason: str | None = None,
) -> Operation:
    """The executor proposes another date (in their zone); the deadline stays until the giver agrees."""
    return await _answer(
        session,
        speaker,
        found,
        context,
        state="date_proposed",
        reason=_shortened(reason),
        proposed_on=due.date,
        proposed_at=_instant_of(due, found.task, speaker),
    )


async def ask(
    session: AsyncSession, speaker: Speaker, found: Round, question: str, context: HandlerContext
) -> Operation:
    """The executor asks the giver something about the task."""
    return await _answer(
        session, speaker, found, context, state="question", question=_shortened(question), answer=None
    )


async def _answer(
    session: AsyncSession,
    speaker: Speaker,
    found: Round,
    context: HandlerContext,
    *,
    state: str,
    tell: bool = True,
    **fields: Any,
) -> Operation:
    operation = await new_operation(session, speaker, KIND, context)
    await _record_answer(session, found, operation, context.now, state=state, tell=tell, **fields)
    return operation


async def _record_answer(
    session: AsyncSession,
    found: Round,
    operation: Operation,
    now: dt.datetime,
    *,
    state: str,
    tell: bool = True,
    **fields: Any,
) -> None:
    recorder = AssignmentRecorder(session, operation, now)
    await recorder.change(found.assignment, state=state, answered_at=now, **fields)
    # An earlier answer that the giver has not seen yet counts no more.
    await skip_waiting(session, found.assignment, *UNDECIDED)
    if tell:
        after = _REASON_WITHIN if state == "refused" and fields.get("reason") is None else dt.timedelta()
        await add_notice(
            session, found.assignment, state, now, to_executor=False, operation=operation, after=after
        )


async def given_round(session: AsyncSession, speaker: Speaker, task: Task) -> Round | None:
    """The assignment by which another gave the speaker this open task; None for a task of their own."""
    if task.assignee_id != speaker.member_id:
        return None
    statement = select(Assignment).where(
        Assignment.task_id == task.id,
        Assignment.executor_id == speaker.member_id,
        col(Assignment.state).in_(ANSWERABLE),
    )
    found = (await session.exec(statement.with_for_update())).first()
    return None if found is None else Round(found, task)


async def round_of_task(session: AsyncSession, speaker: Speaker, task: Task) -> Round | None:
    """The assignment that the speaker, or anybody where they are the owner, gave of this open task; None for none."""
    statement = select(Assignment).where(
        Assignment.task_id == task.id,
        Assignment.workspace_id == speaker.workspace_id,
        col(Assignment.state).in_(ANSWERABLE),
    )
    if not speaker.is_owner:
        statement = statement.where(Assignment.giver_id == speaker.member_id)
    found = (await session.exec(statement)).first()
    return None if found is None else Round(found, task)


async def answer_under(
    session: AsyncSession,
    speaker: Speaker,
    found: Round,
    operation: Operation,
    now: dt.datetime,
    *,
    due: Due | None = None,
    suggested_id: int | None = None,
) -> None:
    """Under a message's operation: what its speaker wanted of another's task is proposed (a date) or refused."""
    fields: dict[str, Any] = {
        "reason": None,
        "suggested_id": suggested_id,
        "proposed_on": None if due is None else due.date,
        "proposed_at": None if due is None else _instant_of(due, found.task, speaker),
    }
    await _record_answer(
        session, found, operation, now, state="refused" if due is None else "date_proposed", **fields
    )


async def answer_instead(
    session: AsyncSession,
    speaker: Speaker,
    task: Task,
    context: HandlerContext,
    *,
    due: Due | None = None,
    suggested_id: int | None = None,
) -> Operation | None:
    """What a button that would move, drop or hand on a task does when another gave it: propose the date, or refuse.

    None for a task of the speaker's own, which the button may change.
    """
    found = await given_round(session, speaker, task)
    if found is None:
        return None
    if due is not None:
        return await propose_date(session, speaker, found, due, context)
    return await refuse(session, speaker, found, context, suggested_id=suggested_id)


async def agree(
    session: AsyncSession, speaker: Speaker, found: Round, context: HandlerContext
) -> Operation | None:
    """The giver agrees to the proposed date, which becomes the task's; None when none is proposed any more."""
    assignment, task = found.assignment, found.task
    if assignment.state != "date_proposed" or assignment.proposed_on is None:
        return None
    operation = await new_operation(session, speaker, KIND, context)
    await TaskRecorder(session, operation, context.now).change(
        task, deadline_on=assignment.proposed_on, deadline_at=assignment.proposed_at
    )
    return await _decide(session, found, operation, context, "agreed", state="accepted")


async def set_date(
    session: AsyncSession, speaker: Speaker, found: Round, due: Due, context: HandlerContext
) -> Operation:
    """The giver sets another date than the one proposed; the executor is asked to take that one."""
    operation = await new_operation(session, speaker, KIND, context)
    at = _instant_of(due, found.task, speaker)
    await TaskRecorder(session, operation, context.now).change(
        found.task, deadline_on=due.date, deadline_at=at
    )
    return await _decide(session, found, operation, context, "date_set", state="offered")


async def keep_date(
    session: AsyncSession, speaker: Speaker, found: Round, context: HandlerContext
) -> Operation | None:
    """The giver keeps the date; the executor is asked again. None when none is proposed any more."""
    if found.assignment.state != "date_proposed":
        return None
    operation = await new_operation(session, speaker, KIND, context)
    return await _decide(session, found, operation, context, "date_kept", state="offered")


async def give_answer(
    session: AsyncSession, speaker: Speaker, found: Round, answer: str, context: HandlerContext
) -> Operation | None:
    """The giver answers the executor's question; None when none is open. Who had accepted before asking still has."""
    if found.assignment.state != "question":
        return None
    operation = await new_operation(session, speaker, KIND, context)
    before = await _state_before_question(session, found.assignment)
    state = "accepted" if before == "accepted" else "offered"
    return await _decide(session, found, operation, context, "answer", state=state, answer=_shortened(answer))


async def _state_before_question(session: AsyncSession, assignment: Assignment) -> str | None:
    statement = (
        select(AssignmentEvent.before)
        .where(
            AssignmentEvent.assignment_id == assignment.id,
            col(AssignmentEvent.after)["state"].as_string() == "question",
        )
        .order_by(col(AssignmentEvent.id).desc())
        .limit(1)
    )
    before = (await session.exec(statement)).first()
    return None if before is None else before.get("state")


async def _decide(
    session: AsyncSession,
    found: Round,
    operation: Operation,
    context: HandlerContext,
    kind: str,
    **fields: Any,
) -> Operation:
    recorder = AssignmentRecorder(session, operation, context.now)
    await recorder.change(found.assignment, **fields)
    await skip_waiting(session, found.assignment, *UNDECIDED)
    await add_notice(session, found.assignment, kind, context.now, to_executor=True, operation=operation)
    return operation


async def give_to(
    session: AsyncSession, speaker: Speaker, found: Round, member_id: int | None, context: HandlerContext
) -> Operation | None:
    """The giver gives the task to another, or takes it themselves (None); None when that crosses a wall of theirs.

    Both sides are told as the task is followed.
    """
    names = await load_directory_names(session, speaker)
    known = member_id is None or (member_id in names.members and names.members[member_id].archived_at is None)
    doer = default_assignee_id(speaker) if member_id is None else member_id
    if not known or exceeds_access(names, {"assignee_id": doer}, found.task):
        return None
    operation = await new_operation(session, speaker, KIND, context)
    await TaskRecorder(session, operation, context.now).change(found.task, assignee_id=doer)
    return operation


async def drop(session: AsyncSession, speaker: Speaker, found: Round, context: HandlerContext) -> Operation:
    """The giver drops the task."""
    operation = await new_operation(session, speaker, "drop", context)
    await TaskRecorder(session, operation, context.now).change(found.task, status="dropped")
    return operation


async def last_answer(session: AsyncSession, speaker: Speaker, assignment: Assignment) -> int | None:
    """The operation of the assignment's newest answer, if it is of the speaker's chat and stands; for its Undo."""
    statement = (
        select(Operation)
        .join(AssignmentEvent, col(AssignmentEvent.operation_id) == col(Operation.id))
        .where(AssignmentEvent.assignment_id == assignment.id)
        .order_by(col(AssignmentEvent.id).desc())
        .limit(1)
    )
    found = (await session.exec(statement)).first()
    if found is None or found.undone_at is not None or found.kind != KIND:
        return None
    return found.id if found.chat_id == speaker.chat_id else None


def _instant_of(due: Due, task: Task, speaker: Speaker) -> dt.datetime | None:
    """The instant of a date in the speaker's zone; a new day keeps the clock time that the task has."""
    clock = due.time
    if clock is None and task.deadline_at is not None:
        clock = task.deadline_at.astimezone(speaker.zone).time().replace(tzinfo=None)
    return None if clock is None else instant_at(due.date, clock, speaker.zone)


def _shortened(text: str | None) -> str | None:
    said = " ".join((text or "").split())
    return said[:_LONGEST_TEXT] or None
