"""Turns a reading into an operation, its rows and the replies."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.operation import Operation
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext, HandlerResult
from worker.core.reply import Reply, escape_html
from worker.core.reply_place import answered_privately
from worker.core.speaker import Speaker
from worker.features.assignments.spoken import answered_reply
from worker.features.assignments.views import Entry
from worker.features.capture import answers, deferred_read_queue
from worker.features.capture.apply_intents import ApplyResult, IntentApplier
from worker.features.capture.intent_commands import run_commands
from worker.features.capture.proposals import ask_and_store
from worker.features.capture.reader_context import ReaderInputs, due_instant
from worker.features.capture.reading_adjustments import (
    extract_waits,
    link_waiting_tasks,
    without_unclear_questions,
)
from worker.features.capture.request_answers import run_requests
from worker.features.capture.views import (
    is_acknowledgement,
    nothing_to_do_reply,
    problems_text,
    project_card,
    role_offers,
)
from worker.features.directory.glossary import learn_from_operation
from worker.features.estimates.service import estimate_tasks
from worker.features.explain.service import store_reasons
from worker.features.files.service import put_files_of_message
from worker.features.notes.service import keep_note, without_vague_task
from worker.features.planning.offer_replan import offer_replan_once
from worker.features.reminders.questions import when_question
from worker.features.tasks.duplicates import duplicate_question, find_duplicate
from worker.features.tasks.service import completion_follow_ups
from worker.features.tasks.views import card_of, task_lines
from worker.features.usage.views import cap_reached_notice
from worker.services import Services
from worker.understanding.context import Reading
from worker.understanding.intents import CreateTask, RescheduleTask
from worker.understanding.llm.doubts import PAST, doubt
from worker.understanding.local.unclear_questions import asks_something

_TRANSCRIPT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """The text of a message, when and in which message it came; `transcript` is set for voice.

    `surroundings` is what else a deferred read needs of the message (`deferred_read_queue.message_surroundings`).
    """

    text: str
    received_at: dt.datetime
    message_id: int | None
    transcript: bool = False
    surroundings: dict[str, Any] | None = None


async def apply_reading(
    services: Services,
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    received: ReceivedText,
    reading: Reading,
    context: HandlerContext,
) -> HandlerResult:
    """One operation with all the reading's intents, in the caller's transaction."""
    reading, after = extract_waits(without_vague_task(reading), received.text, received.received_at)
    if deferred_read_queue.can_be_read_again(reading):
        reading = without_unclear_questions(reading)
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        group_id=speaker.group_id,
        kind="capture",
        reader=reading.reader,
        degraded=reading.degraded,
        trace_id=context.trace_id,
        source_message_id=received.message_id,
        said_hash=context.said_hash,
        created_at=context.now,
    )
    store_reasons(
        operation, received.text, inputs.context, reading, received.received_at.astimezone(speaker.zone)
    )
    operation.doubts = [
        *_past_by_now(reading, speaker.zone, received.received_at, context.now),
        *operation.doubts,
    ]
    session.add(operation)
    await session.flush()
    outcome = await IntentApplier(session, speaker, inputs, operation, context.now).run(reading.intents)
    await learn_from_operation(session, speaker.workspace_id, operation, context.now)
    created = [task for change, task in outcome.touched if change == "created"]
    await estimate_tasks(session, created, operation, context)
    await put_files_of_message(
        session, speaker, operation, created, outcome.tasks, _message_answered(received), context.now
    )
    waiting = await link_waiting_tasks(session, speaker, created, after, context)
    waits = deferred_read_queue.can_be_read_again(reading)
    acted = (
        outcome.touched
        or outcome.unchanged
        or outcome.projects
        or outcome.questions
        or outcome.commands
        or outcome.requests
        or outcome.answered
        or reading.asked
    )
    if waits and acted and not created:
        # A second reading would apply or answer it twice ("an hour later"): the first one stands, with its Undo.
        waits, operation.degraded = False, deferred_read_queue.FINAL_REASON
    if waits:
        again = deferred_read_queue.deferred_text(
            speaker, operation, received.text, received.received_at, context, received.surroundings
        )
        session.add(again)
    replies = await _replies(session, speaker, outcome, received, context, waiting)
    replies += [when_question(speaker, task, past.at, context.now) for task, past in outcome.reminders_asked]
    replies += await ask_and_store(session, speaker, inputs, received.message_id, reading, context)
    replies += await run_requests(session, speaker, inputs, operation, outcome.requests, context)
    replies += await run_commands(
        services, session, speaker, outcome.commands, context, reply_to=_message_answered(received)
    )
    if not replies:
        replies += await _replies_without_actions(session, speaker, received, reading, context, waits=waits)
    if received.transcript and replies and await _shows_transcript(session, speaker):
        replies[0] = _with_transcript(replies[0], received.text)
    if reading.over_budget is not None and reading.over_budget.announce:
        replies.append(cap_reached_notice(speaker, reading.over_budget))
    return HandlerResult(
        replies,
        workspace_id=speaker.workspace_id,
        embeds=operation.id if outcome.touched else None,
    )


def _message_answered(received: ReceivedText) -> int | None:
    found = (received.surroundings or {}).get("reply_to")
    return found if isinstance(found, int) else None


def _past_by_now(reading: Reading, zone: ZoneInfo, said_at: dt.datetime, now: dt.datetime) -> list[str]:
    """Doubts about clock times that passed between the saying of a message and now, a backlog later."""
    dated = [intent for intent in reading.intents if isinstance(intent, CreateTask | RescheduleTask)]
    instants = [due_instant(intent.due, zone) if intent.due else None for intent in dated]
    passed = [at for at, instant in enumerate(instants) if instant is not None and said_at < instant <= now]
    return [doubt("due", PAST, at) for at in passed]


async def _replies(
    session: AsyncSession,
    speaker: Speaker,
    outcome: ApplyResult,
    received: ReceivedText,
    context: HandlerContext,
    waiting: str | None,
) -> list[Reply]:
    replies: list[Reply] = []
    problems = problems_text(speaker, outcome)
    done = [task for change, task in outcome.touched if change == "done"]
    told, after = await completion_follow_ups(session, speaker, done, context)
    note = "\n".join(line for line in (waiting, told, problems) if line) or None
    if outcome.touched:
        replies.append(await card_of(session, outcome.operation, speaker, context.now, note=note))
    elif outcome.unchanged:
        replies.append(await _unchanged_reply(session, speaker, outcome, context))
    elif problems:
        replies.append(Reply(problems))
    if outcome.answered:
        answered = [Entry(each.assignment, each.task, 0, outcome.operation.id) for each in outcome.answered]
        replies.append(await answered_reply(session, speaker, answered, context))
    undo_id = None if outcome.touched else outcome.operation.id
    replies += [project_card(speaker, project, undo_id) for project in outcome.projects]
    for question in outcome.questions:
        replies += await answers.answer_question(session, speaker, question, received.text, context)
    replies += role_offers(speaker, outcome)
    return [*replies, *after, *await _follow_up_offers(session, speaker, outcome, context)]


async def _unchanged_reply(
    session: AsyncSession, speaker: Speaker, outcome: ApplyResult, context: HandlerContext
) -> Reply:
    """The reply when everything already was as requested: the tasks, without an Undo."""
    names = await load_directory_names(session, speaker)
    lines = [line for task in outcome.unchanged for line in task_lines(task, names, speaker, context.now)]
    return Reply("\n".join([speaker.translator.gettext("It is like that already."), "", *lines]))


async def _follow_up_offers(
    session: AsyncSession, speaker: Speaker, outcome: ApplyResult, context: HandlerContext
) -> list[Reply]:
    """What follows new tasks: a question about a duplicate, or an offer to plan the day again."""
    created = [task for change, task in outcome.touched if change == "created" and task.status == "open"]
    for task in created:
        twin = await find_duplicate(session, task, speaker)
        if twin is not None:
            return [duplicate_question(speaker, task, twin, context)]
    offer = await offer_replan_once(session, speaker, context) if created else None
    return [offer] if offer else []


async def _replies_without_actions(
    session: AsyncSession,
    speaker: Speaker,
    received: ReceivedText,
    reading: Reading,
    context: HandlerContext,
    *,
    waits: bool,
) -> list[Reply]:
    """The reply when no intent came of a message: it waits for the model, becomes a note, or is small talk.

    None for a mere "ok", which is not answered, unless it was a voice message: its author has to see the transcript.
    Notes are private: what is said in a group becomes one of its author's, shown in their private chat.
    """
    if waits:
        return [deferred_read_queue.deferred_text_reply(speaker)]
    if is_acknowledgement(received.text) and not received.transcript:
        return []
    if asks_something(received.text):
        return [await answers.unanswered_question(session, speaker, received.text)]
    # The id of a message in a group is another message's in the private chat.
    message_id = received.message_id if speaker.group is None else None
    note = await keep_note(session, speaker, received.text, message_id, reading, context)
    if note is not None and speaker.group is not None:
        return answered_privately(speaker, [note])
    return [note or nothing_to_do_reply(speaker, received.text)]


async def _shows_transcript(session: AsyncSession, speaker: Speaker) -> bool:
    return (await session.get_one(Chat, speaker.chat_id)).transcript_shown


def _with_transcript(reply: Reply, transcript: str) -> Reply:
    received = transcript if len(transcript) <= _TRANSCRIPT_LIMIT else transcript[:_TRANSCRIPT_LIMIT] + "…"
    return replace(reply, text=f"<blockquote expandable>{escape_html(received)}</blockquote>\n{reply.text}")
