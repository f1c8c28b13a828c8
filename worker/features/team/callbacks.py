"""Invitation callbacks: what the buttons under a question about an invitation do."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.directory_changes import Invite
from worker.features.directory.kinds import MEMBER
from worker.features.directory.queries import load_rows
from worker.features.directory.questions import asking
from worker.features.directory.service import grant


async def invitation_tapped(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], moment: HandlerContext
) -> Reply | None:
    """The answer to a button whose data is `invite:` and `path`; None for another's press and for made-up data.

    The buttons hold no state: each decides by the rows of now, so that a late or second press does what it says.
    """
    if not speaker.is_owner:
        return None
    match list(path):
        case ["cancel"]:
            return Reply(speaker.translator.gettext("Nobody was invited."))
        case ["this" | "phone" as verb, number] if _is_id(number):
            wish = Invite(int(number), new_account=verb == "phone")
            return await grant(session, speaker, wish, moment)
        case ["other", number] if _is_id(number):
            rows = await load_rows(session, speaker.workspace_id)
            return asking(speaker, "invite", MEMBER, rows.by_id(MEMBER, int(number)))
        case _:
            return None


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= 18
