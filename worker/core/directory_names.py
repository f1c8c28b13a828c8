"""Names: the businesses, projects and people behind the ids of one workspace."""

from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project


@dataclass(frozen=True, slots=True)
class DirectoryNames:
    """The names behind the ids of one workspace."""

    businesses: dict[int, Business]
    projects: dict[int, Project]
    members: dict[int, Member]


async def load_directory_names(session: AsyncSession, workspace_id: int) -> DirectoryNames:
    """All names of a workspace, archived ones included: old tasks still show them."""
    businesses = (await session.exec(select(Business).where(Business.workspace_id == workspace_id))).all()
    projects = (await session.exec(select(Project).where(Project.workspace_id == workspace_id))).all()
    members = (await session.exec(select(Member).where(Member.workspace_id == workspace_id))).all()
    return DirectoryNames(
        {b.id: b for b in businesses if b.id},
        {p.id: p for p in projects if p.id},
        {m.id: m for m in members if m.id},
    )
