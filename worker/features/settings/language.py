"""/language: the language of the answers, chosen; until it is, the bot follows the language it is written to in."""

import re
from dataclasses import replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.chat import Chat
from worker.core.command_request import CommandRequest
from worker.core.i18n import translator_for
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker

_NAMES = {"en": "English", "ru": "Русский"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# Fewer words are as often a name or a brand as a language.
_LEAST_WORDS = 3


async def language(request: CommandRequest) -> list[Reply]:
    """Set the language that was named, or offer both."""
    wanted = request.argument.strip().lower()
    chosen = next((code for code, name in _NAMES.items() if wanted in (code, name.lower())), None)
    if chosen is not None:
        return [await choose_language(request.session, request.speaker, chosen) or _offer(request.speaker)]
    return [_offer(request.speaker)]


async def choose_language(session: AsyncSession, speaker: Speaker, code: str) -> Reply | None:
    """Answer in this language from now on, whatever is written; None for one we do not speak."""
    if code not in _NAMES:
        return None
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
    chat.language, chat.language_chosen = code, True
    session.add(chat)
    return Reply(translator_for(code).gettext("From now on I answer in English."))


def language_of(text: str) -> str | None:
    """The language of at least three words in one alphabet; None when it is too little, or mixed."""
    words = _WORD.findall(text)
    russian = sum(_CYRILLIC.search(word) is not None for word in words)
    if len(words) < _LEAST_WORDS:
        return None
    if russian * 3 >= len(words) * 2:
        return "ru"
    return "en" if russian == 0 else None


async def follow_language(database: Database, speaker: Speaker, text: str, app_language: str) -> Speaker:
    """The speaker, from now on answered in the language they write in, unless they chose one.

    English words do not turn a chat whose app is Russian: three of them may well be brands.
    """
    spoken = language_of(text)
    if speaker.language_chosen or spoken in (None, speaker.language):
        return speaker
    if spoken == "en" and app_language != "en":
        return speaker
    async with database.transaction() as session:
        chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
        chat.language = spoken
        session.add(chat)
    return replace(speaker, language=spoken)


def _offer(speaker: Speaker) -> Reply:
    buttons = tuple(Button(name, f"lang:{code}") for code, name in _NAMES.items())
    return Reply(speaker.translator.gettext("Which language should I answer in?"), (buttons,))
