"""The list of the team, with the week of each member that is the speaker's to know."""

from dataclasses import replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.entries import MEMBER
from worker.features.directory.requests import ListEntries
from worker.features.directory.service import fulfil_request
from worker.features.workload.service import week_loads
from worker.features.workload.views import load_line, part_shown_line


async def team_list(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """The members known to the speaker, a button for each overloaded one first."""
    members = (await session.exec(select(Member).where(Member.workspace_id == speaker.workspace_id))).all()
    loads = await week_loads(session, speaker, members, context.now)
    wanted = ListEntries(
        MEMBER,
        below={load.member_id: load_line(speaker.translator, load) for load in loads},
        marked=tuple(load.member_id for load in loads if load.excess),
    )
    listed = await fulfil_request(session, speaker, wanted, context)
    part = part_shown_line(speaker, await load_directory_names(session, speaker))
    return listed if part is None else replace(listed, text=f"{listed.text}\n\n<i>{part}</i>")
