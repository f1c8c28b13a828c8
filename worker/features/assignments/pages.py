"""The messages of assignments as they stand now, for buttons that change one and show it again."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id
from worker.features.assignments.service import last_answer
from worker.features.assignments.views import Entry, Page, executor_rows, offer_message, state_line, task_line
from worker.features.files.service import files_of_tasks


async def page_for(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Page:
    """What every text needs of its reader."""
    return Page(speaker, await load_directory_names(session, speaker), context.now)


async def entries_of_notice(session: AsyncSession, speaker: Speaker, notice_id: int) -> list[Entry]:
    """What the message of a notice told the speaker of, in its order, as far as they may still reach it."""
    own = (
        AssignmentNotice.workspace_id == speaker.workspace_id,
        AssignmentNotice.member_id == speaker.member_id,
    )
    told = (
        await session.exec(select(AssignmentNotice).where(AssignmentNotice.id == notice_id, *own))
    ).first()
    if told is None:
        return []
    together = (AssignmentNotice.outbound_message_id == told.outbound_message_id,)
    statement = (
        select(AssignmentNotice.id, Assignment)
        .join(Assignment, col(Assignment.id) == col(AssignmentNotice.assignment_id))
        .where(*own, *(together if told.outbound_message_id else (AssignmentNotice.id == notice_id,)))
        .order_by(col(AssignmentNotice.id))
        .execution_options(populate_existing=True)
    )
    found: Sequence[tuple[int | None, Assignment]] = (await session.exec(statement)).all()
    return await _entries(session, speaker, found)


async def _entries(
    session: AsyncSession, speaker: Speaker, found: Sequence[tuple[int | None, Assignment]]
) -> list[Entry]:
    tasks = await reachable_by_id(session, speaker, [assignment.task_id for _, assignment in found])
    files = await files_of_tasks(session, tasks.values())
    return [
        Entry(
            assignment,
            tasks[assignment.task_id],
            notice or 0,
            await last_answer(session, speaker, assignment),
            files.get(assignment.task_id, ()),
        )
        for notice, assignment in found
        if assignment.task_id in tasks
    ]


async def offer_page(
    session: AsyncSession, speaker: Speaker, notice_id: int, context: HandlerContext
) -> Reply | None:
    """The message of an offer as its tasks stand now; None when nothing of it is the speaker's any more."""
    entries = await entries_of_notice(session, speaker, notice_id)
    return offer_message(await page_for(session, speaker, context), entries) if entries else None


async def task_page(
    session: AsyncSession, speaker: Speaker, notice_id: int, assignment_id: int, context: HandlerContext
) -> Reply | None:
    """One task of a list of offers, with its answers and a way back to the list."""
    entries = await entries_of_notice(session, speaker, notice_id)
    entry = next((each for each in entries if each.assignment.id == assignment_id), None)
    if entry is None:
        return None
    page = await page_for(session, speaker, context)
    lines = [task_line(page, entry.task), state_line(page, entry)]
    return Reply(
        "\n\n".join(line for line in lines if line), executor_rows(page, entry, back=len(entries) > 1)
    )
