"""The buttons of the settings (`st:`)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker, find_speaker
from worker.features.settings.catalogue import setting_of
from worker.features.settings.screens import setting_screen, settings_overview
from worker.features.settings.setting import Place


async def handle_setting_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The screen after a button whose data is `st:` and `path`: all settings, one, or one with another value.

    None for made-up data, and for a setting that is not the speaker's to change.
    """
    place = Place(session, speaker, context.now)
    if not path:
        return await settings_overview(place)
    setting = setting_of(speaker, path[0])
    if setting is None:
        return None
    if len(path) == 1:
        return await setting_screen(place, setting)
    before = await setting_screen(place, setting)
    if not await setting.change(place, ":".join(path[1:])):
        return None
    await session.flush()
    # Language and zone are part of who speaks: the screen shows them as they are now.
    changed = await find_speaker(session, speaker.chat_telegram_id)
    after = await setting_screen(replace(place, speaker=changed or speaker), setting)
    if after != before:
        return after
    same = speaker.translator.gettext("It is set so already.")
    return replace(after, text=f"{after.text}\n\n{same}")
