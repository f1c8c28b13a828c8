"""What the giver sees after a decision, and whom they may choose."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.business_access import exceeds_access
from worker.core.handler import HandlerContext
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.features.assignments.pages import page_for
from worker.features.assignments.service import Round
from worker.features.assignments.views import Entry, Page, giver_message, task_line


def people_to_choose(page: Page, found: Round) -> list[tuple[int, str]]:
    """Whom the giver may give the task instead: everybody of their businesses but the executor and themselves."""
    out = (found.assignment.executor_id, page.speaker.member_id)
    return [
        (member.id, member.name)
        for member in page.names.members.values()
        if member.id is not None
        and member.id not in out
        and member.archived_at is None
        and not exceeds_access(page.names, {"assignee_id": member.id}, found.task)
    ]


async def decided_reply(
    session: AsyncSession, speaker: Speaker, found: Round, made: Operation, context: HandlerContext
) -> Reply:
    """The task as it is after the decision, who is told, and Undo."""
    page = await page_for(session, speaker, context)
    undo = Button(page.translator.gettext("Undo"), f"undo:{made.id}")
    return Reply(f"{task_line(page, found.task)}\n{_sentence(page, found)}", ((undo,),), operation_id=made.id)


def _sentence(page: Page, found: Round) -> str:
    gettext, task, assignment = page.translator.gettext, found.task, found.assignment
    executor = page.name(assignment.executor_id)
    if task.status == "dropped":
        return gettext("Dropped.")
    if task.assignee_id != assignment.executor_id:
        doer = page.names.member_name(task.assignee_id)
        mine = task.assignee_id in (None, page.speaker.member_id)
        return (
            gettext("It is yours.")
            if mine or doer is None
            else gettext("Given to {name}.", name=page.name(task.assignee_id))
        )
    match assignment.state:
        case "accepted":
            return gettext("Agreed. {name} is told.", name=executor)
        case _:
            return gettext("{name} is told.", name=executor)


async def marked_reply(
    session: AsyncSession, speaker: Speaker, found: Round, made: Operation, context: HandlerContext
) -> Reply:
    """The answer that the giver marked for somebody else; a refusal has its decisions."""
    page = await page_for(session, speaker, context)
    if found.assignment.state == "refused" and found.task.status == "open":
        return giver_message(page, Entry(found.assignment, found.task, 0))
    mark = (
        page.translator.gettext("✓ Done")
        if found.task.status == "done"
        else page.translator.gettext("✓ Accepted")
    )
    undo = Button(page.translator.gettext("Undo"), f"undo:{made.id}")
    return Reply(f"{task_line(page, found.task)}\n{mark}", ((undo,),), operation_id=made.id)
