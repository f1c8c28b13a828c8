"""Applying: a reading becomes an operation, its rows, and the replies that tell of it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext, HandlerResult
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.capture import answers, deferred_read_queue
from worker.features.capture.apply_actions import Applying
from worker.features.capture.outcome import Outcome
from worker.features.capture.reader_context import World
from worker.features.capture.wait_requests import wait_as_said, waits_in
from worker.features.directory.glossary import learn_from_operation
from worker.features.estimates.service import estimate_tasks
from worker.features.explain.service import store_reasons
from worker.features.notes.service import keep_note, without_vague_task
from worker.features.planning.offer_replan import offer_replan_once
from worker.features.tasks.complete_task import after_done
from worker.features.tasks.duplicates import open_twin, twin_question
from worker.features.tasks.views import card_of, task_lines
from worker.features.usage.views import cap_reached_notice
from worker.understanding.context import Reading

_HEARD_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person said as text, when, and in which of their messages; `transcript` is set for voice.

    `surroundings` is what a later reading must know of the message besides (`late.surroundings_of`).
    """

    text: str
    received_at: dt.datetime
    message_id: int | None
    transcript: bool = False
    surroundings: dict[str, Any] | None = None


async def apply_reading(
    session: AsyncSession,
    speaker: Speaker,
    world: World,
    heard: Heard,
    reading: Reading,
    moment: HandlerContext,
) -> HandlerResult:
    """One operation with all the reading's actions, in the caller's transaction."""
    reading, after = waits_in(without_vague_task(reading), heard.text)
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        kind="capture",
        reader=reading.reader,
        degraded=reading.degraded,
        trace_id=moment.trace_id,
        source_message_id=heard.message_id,
        created_at=moment.now,
    )
    store_reasons(operation, heard.text, world.context, reading, heard.received_at.astimezone(speaker.zone))
    session.add(operation)
    await session.flush()
    outcome = await Applying(session, speaker, world, operation, moment.now).run(reading.actions)
    await learn_from_operation(session, speaker.workspace_id, operation, moment.now)
    created = [task for change, task in outcome.touched if change == "created"]
    await estimate_tasks(session, created, operation, moment)
    waiting = await wait_as_said(session, speaker, created, after, moment)
    waits = deferred_read_queue.passes_by_waiting(reading)
    acted = outcome.touched or outcome.unchanged or outcome.projects or outcome.questions
    if waits and acted and not created:
        # Read a second time it would be done or answered a second time ("an hour later"): it stands, with its Undo.
        waits, operation.degraded = False, deferred_read_queue.NOT_AGAIN
    if waits:
        again = deferred_read_queue.text_to_read_again(
            speaker, operation, heard.text, heard.received_at, moment, heard.surroundings
        )
        session.add(again)
    replies = await _replies(session, speaker, outcome, heard, moment, waiting)
    if not replies:
        told = await _nothing(session, speaker, heard, reading, moment, waits=waits)
        replies += [told] if told is not None else []
    if heard.transcript and replies:
        replies[0] = _with_transcript(replies[0], heard.text)
    if reading.over_budget is not None and reading.over_budget.announce:
        replies.append(cap_reached_notice(speaker, reading.over_budget))
    return HandlerResult(
        replies, workspace_id=speaker.workspace_id, embeds=operation.id if outcome.touched else None
    )


async def _replies(
    session: AsyncSession,
    speaker: Speaker,
    outcome: Outcome,
    heard: Heard,
    moment: HandlerContext,
    waiting: str | None,
) -> list[Reply]:
    replies: list[Reply] = []
    problems = answers.problems_text(speaker, outcome)
    done = [task for change, task in outcome.touched if change == "done"]
    told, after = await after_done(session, speaker, done, moment)
    note = "\n".join(line for line in (waiting, told, problems) if line) or None
    if outcome.touched:
        replies.append(await card_of(session, outcome.operation, speaker, moment.now, note=note))
    elif outcome.unchanged:
        replies.append(await _as_it_was(session, speaker, outcome, moment))
    elif problems:
        replies.append(Reply(problems))
    undo_id = None if outcome.touched else outcome.operation.id
    replies += [answers.project_made(speaker, project, undo_id) for project in outcome.projects]
    for question in outcome.questions:
        replies += await answers.answer(session, speaker, question, heard.text, moment)
    return [*replies, *after, *await _unasked(session, speaker, outcome, moment)]


async def _as_it_was(
    session: AsyncSession, speaker: Speaker, outcome: Outcome, moment: HandlerContext
) -> Reply:
    """What was wanted is so already: the tasks are shown, and there is nothing to take back."""
    names = await load_directory_names(session, speaker.workspace_id)
    lines = [line for task in outcome.unchanged for line in task_lines(task, names, speaker, moment.now)]
    return Reply("\n".join([speaker.translator.gettext("It is like that already."), "", *lines]))


async def _unasked(
    session: AsyncSession, speaker: Speaker, outcome: Outcome, moment: HandlerContext
) -> list[Reply]:
    """What new tasks make one say: that an open one says the same; that today's plan is overtaken."""
    created = [task for change, task in outcome.touched if change == "created" and task.status == "open"]
    for task in created:
        twin = await open_twin(session, task, speaker)
        if twin is not None:
            return [twin_question(speaker, task, twin, moment)]
    offer = await offer_replan_once(session, speaker, moment) if created else None
    return [offer] if offer else []


async def _nothing(
    session: AsyncSession,
    speaker: Speaker,
    heard: Heard,
    reading: Reading,
    moment: HandlerContext,
    *,
    waits: bool,
) -> Reply | None:
    """Nothing was made of the message: it waits for the model, is kept as a note, or is small talk.

    None for a mere "ok": silence is the answer, but for a voice note, whose author has to see what was heard.
    """
    if waits:
        return deferred_read_queue.kept(speaker)
    if answers.acknowledged(heard.text) and not heard.transcript:
        return None
    note = await keep_note(session, speaker, heard.text, heard.message_id, reading, moment)
    return note or answers.nothing_to_do(speaker, heard.text)


def _with_transcript(reply: Reply, transcript: str) -> Reply:
    heard = transcript if len(transcript) <= _HEARD_LIMIT else transcript[:_HEARD_LIMIT] + "…"
    return replace(reply, text=f"<blockquote expandable>{escape_html(heard)}</blockquote>\n{reply.text}")
