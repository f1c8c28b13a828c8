"""The buttons under questions about groups (`gr:`), in the owner's private chat."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.groups.service import bind_group, find_own_group
from worker.features.groups.views import binding_question, bound_reply


async def handle_group_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: "ask", "none" or "bind", the group, and the business. None for another member's press and made-up data."""
    numbers = [int(part) for part in path[1:] if part.isdecimal() and len(part) <= 18]
    if not speaker.is_owner or speaker.group is not None or len(numbers) != len(path) - 1 or not numbers:
        return None
    group = await find_own_group(session, speaker, numbers[0])
    if group is None:
        return None
    names = await load_directory_names(session, speaker)
    match path[0], len(numbers):
        case "ask", 1:
            return binding_question(speaker, group, names)
        case "none", 1:
            operation = await bind_group(session, speaker, group, None, context)
            return bound_reply(speaker, group, None, operation.id or 0)
        case "bind", 2 if (business := names.businesses.get(numbers[1])) and business.archived_at is None:
            operation = await bind_group(session, speaker, group, business.id, context)
            return bound_reply(speaker, group, business.name, operation.id or 0)
        case _:
            return None
