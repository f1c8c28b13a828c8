"""Tapping: what the buttons of lists and cards do; their data is checked against the speaker's own rows."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.directory_changes import Archive, Listing, Show, Toggle, Wish
from worker.features.directory.kinds import BY_LETTER, MEMBER, PROJECT, Kind
from worker.features.directory.queries import load_rows
from worker.features.directory.questions import asking
from worker.features.directory.service import grant
from worker.features.directory.views import firm_choice


async def world_tapped(
    session: AsyncSession, speaker: Speaker, path: list[str], moment: HandlerContext
) -> Reply | None:
    """The answer to a button whose data is `w:` and `path`: the tapped message anew, or a question.

    A question (its `extra` asks for an answer) must be a message of its own; everything else takes the tapped one's
    place. None when the data leads nowhere: old, foreign or made up.
    """
    if len(path) < 2:
        return None
    verb, letter, *numbers = path
    ids = [int(number) for number in numbers if number.isdecimal() and len(number) <= 18]
    kind = BY_LETTER.get(letter)
    if kind is None:
        return None
    wish = _wish(verb, kind, ids)
    if wish is not None:
        return await grant(session, speaker, wish, moment)
    return await _step(session, speaker, verb, kind, ids[0] if ids else None)


def _wish(verb: str, kind: Kind, ids: list[int]) -> Wish | None:
    match verb, ids:
        case "list", []:
            return Listing(kind)
        case "away", []:
            return Listing(kind, archived=True)
        case "show", [row_id]:
            return Show(kind, row_id)
        case "gone" | "back", [row_id]:
            return Archive(kind, row_id, back=verb == "back")
        case "put", [row_id, business_id] if kind in (PROJECT, MEMBER):
            return Toggle(kind, row_id, business_id)
        case _:
            return None


async def _step(
    session: AsyncSession, speaker: Speaker, verb: str, kind: Kind, row_id: int | None
) -> Reply | None:
    """A step on the way to a change: which business, or what to type. Only the owner gets this far."""
    if not speaker.is_owner:
        return None
    rows = await load_rows(session, speaker.workspace_id)
    row = rows.by_id(kind, row_id)
    if verb == "firms" and row is not None and kind in (PROJECT, MEMBER):
        return firm_choice(speaker, rows, row)
    return asking(speaker, verb, kind, row)
