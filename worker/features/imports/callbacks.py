"""The buttons under the tasks of a file (`imp:`)."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.imports.service import add_tasks, open_offer
from worker.features.imports.views import nothing_added


async def handle_import_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """Add all of it, or nothing; None for data that no button of ours has, and for an offer that is over."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    note = await open_offer(session, speaker, int(path[1]))
    if note is None:
        return None
    if path[0] == "add":
        return await add_tasks(session, speaker, note, context)
    if path[0] != "none":
        return None
    note.state, note.settled_at = "dropped", context.now
    session.add(note)
    return nothing_added(speaker)
