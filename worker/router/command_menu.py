"""The list of commands that Telegram shows beside the text field: ten at most, in the reader's language, by role."""

from dataclasses import dataclass

import structlog
from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.chat import Chat
from models.tables.member import Member
from worker.core.i18n import LANGUAGES, gettext_noop, translator_for
from worker.telegram.client import TelegramClient

log = structlog.get_logger()

_FIRST: tuple[tuple[str, str], ...] = (
    ("today", gettext_noop("today's list")),
    ("week", gettext_noop("the next seven days")),
    ("plan", gettext_noop("plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", gettext_noop("the one thing to do now")),
    ("find", gettext_noop("find tasks by words or meaning")),
    ("undo", gettext_noop("undo the last change")),
)
_LAST: tuple[tuple[str, str], ...] = (
    ("settings", gettext_noop("all settings, and how to change them")),
    ("help", gettext_noop("what you can do here")),
)
OWNERS_MENU = (
    *_FIRST,
    ("team", gettext_noop("your team")),
    ("business", gettext_noop("your businesses")),
    *_LAST,
)
# Also what everybody sees who is not known yet.
MEMBERS_MENU = (
    *_FIRST,
    ("done", gettext_noop("mark a task done")),
    ("notes", gettext_noop("notes to sort out")),
    *_LAST,
)
# Owners' menus that a worker renews when it starts; those of others are renewed when their language changes.
_MOST_OWNERS = 50


@dataclass(frozen=True, slots=True)
class ChatMenu:
    """The menu of one chat: the owner's or another member's, in the chat's language."""

    chat_telegram_id: int
    language: str
    owner: bool


async def publish_menus(telegram: TelegramClient, database: Database) -> None:
    """Publish the members' menu in every language (the English one serves all others), and the owners' in their chats."""
    for language in LANGUAGES:
        error = await telegram.set_commands(
            _commands(MEMBERS_MENU, language), "" if language == "en" else language
        )
        if error is not None:
            log.warning("menu_refused", language=language, error=error)
    async with database.transaction() as session:
        owners = await _menus(session, col(Member.is_owner).is_(True))
    for menu in owners:
        await _publish(telegram, menu)


async def publish_menu_of(telegram: TelegramClient, database: Database, chat_telegram_id: int) -> None:
    """Publish the menu of one chat as its language and its member are now; nothing for an unknown chat."""
    async with database.transaction() as session:
        found = await _menus(session, Chat.telegram_id == chat_telegram_id)
    for menu in found:
        await _publish(telegram, menu)


async def _publish(telegram: TelegramClient, menu: ChatMenu) -> None:
    wanted = OWNERS_MENU if menu.owner else MEMBERS_MENU
    error = await telegram.set_commands(
        _commands(wanted, menu.language), chat_telegram_id=menu.chat_telegram_id
    )
    if error is not None:
        log.warning("menu_refused", language=menu.language, error=error)


def _commands(menu: tuple[tuple[str, str], ...], language: str) -> list[dict[str, str]]:
    translator = translator_for(language)
    return [{"command": name, "description": translator.gettext(about)} for name, about in menu]


async def _menus(session: AsyncSession, condition: ColumnElement[bool] | bool) -> list[ChatMenu]:
    statement = (
        select(Chat.telegram_id, Chat.language, Member.is_owner)
        .where(Member.id == Chat.member_id, Chat.kind == "private", condition)
        .limit(_MOST_OWNERS)
    )
    return [ChatMenu(*row) for row in (await session.exec(statement)).all()]
