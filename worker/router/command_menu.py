"""The list of commands that Telegram shows beside the text field: ten at most, in the reader's language, by role."""

import structlog
from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from models.runtime.database import Database
from models.tables.chat import Chat
from models.tables.directory_event import DirectoryEvent
from models.tables.member import Member, Membership
from models.tables.operation import Operation
from worker.core.i18n import LANGUAGES, gettext_noop, translator_for
from worker.core.speaker import Role, find_speakers
from worker.features.directory.entries import MEMBER
from worker.telegram.client import TelegramClient

log = structlog.get_logger()

Menu = tuple[tuple[str, str], ...]
_FIRST: Menu = (
    ("today", gettext_noop("today's list")),
    ("week", gettext_noop("the next seven days")),
    ("plan", gettext_noop("plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", gettext_noop("the one thing to do now")),
    ("find", gettext_noop("find tasks by words or meaning")),
    ("undo", gettext_noop("undo the last change")),
)
_LAST: Menu = (
    ("settings", gettext_noop("all settings, and how to change them")),
    ("help", gettext_noop("what you can do here")),
)
_DONE = ("done", gettext_noop("mark a task done"))
_TEAM = ("team", gettext_noop("your team"))
MENUS: dict[Role, Menu] = {
    "owner": (*_FIRST, _TEAM, ("business", gettext_noop("your businesses")), *_LAST),
    "manager": (*_FIRST, _TEAM, _DONE, *_LAST),
    # Also what everybody sees who is not known yet.
    "member": (*_FIRST, _DONE, ("notes", gettext_noop("notes to sort out")), *_LAST),
    # Nothing that changes a task.
    "viewer": (*(entry for entry in _FIRST if entry[0] in ("today", "week", "find")), _TEAM, *_LAST),
}
# Menus that a worker renews when it starts: those that differ from the members'. Every menu is renewed when its chat's
# language or its reader's role changes.
_MOST_RENEWED = 50
_OWN_MENU = or_(
    col(Member.is_owner),
    col(Member.id).in_(select(Membership.member_id).where(col(Membership.role) != "member")),
)


async def publish_menus(telegram: TelegramClient, database: Database) -> None:
    """Publish the members' menu in every language (the English one serves all others), and those of owners, managers and
    viewers in their chats."""
    for language in LANGUAGES:
        error = await telegram.set_commands(
            _commands("member", language), "" if language == "en" else language
        )
        if error is not None:
            log.warning("menu_refused", language=language, error=error)
    await _publish_where(telegram, database, _OWN_MENU)


async def publish_menu_of(telegram: TelegramClient, database: Database, chat_telegram_id: int) -> None:
    """Publish the menu of one chat as its language and its member are now; nothing for an unknown chat."""
    await _publish_where(telegram, database, col(Chat.telegram_id) == chat_telegram_id)


async def publish_menus_after(telegram: TelegramClient, database: Database, trace_id: str) -> None:
    """Publish the menus of the members whom the operations of a trace changed: their roles may be others now."""
    changed = (
        select(DirectoryEvent.subject_id)
        .join(Operation, col(Operation.id) == col(DirectoryEvent.operation_id))
        .where(Operation.trace_id == trace_id, DirectoryEvent.subject == MEMBER.subject)
    )
    await _publish_where(telegram, database, col(Member.id).in_(changed))


async def _publish_where(
    telegram: TelegramClient, database: Database, condition: ColumnElement[bool]
) -> None:
    async with database.transaction() as session:
        readers = await find_speakers(session, condition, _MOST_RENEWED)
    for reader in readers:
        error = await telegram.set_commands(
            _commands(reader.role, reader.language), chat_telegram_id=reader.chat_telegram_id
        )
        if error is not None:
            log.warning("menu_refused", language=reader.language, error=error)


def _commands(role: Role, language: str) -> list[dict[str, str]]:
    translator = translator_for(language)
    return [{"command": name, "description": translator.gettext(about)} for name, about in MENUS[role]]
