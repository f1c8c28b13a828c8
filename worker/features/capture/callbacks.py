"""The buttons under answers to requests about one task (`tm:`), and under questions about a change (`ask:`)."""

from collections.abc import Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.capture.apply_intents import MAX_INTENTS, IntentApplier
from worker.features.capture.proposals import INTENTS
from worker.features.capture.reader_context import load_reader_inputs
from worker.features.capture.request_answers import start_task, stop_task
from worker.features.capture.views import problems_text
from worker.features.notes.views import note_card
from worker.features.recurrence.service import skip_occurrence
from worker.features.tasks.views import card_of
from worker.understanding.intents import CreateTask, Intent
from worker.understanding.llm.quoted_text import one_line


async def handle_task_request_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """`path`: "start", "stop" or "skip", and the task. None for stale or made-up data."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(path[1]), status="open")
    if task is None:
        return None
    match path[0]:
        case "start":
            return await start_task(session, speaker, task.id, context.now)
        case "stop":
            return await stop_task(session, speaker, task, context.now)
        case "skip":
            return await skip_occurrence(session, speaker, task, context)
        case _:
            return None


async def answer_proposal(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The new content of a question's message after a button (`ask:` and `path`); None when the button has expired."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    statement = select(Note).where(
        Note.id == int(path[1]), Note.workspace_id == speaker.workspace_id, Note.chat_id == speaker.chat_id
    )
    note = (await session.exec(statement.with_for_update())).first()
    if note is None or note.state != "open" or note.proposal is None:
        return None
    match path[0]:
        case "yes":
            return await _apply(
                session, speaker, note, INTENTS.validate_python(note.proposal["intents"]), "done", context
            )
        case "new":
            return await _apply(session, speaker, note, _new_tasks(note), "task", context)
        case "no":
            note.state, note.settled_at = "dropped", context.now
            session.add(note)
            return note_card(speaker, note)
        case _:
            return None


def _new_tasks(note: Note) -> tuple[Intent, ...]:
    """The new tasks that the words may mean; the words themselves where nothing better is known."""
    said = one_line(note.text, 200)
    instead = INTENTS.validate_python((note.proposal or {}).get("instead", []))
    return instead or (CreateTask(title=said[:1].upper() + said[1:]),)


async def _apply(
    session: AsyncSession,
    speaker: Speaker,
    note: Note,
    intents: tuple[Intent, ...],
    state: str,
    context: HandlerContext,
) -> Reply:
    inputs = await load_reader_inputs(session, speaker)
    operation = await new_operation(session, speaker, "note", context)
    applier = IntentApplier(session, speaker, inputs, operation, context.now)
    for start in range(0, len(intents), MAX_INTENTS):
        await applier.run(intents[start : start + MAX_INTENTS])
    outcome = applier.outcome
    note.state, note.settled_at, note.operation_id = state, context.now, operation.id
    session.add(note)
    await session.flush()
    problems = problems_text(speaker, outcome)
    if not outcome.touched:
        return Reply(problems or speaker.translator.gettext("It is like that already."))
    return await card_of(session, operation, speaker, context.now, note=problems)
