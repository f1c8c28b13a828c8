"""Capture: a message in plain words is understood, applied and answered with a card."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.operation import Operation
from worker.actions.apply import Applying
from worker.actions.outcome import Outcome
from worker.actions.world import World, load_world
from worker.conversation import answers, correction
from worker.conversation.cards import card_of
from worker.conversation.effect import Done, Effect, Moment
from worker.conversation.incoming import Incoming
from worker.conversation.reply import Reply, safe
from worker.conversation.speaker import Speaker
from worker.services import Services
from worker.understanding.context import Message, Reading

_HEARD_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person said as text, and how it came; `transcript` is set for voice."""

    text: str
    received_at: dt.datetime
    transcript: bool = False


async def capture(
    services: Services, speaker: Speaker, incoming: Incoming, heard: Heard, trace_id: str
) -> Effect:
    """Understand now (nothing is held meanwhile, I7); the effect applies it."""
    async with services.database.transaction() as session:
        world = await load_world(session, speaker, replied_to_message_id=incoming.reply_to_message_id)
    message = Message(heard.text, heard.received_at.astimezone(speaker.zone), voice=heard.transcript)
    reading = await services.understanding.read(
        message, world.context, workspace_id=speaker.workspace_id, trace_id=trace_id
    )

    async def effect(session: AsyncSession, moment: Moment) -> Done:
        if incoming.edited:
            earlier = await _earlier(session, speaker, incoming.message_id)
            if earlier is not None:
                return await correction.correct(session, speaker, world, earlier, reading, moment)
        return await _apply(session, speaker, world, incoming, heard, reading, moment)

    return effect


async def _apply(
    session: AsyncSession,
    speaker: Speaker,
    world: World,
    incoming: Incoming,
    heard: Heard,
    reading: Reading,
    moment: Moment,
) -> Done:
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        kind="capture",
        reader=reading.reader,
        degraded=reading.degraded,
        trace_id=moment.trace_id,
        source_message_id=incoming.message_id,
        created_at=moment.now,
    )
    session.add(operation)
    await session.flush()
    outcome = await Applying(session, speaker, world, operation, moment.now).run(reading.actions)
    replies = await _replies(session, speaker, outcome, moment)
    if heard.transcript and replies:
        replies[0] = _with_transcript(replies[0], heard.text)
    return Done(replies, workspace_id=speaker.workspace_id, embeds=operation.id if outcome.touched else None)


async def _replies(session: AsyncSession, speaker: Speaker, outcome: Outcome, moment: Moment) -> list[Reply]:
    replies = []
    problems = answers.problems_text(speaker, outcome)
    if outcome.touched:
        replies.append(await card_of(session, outcome.operation, speaker, moment.now, note=problems))
    elif problems:
        replies.append(Reply(problems))
    replies += [answers.project_made(speaker, project) for project in outcome.projects]
    for question in outcome.questions:
        replies += await answers.answer(session, speaker, question, moment.now)
    return replies or [answers.nothing_to_do(speaker)]


def _with_transcript(reply: Reply, transcript: str) -> Reply:
    heard = transcript if len(transcript) <= _HEARD_LIMIT else transcript[:_HEARD_LIMIT] + "…"
    quoted = f"<blockquote expandable>{safe(heard)}</blockquote>\n{reply.text}"
    return Reply(quoted, reply.buttons, operation_id=reply.operation_id)


async def _earlier(session: AsyncSession, speaker: Speaker, message_id: int | None) -> Operation | None:
    """The operation that an edited message led to, if it still stands."""
    statement = select(Operation).where(
        Operation.chat_id == speaker.chat_id,
        Operation.workspace_id == speaker.workspace_id,
        Operation.source_message_id == message_id,
        Operation.kind == "capture",
    )
    found = (await session.exec(statement.with_for_update())).first()
    return None if found is None or found.undone_at is not None else found
