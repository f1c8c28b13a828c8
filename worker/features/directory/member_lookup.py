"""Finds the one member that a name means."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.speaker import Speaker
from worker.features.directory.entries import MEMBER
from worker.features.directory.name_checks import clean_name
from worker.features.directory.queries import load_known_directory


async def find_named_member(session: AsyncSession, speaker: Speaker, said: str) -> Member | None:
    """The member a name or nickname means in any grammatical form, an archived one too, among those the speaker may
    know of; None for none or several."""
    directory, name = await load_known_directory(session, speaker), clean_name(said)
    found = directory.find(MEMBER, name) or directory.find(MEMBER, name, archived=True)
    return found if isinstance(found, Member) else None
