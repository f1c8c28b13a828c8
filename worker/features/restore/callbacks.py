"""The buttons under an archive that can be read back (`restore:`); they are the owner's."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.restore.queries import rows_in_the_way
from worker.features.restore.service import offered_archive, request_restore
from worker.features.restore.views import begun, left_alone, not_empty, question


async def handle_restore_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """Ask, read back or leave it; None for data that no button of ours has, and for an archive that is not offered."""
    match path:
        case ["no"]:
            return left_alone(speaker)
        case [("ask" | "yes") as step, number] if number.isdecimal() and len(number) <= 18:
            sent = await offered_archive(session, speaker, int(number))
        case _:
            return None
    if sent is None or sent.last is None:
        return None
    if rows := await rows_in_the_way(session, speaker):
        return not_empty(speaker, rows)
    if step == "ask":
        return question(speaker, sent.last, int(number))
    await request_restore(session, speaker, sent, context)
    return begun(speaker)
