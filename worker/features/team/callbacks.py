"""The buttons under a question about an invitation (`invite:`)."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.questions import ask_other_name
from worker.features.directory.requests import InviteMember
from worker.features.directory.service import fulfil_request


async def handle_invitation_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The answer to a button whose data is `invite:` and `path`; None for another member's press and made-up data.

    The buttons hold no state: each uses the present rows, so that a late or second press does what its label says.
    """
    if not speaker.is_owner:
        return None
    match list(path):
        case ["cancel"]:
            return Reply(speaker.translator.gettext("Nobody was invited."))
        case ["this" | "phone" as verb, number] if _is_id(number):
            request = InviteMember(int(number), new_account=verb == "phone")
            return await fulfil_request(session, speaker, request, context)
        case ["other", number] if _is_id(number):
            return await ask_other_name(session, speaker, int(number))
        case _:
            return None


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= 18
