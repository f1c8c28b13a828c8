"""The business of new tasks that name none, where the chat has set one."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from worker.core.directory_names import DirectoryNames
from worker.core.speaker import Speaker
from worker.features.tasks.private_matters import shares_a_thing, titles_answered_private
from worker.understanding.context import KnownBusiness
from worker.understanding.local.businesses import is_private_matter
from worker.understanding.local.local_reader import SAID_PRIVATE


async def default_business_id(
    session: AsyncSession,
    speaker: Speaker,
    names: DirectoryNames,
    operation: Operation,
    title: str,
    assignee: Member | None,
) -> int | None:
    """The chat's default business; None where none is set, for what is private, and where the speaker may not put the task there."""
    wanted = (await session.get_one(Chat, speaker.chat_id)).default_business_id
    business = names.businesses.get(wanted or 0)
    if business is None or business.archived_at is not None or SAID_PRIVATE in operation.doubts:
        return None
    known = [
        KnownBusiness(row.name, tuple(row.keywords))
        for row in names.businesses.values()
        if row.archived_at is None
    ]
    if is_private_matter(title, known, None if assignee is None else assignee.name):
        return None
    if shares_a_thing(title, await titles_answered_private(session, speaker)):
        return None
    theirs = names.works_for.get(assignee.id or 0, frozenset()) if assignee else frozenset[int]()
    return business.id if not theirs or business.id in theirs else None
