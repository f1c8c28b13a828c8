"""Plain messages about businesses, projects and people, and answers to the questions the bot asked about them."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.speaker import Speaker
from worker.features.directory.command_arguments import parse_command_argument
from worker.features.directory.entries import KIND_BY_LETTER
from worker.features.directory.own_name import take_name
from worker.features.directory.queries import Directory, known_directory
from worker.features.directory.questions import (
    OWN_NAME,
    find_answered_question,
    find_open_question,
    request_from_answer,
)
from worker.features.directory.requests import DirectoryRequest
from worker.features.directory.sentences.introduction import read_directory_message
from worker.features.directory.service import fulfil_request


async def handle_plain_request(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    received_at: dt.datetime,
    *,
    reply_to_message_id: int | None = None,
    spoken: bool = False,
    theirs: bool = True,
    fresh: bool = True,
    names: DirectoryNames | None = None,
) -> Handler | None:
    """The handler of a message about businesses, projects and people; None when it is to be read as usual.

    `theirs` is False for a forwarded message, whose text is somebody else's and changes nothing. A message that
    replies to another one is handled only when that one was our question; a `fresh` one, which is no edit of an earlier
    message, answers our newest question without a reply as well. `names` are the speaker's, where they are loaded already.
    """
    if not theirs:
        return None
    question = await find_answered_question(session, speaker, reply_to_message_id)
    if question is None and reply_to_message_id is None and fresh:
        question = await find_open_question(session, speaker, text, received_at)
    if question is None and reply_to_message_id is not None:
        return None
    if question is not None and question[0] == OWN_NAME:
        return _naming(speaker, text)
    names = names or await load_directory_names(session, speaker)
    directory = known_directory(speaker, names)
    request = _read_request(directory, speaker, text, received_at, question, spoken=spoken)
    if request is None:
        return None
    wanted: DirectoryRequest = request

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return HandlerResult(
            [await fulfil_request(session, speaker, wanted, context)], workspace_id=speaker.workspace_id
        )

    return Handler(apply)


def _naming(speaker: Speaker, text: str) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        reply = await take_name(session, speaker, text, context)
        return HandlerResult([reply], workspace_id=speaker.workspace_id)

    return Handler(apply)


def _read_request(
    directory: Directory,
    speaker: Speaker,
    text: str,
    received_at: dt.datetime,
    question: list[str] | None,
    *,
    spoken: bool,
) -> DirectoryRequest | None:
    if question is None:
        return read_directory_message(text, directory, received_at.astimezone(speaker.zone), spoken=spoken)
    request = request_from_answer(question, text)
    return (
        parse_command_argument(KIND_BY_LETTER[question[1]], request, directory)
        if isinstance(request, str)
        else request
    )
