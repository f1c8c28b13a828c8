"""The businesses, projects and people of a workspace that one speaker may know of and name.

The owner knows all of them. Everybody else knows the businesses they work for, the projects of these, the people who
work for one of them as well, and the owner; of any other name they are told nothing, and none of their words means it.
In a group everybody, the owner too, knows its business alone and who works for it; so does a program that is limited to one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member, Membership
from models.tables.project import Project
from worker.core.i18n import Translator
from worker.core.kept_reads import read_once
from worker.core.speaker import Speaker


@dataclass(frozen=True, slots=True)
class DirectoryNames:
    """The names that a speaker may know, by id, archived ones included: old tasks still show them.

    `works_for` gives the business ids of each of the members, as far as they are among `businesses`. The owner's
    names are `unrestricted`: they may be combined at will. In a group no task may leave `only_business`.
    `roles` gives the role of each member in each of these businesses, where it is not "member". `viewers` gives the
    businesses that a member only views; None is among them where they work as nothing else.
    """

    businesses: dict[int, Business]
    projects: dict[int, Project]
    members: dict[int, Member]
    works_for: dict[int, frozenset[int]]
    speaker_id: int
    unrestricted: bool
    only_business: int | None = None
    roles: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    viewers: Mapping[int, frozenset[int | None]] = field(default_factory=dict)

    def business_name(self, business_id: int | None) -> str | None:
        """A business's name; None for no business, and for one that is not the speaker's to know of."""
        found = self.businesses.get(business_id or 0)
        return None if found is None else found.name

    def project_name(self, project_id: int | None) -> str | None:
        """A project's name; None for no project, and for one that is not the speaker's to know of."""
        found = self.projects.get(project_id or 0)
        return None if found is None else found.name

    def member_name(self, member_id: int | None) -> str | None:
        """A person's name; None for nobody, and for somebody who is not the speaker's to know of."""
        found = self.members.get(member_id or 0)
        return None if found is None else found.name

    def list_businesses(self, businesses: Collection[int]) -> str:
        """The names of those of these businesses that the speaker may know of, by the alphabet and with commas."""
        found = [name for each in businesses if (name := self.business_name(each)) is not None]
        return ", ".join(sorted(found, key=str.casefold))

    def business_heading(self, translator: Translator, business_id: int | None) -> str:
        """What stands above or beside the tasks of a business; of one that the speaker does not know only that it is one."""
        if business_id is None:
            return translator.gettext("No business")
        return self.business_name(business_id) or translator.gettext("Another business")

    def knows_business(self, business_id: int | None) -> bool:
        """Whether a task of this business is within the speaker's reach; one of no business is."""
        return self.unrestricted or business_id is None or business_id in self.businesses

    def only_views(self, member_id: int | None, business_id: int | None) -> bool:
        """Whether this person takes no tasks of that business, because they may only look at them."""
        viewed = self.viewers.get(member_id or 0, frozenset())
        return business_id in viewed or None in viewed

    def may_do(self, member_id: int | None, business_id: int | None) -> bool:
        """Whether the speaker may give a task of that business to that person: the speaker, the owner, or its people."""
        member = self.members.get(member_id or 0)
        if self.unrestricted or member_id in (None, self.speaker_id):
            return True
        if member is None:
            return False
        return member.is_owner or business_id is None or business_id in self.works_for[member_id or 0]


async def load_directory_names(session: AsyncSession, speaker: Speaker) -> DirectoryNames:
    """The names that the speaker may know."""
    return await read_once(
        session, ("directory names", speaker.reach), lambda: _load_directory_names(session, speaker)
    )


async def _load_directory_names(session: AsyncSession, speaker: Speaker) -> DirectoryNames:
    workspace = speaker.workspace_id
    businesses = (await session.exec(select(Business).where(Business.workspace_id == workspace))).all()
    projects = (await session.exec(select(Project).where(Project.workspace_id == workspace))).all()
    members = (await session.exec(select(Member).where(Member.workspace_id == workspace))).all()
    memberships = (await session.exec(select(Membership).where(Membership.workspace_id == workspace))).all()
    own = known_businesses(speaker, (b.id for b in businesses), memberships)
    if speaker.only_business is not None:
        own &= {speaker.only_business}
    everything = speaker.is_owner and speaker.only_business is None
    works_for = {
        m.id: frozenset(s.business_id for s in memberships if s.member_id == m.id and s.business_id in own)
        for m in members
        if m.id
    }
    roles: dict[int, dict[int, str]] = {}
    for each in memberships:
        roles.setdefault(each.member_id, {})[each.business_id] = each.role
    return DirectoryNames(
        businesses={b.id: b for b in businesses if b.id in own},
        projects={p.id: p for p in projects if p.id and (everything or p.business_id in own)},
        members={m.id: m for m in members if m.id and (everything or _is_known(speaker, m, works_for[m.id]))},
        works_for=works_for,
        speaker_id=speaker.member_id,
        unrestricted=everything,
        only_business=speaker.only_business,
        roles={
            member: {firm: role for firm, role in held.items() if firm in own and role != "member"}
            for member, held in roles.items()
        },
        viewers=_viewers(members, roles),
    )


def _viewers(
    members: Iterable[Member], roles: Mapping[int, Mapping[int, str]]
) -> dict[int, frozenset[int | None]]:
    found: dict[int, frozenset[int | None]] = {}
    for member in members:
        held = roles.get(member.id or 0, {})
        viewed: set[int | None] = {business for business, role in held.items() if role == "viewer"}
        if viewed and not member.is_owner:
            found[member.id or 0] = frozenset(viewed | ({None} if len(viewed) == len(held) else set()))
    return found


def known_businesses(
    speaker: Speaker, businesses: Iterable[int | None], memberships: Iterable[Membership]
) -> set[int]:
    """Which of the workspace's businesses the speaker may know of: the owner of all, another of those they work for."""
    if speaker.is_owner:
        return {business for business in businesses if business is not None}
    return {s.business_id for s in memberships if s.member_id == speaker.member_id}


def _is_known(speaker: Speaker, member: Member, shared: Collection[int]) -> bool:
    return member.is_owner or member.id == speaker.member_id or bool(shared)
