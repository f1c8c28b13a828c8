"""Renders the notices that are due into the outbox, in each reader's language: one message of each kind for a reader."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from models.tables.workspace import Workspace
from worker.core.directory_names import load_directory_names
from worker.core.reply import Reply, outbox_row
from worker.features.assignments.due_times import REPORTS_COLLECTED_FOR, nudge_moment
from worker.features.assignments.messages import TEXTS, Found
from worker.features.assignments.notices import (
    ASKING,
    COLLECTED,
    PURPOSE,
    TO_EXECUTOR,
    TO_GIVER,
    add_notice,
    snapshot,
)
from worker.features.assignments.queries import recipient_of, waiting_notices
from worker.features.assignments.views import Entry, Page
from worker.features.files.service import files_of_tasks

_ORDER = {kind: place for place, kind in enumerate((*TO_EXECUTOR, *TO_GIVER))}
_DECIDED_ONE_BY_ONE = ("date_proposed", "refused", "question")
# What is news only while the assignment is in this state, and what is while the task is open and theirs.
_OF_STATE = {
    **dict.fromkeys(("offer", "nudge", "unreachable"), "offered"),
    **{state: state for state in _DECIDED_ONE_BY_ONE},
}
_OF_OPEN = frozenset({"changed", "agreed", "date_set", "date_kept", "answer", "reopened", "undone"})


async def tell_member(
    session: AsyncSession, member_id: int, kinds: set[str], now: dt.datetime
) -> list[OutboundMessage]:
    """The outbox rows of all that a member is to be told of these kinds, the notices marked in the same transaction.

    What waits for more of its kind goes with the one that is due: several tasks make one message.
    """
    soon = now + REPORTS_COLLECTED_FOR
    waiting = await waiting_notices(session, member_id, kinds)
    found = [each for each in waiting if each[0].due_at <= (soon if each[0].kind in COLLECTED else now)]
    recipient = await recipient_of(session, member_id)
    if recipient.speaker is None or recipient.blocked:
        await _tell_givers(session, found, now)
        return []
    page = Page(recipient.speaker, await load_directory_names(session, recipient.speaker), now)
    rows = []
    for group in _messages(found):
        telling = [each for each in group if _applies(*each)]
        for notice, *_ in group:
            notice.state = "skipped"
        if telling:
            rows.append(await _render(session, page, telling, now))
    return rows


def _messages(found: Sequence[Found]) -> list[list[Found]]:
    """The notices of each message: those of one kind about one other person; what is decided stands alone."""

    def place(each: Found) -> tuple[int, int]:
        notice, assignment, _ = each
        if notice.kind in _DECIDED_ONE_BY_ONE:
            return _ORDER[notice.kind], notice.id or 0
        to_executor = notice.member_id == assignment.executor_id
        other = assignment.giver_id if to_executor else assignment.executor_id
        return _ORDER.get(notice.kind, 99), 0 if notice.kind == "done" else other

    return [list(group) for _, group in groupby(sorted(found, key=place), key=place)]


def _applies(notice: AssignmentNotice, assignment: Assignment, task: Task) -> bool:
    """Whether it is still true, and still news."""
    if notice.kind == "done":
        return task.status == "done"
    if notice.kind == "changed" and assignment.told == snapshot(task):
        return False
    if notice.kind in _OF_STATE:
        return task.status == "open" and assignment.state == _OF_STATE[notice.kind]
    return notice.kind not in _OF_OPEN or (task.status == "open" and assignment.state != "withdrawn")


async def _render(session: AsyncSession, page: Page, group: list[Found], now: dt.datetime) -> OutboundMessage:
    kind = group[0][0].kind
    files = await files_of_tasks(session, [task for _, _, task in group])
    entries = [
        Entry(assignment, task, notice.id or 0, files=files.get(assignment.task_id, ()))
        for notice, assignment, task in group
    ]
    reply = TEXTS[kind](page, group, entries)
    first = group[0][0]
    row = outbox_row(
        Reply(reply.text, reply.buttons, operation_id=first.operation_id, purpose=PURPOSE),
        workspace_id=page.speaker.workspace_id,
        chat_telegram_id=page.speaker.chat_telegram_id,
        dedupe_key=f"assignment:{first.id}",
        trace_id=f"a{first.id}",
        now=now,
    )
    session.add(row)
    await session.flush()
    for notice, assignment, task in group:
        notice.state, notice.outbound_message_id = "rendered", row.id
        session.add(notice)
        told = kind != "comment" and assignment.state != "withdrawn"
        if told and assignment.executor_id == page.speaker.member_id:
            await _note_told(session, page, kind, assignment, task, now)
    await session.flush()
    return row


async def _note_told(
    session: AsyncSession, page: Page, kind: str, assignment: Assignment, task: Task, now: dt.datetime
) -> None:
    """The executor knows the task as it is now; one who stays silent is asked again later, if they never were."""
    assignment.told = snapshot(task)
    assignment.told_at = assignment.told_at or now
    if kind in ASKING and assignment.nudged_at is None:
        workspace = await session.get(Workspace, assignment.workspace_id)
        hours = None if workspace is None else workspace.nudge_hours
        assignment.nudge_at = await nudge_moment(session, page.speaker, task, now, hours)
    session.add(assignment)


async def _tell_givers(session: AsyncSession, found: Sequence[Found], now: dt.datetime) -> None:
    """Nobody reads there: what an executor was to be told, the giver is told at once that it does not arrive."""
    for notice, assignment, _ in found:
        notice.state = "skipped"
        session.add(notice)
        if notice.member_id == assignment.executor_id and notice.kind in ASKING:
            await add_notice(session, assignment, "unreachable", now, to_executor=False)
    await session.flush()
