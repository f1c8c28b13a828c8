"""The person a message comes from: chat, workspace, member, language and zone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import local_day
from models.tables.chat import Chat
from models.tables.member import Member, Membership
from worker.core.i18n import Translator, translator_for

Role = Literal["owner", "manager", "member", "viewer"]


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group bound to a business. Whoever speaks there reaches only what belongs to this business.

    `private_chat` is the Telegram id of the speaker's own chat with the bot.
    """

    id: int
    telegram_id: int
    business_id: int
    private_chat: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A known chat and the member behind it. Every query of theirs is scoped by `workspace_id` (invariant I8).

    In a group `chat_telegram_id` is the group's: the messages that are answered there are those of the group. `chat_id`
    stays the row of the person's private chat. `limited_to` is set where a program speaks for them whose access is limited
    to that business.
    """

    workspace_id: int
    chat_id: int
    chat_telegram_id: int
    member_id: int
    name: str
    is_owner: bool
    language: str
    zone: ZoneInfo
    zone_confirmed: bool
    language_chosen: bool = False
    group: GroupPlace | None = None
    limited_to: int | None = None

    @property
    def only_business(self) -> int | None:
        """The only business that is within reach here: that of the group, or of the program; None without such a limit."""
        return self.limited_to if self.group is None else self.group.business_id

    # What they may do in each business they work for, as far as it is known; the owner may do everything.
    roles: Mapping[int, Role] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """What the speaker may do here: the most of any of their businesses, in a group what its business allows."""
        if self.is_owner:
            return "owner"
        held = set(self.roles.values())
        if self.only_business is not None:
            return self.roles.get(self.only_business, "member")
        if "manager" in held:
            return "manager"
        return "viewer" if held == {"viewer"} else "member"

    @property
    def overseen(self) -> frozenset[int]:
        """The businesses all of whose tasks the speaker sees here because they manage or view them; none for the owner,
        who sees those of every business."""
        seen = {firm for firm, role in self.roles.items() if role in ("manager", "viewer")}
        if self.is_owner:
            return frozenset()
        return frozenset(seen if self.only_business is None else seen & {self.only_business})

    @property
    def reach(self) -> tuple[int, int, int, int | None]:
        """Who speaks where: speakers with the same reach read the same rows in one session."""
        return self.workspace_id, self.member_id, self.chat_telegram_id, self.only_business

    @property
    def translator(self) -> Translator:
        """The translator of the speaker's language."""
        return translator_for(self.language)

    @property
    def group_id(self) -> int | None:
        """The row of the group they speak in; None in their private chat."""
        return None if self.group is None else self.group.id

    def in_private(self) -> "Speaker":
        """The same person in their private chat."""
        if self.group is None:
            return self
        return replace(self, chat_telegram_id=self.group.private_chat, group=None)

    def today(self, now: dt.datetime) -> dt.date:
        """The speaker's calendar day at an instant."""
        return local_day(now, self.zone)


# A member's role by business, as one JSON object.
_ROLES = (
    select(func.jsonb_object_agg(col(Membership.business_id), col(Membership.role)))
    .where(col(Membership.member_id) == col(Member.id))
    .correlate(Member)
    .scalar_subquery()
)


# An archived member is an unknown sender until the owner restores them.
_KNOWN = select(Chat, Member, _ROLES).where(
    col(Member.id) == col(Chat.member_id), col(Member.archived_at).is_(None)
)


async def find_speaker(session: AsyncSession, chat_telegram_id: int) -> Speaker | None:
    """The speaker of a chat, None for a chat that was never invited or whose member is archived."""
    found = (await session.exec(_KNOWN.where(Chat.telegram_id == chat_telegram_id))).first()
    return None if found is None else speaker_of(*found)


async def find_speakers(
    session: AsyncSession, condition: ColumnElement[bool] | bool, most: int
) -> list[Speaker]:
    """The speakers of the private chats that fulfil a condition on Chat and Member: the owners first, `most` at most."""
    statement = _KNOWN.where(Chat.kind == "private", condition)
    statement = statement.order_by(col(Member.is_owner).desc(), col(Chat.id)).limit(most)
    return [speaker_of(*found) for found in (await session.exec(statement)).all()]


def speaker_of(chat: Chat, member: Member, roles: Mapping[str, str] | None = None) -> Speaker:
    """The speaker of a chat and its member, which must have been flushed; `roles` by business where they are known."""
    assert chat.id is not None
    assert member.id is not None
    return Speaker(
        workspace_id=chat.workspace_id,
        chat_id=chat.id,
        chat_telegram_id=chat.telegram_id,
        member_id=member.id,
        name=member.name,
        is_owner=member.is_owner,
        language=chat.language,
        language_chosen=chat.language_chosen,
        zone=ZoneInfo(chat.zone),
        zone_confirmed=chat.zone_confirmed,
        roles={int(business): cast("Role", role) for business, role in (roles or {}).items()},
    )
