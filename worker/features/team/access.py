"""Admission: invitations and the owner's first message, and the one refusal for unknown senders."""

import datetime as dt
import hashlib

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue import keys
from models.tables.chat import Chat
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.unknown_sender_count import UnknownSenderCount
from models.tables.workspace import Workspace
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.i18n import gettext_noop, translator_for
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker, find_speaker, speaker_of
from worker.features.digests.schedules import new_schedules
from worker.features.directory.accounts import (
    account_is_free,
    chats_of_owners,
    give_account,
    is_invitation_valid,
    notify_owners,
)
from worker.features.directory.invitations import (
    find_invitation,
    is_token_of_ours,
    withdraw_invitations,
)
from worker.features.directory.own_name import own_name_question
from worker.features.help.dead_links import DEAD_LINK_TEXTS
from worker.features.help.views import greeting, greeting_beside_task
from worker.services import Services
from worker.telegram.update import IncomingUpdate

_DAY_SECONDS = 86_400
_PRIVATE_TEXT = gettext_noop("This planner is private. Ask its owner for an invitation.")
_ACCOUNT_TAKEN_TEXT = gettext_noop(
    "This Telegram account belongs to somebody else's planner, and can be in only one."
)


async def handle_unknown_sender(services: Services, incoming: IncomingUpdate) -> Handler:
    """The handler of an unknown sender: the owner by id, somebody with an invitation, or anybody else."""
    if not incoming.private:
        return _refuse(first=False, incoming=incoming)
    if incoming.user_telegram_id == services.settings.owner_telegram_id:
        return _admit_owner(services, incoming)
    token = incoming.text.removeprefix("/start").strip() if incoming.text.startswith("/start ") else ""
    if not token:
        return _refuse(first=await _is_first_today(services, incoming, "word"), incoming=incoming)
    # Whoever holds a token of ours is told each time what it does; guesses are answered once a day.
    if not await is_token_of_ours(services.database, token):
        first = await _is_first_today(services, incoming, "link")
        return _refuse(first=first, incoming=incoming, sentence=DEAD_LINK_TEXTS["wrong"])

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        found = await find_invitation(session, token, context.now)
        if not isinstance(found, str):
            return await _accept_invitation(services, session, found, incoming, context)
        return await _refuse(incoming=incoming, sentence=DEAD_LINK_TEXTS[found]).apply(session, context)

    return Handler(apply)


async def _accept_invitation(
    services: Services,
    session: AsyncSession,
    invitation: Invitation,
    incoming: IncomingUpdate,
    context: HandlerContext,
) -> HandlerResult:
    """Carry out a valid invitation: a new owner, a member's first or next account, or the reason for a refusal."""
    if invitation.member_id is None and not await _is_usable(session, invitation):
        return await _refuse(incoming=incoming, sentence=DEAD_LINK_TEXTS["used"]).apply(session, context)
    if invitation.member_id is None:
        done = await _admit_new_owner(services, session, incoming, context)
    else:
        member = await session.get_one(Member, invitation.member_id, with_for_update=True)
        if not await is_invitation_valid(session, invitation, member):
            return await _refuse(incoming=incoming, sentence=DEAD_LINK_TEXTS["withdrawn"]).apply(
                session, context
            )
        done = await _admit_member(services, session, incoming, member, context)
    if done.outcome == "done":
        invitation.used_at = context.now
        session.add(invitation)
    return done


async def _is_usable(session: AsyncSession, invitation: Invitation) -> bool:
    """Whether an invitation is usable: an owner's is not once the bot has one. A lock serialises concurrent uses."""
    if invitation.kind != "owner" or invitation.workspace_id is not None:
        return True
    await session.execute(select(func.pg_advisory_xact_lock(_OWNER_LOCK)))
    return (await session.exec(select(Member.id).where(col(Member.is_owner)))).first() is None


_OWNER_LOCK = 7_301_984_554


def is_owners_first_word(services: Services, incoming: IncomingUpdate) -> bool:
    """Whether an unknown sender is the owner by id, who says something else than /start: it is to be acted upon."""
    said_something = incoming.kind not in ("callback", "blocked", "unblocked", "other")
    return (
        incoming.private
        and said_something
        and incoming.user_telegram_id == services.settings.owner_telegram_id
        and not incoming.text.startswith("/start")
    )


async def admit_owner_who_speaks(
    services: Services, incoming: IncomingUpdate, trace_id: str, now: dt.datetime
) -> Speaker | None:
    """Admit the owner, and greet them in the same transaction, before what they said is read: a crash in between leaves
    them admitted and greeted, and the message is read again. None where they are refused."""
    async with services.database.transaction() as session:
        chat_and_member = await _admitted_owner(services, session, incoming, now)
        if chat_and_member is None:
            return None
        speaker = speaker_of(*chat_and_member)
        session.add(
            outbox_row(
                greeting_beside_task(speaker, now),
                workspace_id=speaker.workspace_id,
                chat_telegram_id=incoming.chat_telegram_id,
                dedupe_key=f"{trace_id}:hello",
                trace_id=trace_id,
                now=now,
            )
        )
    return speaker


def _admit_owner(services: Services, incoming: IncomingUpdate) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return await _admit_new_owner(services, session, incoming, context)

    return Handler(apply)


async def _admit_new_owner(
    services: Services, session: AsyncSession, incoming: IncomingUpdate, context: HandlerContext
) -> HandlerResult:
    """Admit an owner and greet them; refused for an account known to another workspace."""
    admitted = await _admitted_owner(services, session, incoming, context.now)
    if admitted is None:
        return await _refuse(incoming=incoming, sentence=_ACCOUNT_TAKEN_TEXT).apply(session, context)
    return await _greeted(session, *admitted, context)


async def _admitted_owner(
    services: Services, session: AsyncSession, incoming: IncomingUpdate, now: dt.datetime
) -> tuple[Chat, Member] | None:
    """The owner's chat and member, created unless they exist; None for an account known to another workspace."""
    statement = select(Member).where(Member.telegram_user_id == incoming.user_telegram_id)
    member = (await session.exec(statement)).first()
    if member is None and await account_is_free(session, incoming.user_telegram_id, None):
        member = await _new_owner(session, incoming, now)
    if member is None or member.archived_at is not None:
        return None
    return await _admitted(services, session, incoming, member, now)


async def _new_owner(session: AsyncSession, incoming: IncomingUpdate, now: dt.datetime) -> Member:
    workspace = Workspace(name=incoming.user_name or "Owner", created_at=now)
    session.add(workspace)
    await session.flush()
    assert workspace.id is not None
    member = Member(
        workspace_id=workspace.id,
        name=incoming.user_name or "Owner",
        is_owner=True,
        telegram_user_id=incoming.user_telegram_id,
        created_at=now,
    )
    session.add(member)
    await session.flush()
    return member


async def _admit_member(
    services: Services,
    session: AsyncSession,
    incoming: IncomingUpdate,
    member: Member,
    context: HandlerContext,
) -> HandlerResult:
    """Admit a member with this account and greet them; the owners learn of another account than before."""
    before = member.telegram_user_id
    admitted = await _admitted(services, session, incoming, member, context.now)
    if admitted is None:
        return await _refuse(incoming=incoming, sentence=_ACCOUNT_TAKEN_TEXT).apply(session, context)
    if before not in (None, incoming.user_telegram_id):
        await notify_owners(session, member, context)
    greeted = await _greeted(session, *admitted, context)
    if before is None and not member.is_owner:
        greeted.replies.insert(1, own_name_question(speaker_of(*admitted)))
    return greeted


async def _greeted(
    session: AsyncSession, chat: Chat, member: Member, context: HandlerContext
) -> HandlerResult:
    # With what they may do, which the greeting and the set-up depend on.
    newcomer = await find_speaker(session, chat.telegram_id) or speaker_of(chat, member)
    replies = await greeting(session, newcomer, context.now)
    return HandlerResult(replies, workspace_id=member.workspace_id)


async def _admitted(
    services: Services, session: AsyncSession, incoming: IncomingUpdate, member: Member, now: dt.datetime
) -> tuple[Chat, Member] | None:
    """A member with this account, restored from the archive, with default schedules for a new chat; None for an account
    that is somebody else's."""
    if not await account_is_free(session, incoming.user_telegram_id, member):
        return None
    member.archived_at = None
    chat = await give_account(session, member, incoming.user_telegram_id)
    if chat is None:
        chat = await _new_chat(services, session, incoming, member, now)
    assert member.id is not None
    await withdraw_invitations(session, member.id, now)
    return chat, member


async def _new_chat(
    services: Services, session: AsyncSession, incoming: IncomingUpdate, member: Member, now: dt.datetime
) -> Chat:
    assert member.id is not None
    owners = [] if member.is_owner else await chats_of_owners(session, member.workspace_id)
    chat = Chat(
        telegram_id=incoming.chat_telegram_id,
        workspace_id=member.workspace_id,
        member_id=member.id,
        language=incoming.user_language,
        # A team is mostly in one place; /timezone is there for who is elsewhere.
        zone=owners[0].zone if owners else services.settings.default_zone,
        zone_confirmed=bool(owners) and owners[0].zone_confirmed,
        created_at=now,
    )
    session.add(chat)
    await session.flush()
    await new_schedules(session, chat, services.settings.digest_time, now)
    return chat


async def _is_first_today(services: Services, incoming: IncomingUpdate, kind: str) -> bool:
    """Whether this unknown sender is answered: once a day to each kind of message, remembered by a hash that expires."""
    who = hashlib.sha256(f"stranger:{kind}:{incoming.chat_telegram_id}".encode()).hexdigest()[:32]
    # By update: a rerun after a crash is still the first.
    mark = await services.redis.set(
        keys.UNKNOWN_SENDER + who, incoming.update_id, nx=True, ex=_DAY_SECONDS, get=True
    )
    return mark is None or int(mark) == incoming.update_id


def _refuse(*, incoming: IncomingUpdate, first: bool = True, sentence: str = _PRIVATE_TEXT) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        counted = insert(UnknownSenderCount).values(on_date=context.now.date(), messages=1)
        await session.execute(
            counted.on_conflict_do_update(
                index_elements=["on_date"], set_={"messages": UnknownSenderCount.messages + 1}
            )
        )
        said = translator_for(incoming.user_language).gettext(sentence)
        return HandlerResult([Reply(said, ephemeral=True)] if first else [], outcome="stranger")

    return Handler(apply)
