"""A reaction as an answer: 👍 under an offer takes what it offers."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.assignments import service
from worker.features.assignments.pages import offer_page
from worker.features.assignments.pointed import find_pointed, notice_of_message
from worker.features.assignments.service import find_round
from worker.telegram.update import IncomingUpdate

# Telegram has no ✅ among its reactions.
_YES = frozenset("👍👌🤝🫡💯")


def accept_by_reaction(speaker: Speaker, incoming: IncomingUpdate) -> Handler:
    """The handler of a reaction: it accepts what the message offers the speaker, and does nothing anywhere else."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        shown = None
        if _YES & set(incoming.emoji) and incoming.user_telegram_id == speaker.chat_telegram_id:
            shown = await _accept_offered(session, speaker, incoming.message_id, context)
        if shown is None:
            return HandlerResult(outcome="ignored")
        return HandlerResult([shown], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _accept_offered(
    session: AsyncSession, speaker: Speaker, message_id: int | None, context: HandlerContext
) -> Reply | None:
    """Accept what is still offered by a message; the message as it is then, None where nothing was."""
    pointed = await find_pointed(session, speaker, message_id, context.now)
    accepted = 0
    for assignment_id in pointed.assignments if pointed else ():
        found = await find_round(session, speaker, assignment_id, as_executor=True)
        if found is not None and found.assignment.state == "offered":
            await service.accept(session, speaker, found, context)
            accepted += 1
    notice_id = await notice_of_message(session, speaker, message_id) if accepted else None
    page = None if notice_id is None else await offer_page(session, speaker, notice_id, context)
    return None if page is None else replace(page, edits=message_id)
