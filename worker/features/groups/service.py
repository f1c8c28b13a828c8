"""Groups of a workspace: remembered when the bot is added, bound to a business by the owner, moved with their new id."""

import datetime as dt

from sqlalchemy import exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.delivery_pause import DeliveryPause
from models.tables.group_chat import GroupChat, GroupEvent
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from worker.core.directory_names import load_directory_names
from worker.core.group_places import find_group
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker, speaker_of
from worker.features.groups.views import binding_question, bound_announcement

KIND = "group"


async def remember_group(
    session: AsyncSession, workspace_id: int, telegram_id: int, title: str, now: dt.datetime
) -> GroupChat:
    """The row of a group that the bot is in, locked; one that no owner has bound goes with whoever speaks of it now."""
    statement = select(GroupChat).where(GroupChat.telegram_id == telegram_id).with_for_update()
    group = (await session.exec(statement)).first()
    if group is None:
        group = GroupChat(telegram_id=telegram_id, workspace_id=workspace_id, created_at=now)
    elif (
        group.workspace_id != workspace_id
        and group.business_id is None
        and not await _has_history(session, group)
    ):
        group.workspace_id = workspace_id
    group.title, group.removed_at = title or group.title, None
    session.add(group)
    await session.flush()
    return group


async def _has_history(session: AsyncSession, group: GroupChat) -> bool:
    done = select(Operation.id).where(Operation.group_id == group.id).limit(1)
    bound = select(GroupEvent.id).where(GroupEvent.group_id == group.id).limit(1)
    return bool((await session.exec(done)).first() or (await session.exec(bound)).first())


async def note_removed(session: AsyncSession, telegram_id: int, now: dt.datetime) -> GroupChat | None:
    """The bot is no longer in a group, which keeps its business for the day it is added again; None for an unknown one."""
    group = await find_group(session, telegram_id)
    if group is not None:
        group.removed_at = now
        session.add(group)
    return group


async def find_own_group(session: AsyncSession, speaker: Speaker, group_id: int) -> GroupChat | None:
    """A group of the speaker's workspace by its row, locked."""
    statement = select(GroupChat).where(
        GroupChat.id == group_id, GroupChat.workspace_id == speaker.workspace_id
    )
    return (await session.exec(statement.with_for_update())).first()


async def list_groups(session: AsyncSession, speaker: Speaker) -> list[GroupChat]:
    """The groups of the speaker's workspace that the bot is in, by name."""
    statement = select(GroupChat).where(
        GroupChat.workspace_id == speaker.workspace_id, col(GroupChat.removed_at).is_(None)
    )
    return list((await session.exec(statement.order_by(col(GroupChat.title), col(GroupChat.id)))).all())


async def bind_group(
    session: AsyncSession,
    speaker: Speaker,
    group: GroupChat,
    business_id: int | None,
    context: HandlerContext,
) -> Operation:
    """Bind a group to a business, or to none; the group is told. The operation undoes it."""
    operation = await new_operation(session, speaker, KIND, context)
    await _set_business(session, group, business_id, operation, context.now)
    names = await load_directory_names(session, speaker)
    told = bound_announcement(speaker.translator, names.business_name(business_id))
    await _tell_group(session, group, told, f"group:{operation.id}", context.trace_id, context.now)
    return operation


async def _set_business(
    session: AsyncSession,
    group: GroupChat,
    business_id: int | None,
    operation: Operation,
    now: dt.datetime,
) -> None:
    assert group.id is not None
    assert operation.id is not None
    session.add(
        GroupEvent(
            workspace_id=group.workspace_id,
            operation_id=operation.id,
            group_id=group.id,
            before=group.business_id,
            after=business_id,
            created_at=now,
        )
    )
    group.business_id = business_id
    session.add(group)
    await session.flush()


async def _tell_group(
    session: AsyncSession, group: GroupChat, reply: Reply, dedupe_key: str, trace_id: str, now: dt.datetime
) -> None:
    if group.removed_at is not None:
        return
    session.add(
        outbox_row(
            reply,
            workspace_id=group.workspace_id,
            chat_telegram_id=group.telegram_id,
            dedupe_key=dedupe_key,
            trace_id=trace_id,
            now=now,
        )
    )


async def undo_bindings(
    session: AsyncSession, speaker: Speaker, operation_id: int, counter: Operation, now: dt.datetime
) -> list[str]:
    """Groups that an operation bound have the business of before again, unless bound otherwise since; their titles."""
    statement = select(GroupEvent).where(
        GroupEvent.operation_id == operation_id, GroupEvent.workspace_id == speaker.workspace_id
    )
    titles: list[str] = []
    for event in (await session.exec(statement.order_by(col(GroupEvent.id).desc()))).all():
        group = await find_own_group(session, speaker, event.group_id)
        if group is None or group.business_id != event.after:
            continue
        await _set_business(session, group, event.before, counter, now)
        names = await load_directory_names(session, speaker.in_private())
        told = bound_announcement(speaker.translator, names.business_name(event.before))
        await _tell_group(session, group, told, f"group:{counter.id}", counter.trace_id, now)
        titles.append(group.title)
    return titles


async def move_group(session: AsyncSession, old: int, new: int) -> bool:
    """A group has become a supergroup with another id: its binding and what is still to be sent go with it; False for a
    group that is not known. Told by both chats and by a refused send, it is done once."""
    group = await find_group(session, old)
    if group is None:
        return False
    newer = await find_group(session, new)
    if newer is not None:
        # Added to the new chat before it was told that it is the old one.
        await session.delete(newer)
        await session.flush()
    group.telegram_id, group.removed_at = new, None
    session.add(group)
    waiting = (col(OutboundMessage.chat_telegram_id) == old, col(OutboundMessage.state) == "pending")
    await session.execute(update(OutboundMessage).where(*waiting).values(chat_telegram_id=new))
    paused = col(DeliveryPause.chat_telegram_id)
    await session.execute(
        update(DeliveryPause)
        .where(paused == old, ~exists().where(paused == new))
        .values(chat_telegram_id=new)
    )
    await session.flush()
    return True


async def find_owner(session: AsyncSession, workspace_id: int) -> Speaker | None:
    """The owner of a workspace in their private chat."""
    statement = (
        select(Chat, Member)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Chat.workspace_id == workspace_id, col(Member.is_owner), col(Member.archived_at).is_(None))
        .order_by(col(Chat.id))
    )
    found = (await session.exec(statement)).first()
    return None if found is None else speaker_of(*found)


async def ask_owner(
    session: AsyncSession, owner: Speaker, group: GroupChat, *, added_by: str | None = None
) -> Reply:
    """The question which business a group is for, in the owner's private chat: names of businesses are not for groups."""
    names = await load_directory_names(session, owner)
    question = binding_question(owner, group, names, added_by=added_by)
    return Reply(question.text, question.buttons, chat=owner.chat_telegram_id, purpose="notice")
