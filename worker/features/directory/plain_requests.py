"""World words: before a message is understood as tasks, whether it answers a question of ours or speaks of the world."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.speaker import Speaker
from worker.features.directory.command_arguments import wish_of_argument
from worker.features.directory.directory_changes import Wish
from worker.features.directory.kinds import BY_LETTER
from worker.features.directory.queries import load_rows
from worker.features.directory.questions import answered, wish_of
from worker.features.directory.sentences.introduction import read_world
from worker.features.directory.service import grant


async def world_words(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    received_at: dt.datetime,
    *,
    reply_to_message_id: int | None = None,
    spoken: bool = False,
    theirs: bool = True,
) -> Handler | None:
    """The effect of words about businesses, projects and people; None when the message is to be understood as usual.

    `theirs` is False for a forwarded message, whose words are somebody else's and change nothing. A message that
    answers another one is taken only when that one was our question.
    """
    if not theirs:
        return None
    wish = await _wish(session, speaker, text, received_at, reply_to_message_id, spoken=spoken)
    if wish is None:
        return None
    wanted: Wish = wish

    async def effect(session: AsyncSession, moment: HandlerContext) -> HandlerResult:
        return HandlerResult(
            [await grant(session, speaker, wanted, moment)], workspace_id=speaker.workspace_id
        )

    return effect


async def _wish(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    received_at: dt.datetime,
    reply_to_message_id: int | None,
    *,
    spoken: bool,
) -> Wish | None:
    question = await answered(session, speaker, reply_to_message_id)
    if question is None and reply_to_message_id is not None:
        return None
    rows = await load_rows(session, speaker.workspace_id)
    if question is None:
        return read_world(text, rows, received_at.astimezone(speaker.zone), spoken=spoken)
    wish = wish_of(question, text)
    return wish_of_argument(BY_LETTER[question[1]], wish, rows) if isinstance(wish, str) else wish
