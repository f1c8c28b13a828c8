"""The buttons of directory lists and cards; their data is checked against the speaker's own entries."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.entries import KIND_BY_LETTER, MEMBER, PROJECT, EntryKind
from worker.features.directory.queries import load_known_directory
from worker.features.directory.questions import question_about
from worker.features.directory.requests import (
    ArchiveEntry,
    DirectoryRequest,
    ListEntries,
    MemberRole,
    SetRole,
    ShowEntry,
    ToggleBusiness,
)
from worker.features.directory.service import fulfil_request
from worker.features.directory.views import business_choice, role_choice

_ROLES: dict[str, MemberRole] = {"lead": "manager", "join": "member", "look": "viewer"}


async def handle_directory_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], context: HandlerContext
) -> Reply | None:
    """The answer to a button whose data is `w:` and `path`: the new content of its message, or a question.

    A question (its `extra` asks for a reply) must be sent as a message; everything else replaces the message of the
    button. None for data that is outdated, another workspace's or made up.
    """
    if len(path) < 2:
        return None
    verb, letter, *numbers = path
    ids = [int(number) for number in numbers if number.isdecimal() and len(number) <= 18]
    kind = KIND_BY_LETTER.get(letter)
    if kind is None:
        return None
    request = _role_request(verb, kind, ids) or _request_of(verb, kind, ids)
    if request is not None:
        return await fulfil_request(session, speaker, request, context)
    return await _next_step(session, speaker, verb, kind, ids[0] if ids else None)


def _role_request(verb: str, kind: EntryKind, ids: list[int]) -> SetRole | None:
    """A member's role in a business; 0 stands for all of theirs."""
    if kind is not MEMBER or verb not in _ROLES or len(ids) != 2:
        return None
    return SetRole(ids[0], _ROLES[verb], (ids[1],) if ids[1] else ())


def _request_of(verb: str, kind: EntryKind, ids: list[int]) -> DirectoryRequest | None:
    match verb, ids:
        case "list", []:
            return ListEntries(kind)
        case "away", []:
            return ListEntries(kind, archived=True)
        case "show", [row_id]:
            return ShowEntry(kind, row_id)
        case "gone" | "back", [row_id]:
            return ArchiveEntry(kind, row_id, back=verb == "back")
        case "put", [row_id, business_id] if kind in (PROJECT, MEMBER):
            return ToggleBusiness(kind, row_id, business_id)
        case _:
            return None


async def _next_step(
    session: AsyncSession, speaker: Speaker, verb: str, kind: EntryKind, row_id: int | None
) -> Reply | None:
    """The question before a change: which business, or what to type. For the owner only."""
    if not speaker.is_owner:
        return None
    directory = await load_known_directory(session, speaker)
    row = directory.by_id(kind, row_id)
    if verb == "firms" and row is not None and kind in (PROJECT, MEMBER):
        return business_choice(speaker, directory, row)
    if verb == "rank" and isinstance(row, Member) and not row.is_owner:
        return role_choice(speaker, directory, row)
    return question_about(speaker, verb, kind, row)
