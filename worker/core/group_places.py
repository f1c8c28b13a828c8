"""Who speaks in a group: a member of the group's workspace who works for its business, within that business only."""

from dataclasses import replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.group_chat import GroupChat
from worker.core.directory_names import load_directory_names
from worker.core.speaker import GroupPlace, Speaker, find_speaker


async def find_group(session: AsyncSession, telegram_id: int) -> GroupChat | None:
    """The group of a Telegram id; None for one that no member has brought the bot to."""
    return (await session.exec(select(GroupChat).where(GroupChat.telegram_id == telegram_id))).first()


async def speaker_in_group(session: AsyncSession, speaker: Speaker, group: GroupChat) -> Speaker | None:
    """The speaker as they are in the group; None when the group or its business is not theirs, or it is bound to none."""
    if group.id is None or group.business_id is None or group.workspace_id != speaker.workspace_id:
        return None
    business = (await load_directory_names(session, speaker)).businesses.get(group.business_id)
    if business is None or business.archived_at is not None:
        return None
    place = GroupPlace(group.id, group.telegram_id, group.business_id, speaker.chat_telegram_id)
    return replace(speaker, chat_telegram_id=group.telegram_id, group=place)


async def find_group_speaker(
    session: AsyncSession, group_telegram_id: int, user_telegram_id: int
) -> Speaker | None:
    """The person of a Telegram account as they speak in a group; None for everybody who has nothing to say there."""
    group = await find_group(session, group_telegram_id)
    # A private chat has the id of its user.
    speaker = await find_speaker(session, user_telegram_id) if group is not None else None
    return None if group is None or speaker is None else await speaker_in_group(session, speaker, group)
