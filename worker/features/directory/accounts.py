"""The Telegram account of each member: a member has one at most, and an account belongs to one member."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from worker.core.handler import HandlerContext
from worker.core.i18n import translator_for
from worker.core.reply import Button, Reply, escape_html, outbox_row


async def chat_of_account(session: AsyncSession, telegram_id: int) -> Chat | None:
    """The chat of a Telegram account, also that of an archived member."""
    return (await session.exec(select(Chat).where(Chat.telegram_id == telegram_id))).first()


async def chat_of_member(session: AsyncSession, member: Member) -> Chat | None:
    """The private chat a member has or, when archived, had."""
    statement = select(Chat).where(Chat.member_id == member.id, Chat.kind == "private")
    return (await session.exec(statement.order_by(col(Chat.id).desc()).limit(1))).first()


async def has_access(session: AsyncSession, member: Member) -> bool:
    """Whether a member can use the bot: not archived, and with a chat."""
    return member.archived_at is None and await chat_of_member(session, member) is not None


async def is_invitation_valid(session: AsyncSession, invitation: Invitation, member: Member) -> bool:
    """Whether an invitation still lets somebody in as this member, given what changed since it was made."""
    if (invitation.kind == "owner") != member.is_owner:
        return False
    if member.archived_at is not None and member.archived_at > invitation.created_at:
        return False
    return invitation.replaces_account or not await has_access(session, member)


async def account_is_free(session: AsyncSession, telegram_id: int, member: Member | None) -> bool:
    """Whether an account may become this member's: unused until now, or of an archived member of the same workspace.

    Without a `member`, for a new workspace, it must have been nobody's.
    """
    statement = select(Member).where(
        (col(Member.telegram_user_id) == telegram_id)
        | col(Member.id).in_(select(Chat.member_id).where(Chat.telegram_id == telegram_id))
    )
    holders = (await session.exec(statement)).all()
    return all(each is member or _has_left(each, member) for each in holders)


def _has_left(holder: Member, member: Member | None) -> bool:
    same = member is not None and member.workspace_id == holder.workspace_id
    return same and holder.archived_at is not None


async def give_account(session: AsyncSession, member: Member, telegram_id: int) -> Chat | None:
    """Make a free account the member's, together with their present chat; returns that chat, None when there is none.

    The previous account loses access: from now on its messages are those of an unknown sender.
    """
    own, held = await chat_of_member(session, member), await chat_of_account(session, telegram_id)
    if own is not None and own is not held:
        await _move_chat(session, own, held, telegram_id)
    elif held is not None:
        assert member.id is not None
        held.member_id = member.id
    chat = own or held
    if chat is not None:
        chat.blocked_at = None
        session.add(chat)
    await session.execute(
        update(Member)
        .where(col(Member.telegram_user_id) == telegram_id, col(Member.id) != member.id)
        .values(telegram_user_id=None)
    )
    member.telegram_user_id = telegram_id
    session.add(member)
    await session.flush()
    return chat


async def _move_chat(session: AsyncSession, own: Chat, held: Chat | None, telegram_id: int) -> None:
    """Give a chat another account. The archived member's chat that had it takes over the old one, without access."""
    before = own.telegram_id
    if held is not None:
        # Account numbers are unique, checked per statement; no real one is negative.
        held.telegram_id = -before
        await session.flush()
    own.telegram_id = telegram_id
    await session.flush()
    if held is not None:
        held.telegram_id = before
        await session.flush()
    await session.execute(
        update(OutboundMessage)
        .where(
            col(OutboundMessage.chat_telegram_id) == before,
            col(OutboundMessage.state) == "pending",
            col(OutboundMessage.method) != "editMessageText",
        )
        .values(chat_telegram_id=telegram_id)
    )


async def chats_of_owners(session: AsyncSession, workspace_id: int) -> Sequence[Chat]:
    """The private chats of a workspace's owners, the first owner's first."""
    statement = (
        select(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Chat.workspace_id == workspace_id, col(Member.is_owner), Chat.kind == "private")
        .order_by(col(Chat.id))
    )
    return (await session.exec(statement)).all()


async def notify_owners(session: AsyncSession, member: Member, context: HandlerContext) -> None:
    """Notify every owner of the workspace that a member now writes from another account."""
    for chat in await chats_of_owners(session, member.workspace_id):
        session.add(
            outbox_row(
                _new_account_notice(chat, member),
                workspace_id=chat.workspace_id,
                chat_telegram_id=chat.telegram_id,
                dedupe_key=f"{context.trace_id}:account:{chat.id}",
                trace_id=context.trace_id,
                now=context.now,
            )
        )


def _new_account_notice(chat: Chat, member: Member) -> Reply:
    gettext = translator_for(chat.language).gettext
    text = gettext(
        "{name} now writes from another Telegram account; the previous one has lost access. If that is not {name}, remove them from the team.",
        name=escape_html(member.name),
    )
    away = Button(gettext("Archive"), f"w:gone:m:{member.id}")
    show = Button(gettext("Show"), f"w:show:m:{member.id}")
    return Reply(text, ((away, show),), purpose="trouble")
