"""The name under which a newcomer is entered: confirmed by them, or replaced by another one of their choice."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from worker.core.handler import HandlerContext
from worker.core.i18n import translator_for
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html, outbox_row
from worker.core.speaker import Speaker
from worker.features.directory.accounts import chats_of_owners
from worker.features.directory.entries import MEMBER
from worker.features.directory.invitation_offer import namesakes
from worker.features.directory.name_checks import capitalise_name, clean_name, fold_name
from worker.features.directory.queries import Directory, load_directory
from worker.features.directory.questions import ask_own_name
from worker.features.directory.recorder import DirectoryRecorder

_MOST_ALIASES = 12


def own_name_question(speaker: Speaker) -> Reply:
    """Whether the newcomer wants to be called as they were invited."""
    gettext = speaker.translator.gettext
    text = gettext("Shall I call you {name}?", name=escape_html(speaker.name))
    return Reply(text, ((Button(gettext("Yes"), "me:yes"), Button(gettext("Another name"), "me:other")),))


async def handle_own_name_callback(
    session: AsyncSession,  # noqa: ARG001 - the signature of every handler
    speaker: Speaker,
    path: Sequence[str],
    context: HandlerContext,  # noqa: ARG001
) -> Reply | None:
    """The answer to a button whose data is `me:` and `path`; None for made-up data."""
    match list(path):
        case ["yes"]:
            return _agreed(speaker, speaker.name)
        case ["other"]:
            return ask_own_name(speaker)
        case _:
            return None


async def take_name(session: AsyncSession, speaker: Speaker, said: str, context: HandlerContext) -> Reply:
    """Give the speaker this name; the one before stays as a nickname, and the owners are told, with Undo.

    A name that is a form of somebody else's is asked for again, without saying whose it is.
    """
    gettext, name = speaker.translator.gettext, capitalise_name(clean_name(said))
    if not name:
        return ask_own_name(speaker, gettext("A name needs at least one letter."))
    directory = await load_directory(session, speaker.workspace_id, changing=True)
    row = directory.by_id(MEMBER, speaker.member_id)
    assert isinstance(row, Member)
    if any(other is not row for other in namesakes(directory, name)):
        return ask_own_name(speaker, gettext("I would mix this name up with another. Add a surname to it."))
    if name != row.name:
        await _rename(session, speaker, directory, row, name, context)
    return _agreed(speaker, name)


async def _rename(
    session: AsyncSession,
    speaker: Speaker,
    directory: Directory,
    row: Member,
    name: str,
    context: HandlerContext,
) -> None:
    before, operation = row.name, await new_operation(session, speaker, "world", context)
    recorder = DirectoryRecorder(session, directory, operation, context.now)
    kept = [alias for alias in row.aliases if fold_name(alias) not in {fold_name(name), fold_name(before)}]
    await recorder.change(row, name=name, aliases=[*kept, before][-_MOST_ALIASES:])
    assert operation.id is not None
    for chat in await chats_of_owners(session, speaker.workspace_id):
        if chat.id != speaker.chat_id:
            notice = _new_name_notice(chat, before, name, operation.id)
            session.add(
                outbox_row(
                    notice,
                    workspace_id=chat.workspace_id,
                    chat_telegram_id=chat.telegram_id,
                    dedupe_key=f"{context.trace_id}:name:{chat.id}",
                    trace_id=context.trace_id,
                    now=context.now,
                )
            )


def _new_name_notice(chat: Chat, before: str, name: str, operation_id: int) -> Reply:
    gettext = translator_for(chat.language).gettext
    text = gettext(
        "{before} has joined and wants to be called {name}. I understand both names.",
        before=escape_html(before),
        name=escape_html(name),
    )
    return Reply(text, ((Button(gettext("Undo"), f"w:undo:{operation_id}"),),), purpose="notice")


def _agreed(speaker: Speaker, name: str) -> Reply:
    return Reply(speaker.translator.gettext("Good, {name} it is.", name=escape_html(name)))


async def owner_name(session: AsyncSession, workspace_id: int) -> str:
    """The name of the workspace's first owner."""
    statement = select(Member.name).where(
        Member.workspace_id == workspace_id, col(Member.is_owner), col(Member.archived_at).is_(None)
    )
    return (await session.exec(statement.order_by(col(Member.id)).limit(1))).one()
