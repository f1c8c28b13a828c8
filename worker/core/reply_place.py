"""Where answers go: into the topic of a group that its message came from, or from a group into a private chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker


@dataclass(frozen=True, slots=True)
class ReplyPlace:
    """The topic of a group (None for its general one), and the message that is answered there."""

    thread_id: int | None = None
    answered_id: int | None = None


def in_place(replies: Sequence[Reply], place: ReplyPlace | None) -> list[Reply]:
    """The replies as they go into a group: new messages into the topic, the first of them as an answer to its message."""
    if place is None:
        return list(replies)
    thread = {} if place.thread_id is None else {"message_thread_id": place.thread_id}
    placed, answered = list[Reply](), place.answered_id
    for reply in replies:
        if reply.edits is not None or reply.chat is not None:
            placed.append(reply)
            continue
        placed.append(replace(reply, extra={**reply.extra, **thread}, reply_to=reply.reply_to or answered))
        answered = None
    return placed


def sent_privately(speaker: Speaker, replies: Sequence[Reply]) -> list[Reply]:
    """The replies as they go to the private chat of somebody who speaks in a group."""
    home = speaker.in_private().chat_telegram_id
    return [replace(reply, chat=home, edits=None, reply_to=None) for reply in replies]


def answered_privately(speaker: Speaker, replies: Sequence[Reply]) -> list[Reply]:
    """The replies in the private chat of somebody who speaks in a group, and a word in the group that they are there."""
    word = Reply(speaker.translator.gettext("I have answered you in our private chat."), purpose="notice")
    return [*sent_privately(speaker, replies), word] if replies else []


def in_private(handler: Handler, speaker: Speaker) -> Handler:
    """The handler of what the speaker said in a group, as if it had been said in their private chat: answered there."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        # The message has its id in the group: in the private chat it would be another's.
        done = await handler.apply(session, replace(context, source_message_id=None))
        return replace(done, replies=answered_privately(speaker, done.replies), alert="")

    return replace(handler, apply=apply)
