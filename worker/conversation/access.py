"""Access: who is let in, and the one polite sentence for everybody else."""

import hashlib

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.chat import Chat
from models.invitation import Invitation
from models.member import Member
from models.queue import keys
from models.stranger import StrangerCount
from models.workspace import Workspace
from worker.conversation.commands.start import greeting
from worker.conversation.effect import Done, Effect, Moment
from worker.conversation.incoming import Incoming
from worker.conversation.invitations import find_invitation
from worker.conversation.reply import Reply
from worker.conversation.speaker import speaker_of
from worker.conversation.words import words_of
from worker.digests.schedules import new_schedules
from worker.services import Services

_DAY_SECONDS = 86_400


async def knock(services: Services, incoming: Incoming) -> Effect:
    """Somebody we do not know: the owner by id, a bearer of an invitation, or a stranger."""
    if not incoming.private:
        return _turned_away(first=False, incoming=incoming)
    if incoming.user_telegram_id == services.settings.owner_telegram_id:
        return _owner_enters(services, incoming)
    token = incoming.text.removeprefix("/start").strip() if incoming.text.startswith("/start ") else ""
    first = await _first_today(services, incoming)
    if not token:
        return _turned_away(first=first, incoming=incoming)

    async def effect(session: AsyncSession, moment: Moment) -> Done:
        invitation = await find_invitation(session, token, moment.now)
        if invitation is None or not await _usable(session, invitation):
            return await _turned_away(first=first, incoming=incoming)(session, moment)
        invitation.used_at = moment.now
        session.add(invitation)
        return await _enter(
            services, session, incoming, await _member(session, invitation, incoming, moment), moment
        )

    return effect


async def _usable(session: AsyncSession, invitation: Invitation) -> bool:
    """An owner's link is void once somebody owns the bot; concurrent bearers are put in order by a lock."""
    if invitation.kind != "owner" or invitation.workspace_id is not None:
        return True
    await session.execute(select(func.pg_advisory_xact_lock(_OWNER_LOCK)))
    return (await session.exec(select(Member.id).where(col(Member.is_owner)))).first() is None


_OWNER_LOCK = 7_301_984_554


def _owner_enters(services: Services, incoming: Incoming) -> Effect:
    async def effect(session: AsyncSession, moment: Moment) -> Done:
        member = await _known_member(session, incoming) or await _new_owner(session, incoming, moment)
        return await _enter(services, session, incoming, member, moment)

    return effect


async def _known_member(session: AsyncSession, incoming: Incoming) -> Member | None:
    statement = select(Member).where(Member.telegram_user_id == incoming.user_telegram_id)
    return (await session.exec(statement)).first()


async def _new_owner(session: AsyncSession, incoming: Incoming, moment: Moment) -> Member:
    workspace = Workspace(name=incoming.user_name or "Owner", created_at=moment.now)
    session.add(workspace)
    await session.flush()
    assert workspace.id is not None
    member = Member(
        workspace_id=workspace.id,
        name=incoming.user_name or "Owner",
        is_owner=True,
        telegram_user_id=incoming.user_telegram_id,
        created_at=moment.now,
    )
    session.add(member)
    await session.flush()
    return member


async def _member(
    session: AsyncSession, invitation: Invitation, incoming: Incoming, moment: Moment
) -> Member:
    if invitation.member_id is None:
        return await _known_member(session, incoming) or await _new_owner(session, incoming, moment)
    member = await session.get_one(Member, invitation.member_id)
    member.telegram_user_id = incoming.user_telegram_id
    session.add(member)
    return member


async def _enter(
    services: Services, session: AsyncSession, incoming: Incoming, member: Member, moment: Moment
) -> Done:
    """A chat of their own, with the schedules everybody starts with, and a greeting."""
    assert member.id is not None
    chat = Chat(
        telegram_id=incoming.chat_telegram_id,
        workspace_id=member.workspace_id,
        member_id=member.id,
        language=incoming.user_language,
        zone=services.settings.default_zone,
        created_at=moment.now,
    )
    session.add(chat)
    await session.flush()
    await new_schedules(session, chat, services.settings.digest_time, moment.now)
    return Done(list(greeting(speaker_of(chat, member))), workspace_id=member.workspace_id)


async def _first_today(services: Services, incoming: Incoming) -> bool:
    """Whether this stranger gets their sentence: once a day, remembered by a hash that expires."""
    who = hashlib.sha256(f"stranger:{incoming.chat_telegram_id}".encode()).hexdigest()[:32]
    # By update: a rerun after a crash is still the first.
    mark = await services.redis.set(
        keys.STRANGER + who, incoming.update_id, nx=True, ex=_DAY_SECONDS, get=True
    )
    return mark is None or int(mark) == incoming.update_id


def _turned_away(*, first: bool, incoming: Incoming) -> Effect:
    async def effect(session: AsyncSession, moment: Moment) -> Done:
        counted = insert(StrangerCount).values(on_date=moment.now.date(), messages=1)
        await session.execute(
            counted.on_conflict_do_update(
                index_elements=["on_date"], set_={"messages": StrangerCount.messages + 1}
            )
        )
        sentence = words_of(incoming.user_language).say(
            "This planner is private. Ask its owner for an invitation."
        )
        return Done([Reply(sentence, ephemeral=True)] if first else [], outcome="stranger")

    return effect
