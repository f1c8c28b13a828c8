"""The buttons of a checklist's items on a card."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation, reachable_task
from worker.features.checklists.service import items_of_tasks, listed_item, tick_item
from worker.features.tasks.views import card_of


async def item_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: the item to be ticked or opened again, and the operation whose card it is on. None for made-up data."""
    if len(path) != 2 or not all(part.isdecimal() and len(part) <= 18 for part in path):
        return None
    item = await listed_item(session, speaker.workspace_id, int(path[0]))
    task = (
        None if item is None else await reachable_task(session, speaker, task_id=item.task_id, status="open")
    )
    card = await reachable_operation(session, speaker, int(path[1]))
    if item is None or task is None or card is None:
        return None
    listed = (await items_of_tasks(session, [task])).get(task.id or 0, [])
    now_done = next((each.done for each in listed if each.item.id == item.id), None)
    if now_done is None:
        return None
    operation = await new_operation(session, speaker, "tick", context)
    await tick_item(session, task, item, operation, context.now, done=not now_done)
    return await card_of(session, card, speaker, context.now, ask=False)
