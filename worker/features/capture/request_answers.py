"""Carries out the requests of a message that touch no task's fields: timers, notes, absences, and asks which task is meant."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.capture.reader_context import ReaderInputs
from worker.features.capture.task_additions import apply_comment, apply_items
from worker.features.directory.absences import NewAbsence, days_text, store_absence
from worker.features.files.commands import files_asked_for
from worker.features.notes.service import add_note, kept_note_reply
from worker.features.timer.service import halt_timer, running_timer, start_timer
from worker.understanding.intents import (
    Absence,
    AddComment,
    AddItems,
    AskWhich,
    KeepNote,
    ShowFiles,
    StartTimer,
    StopTimer,
)

Request = StartTimer | StopTimer | KeepNote | AddComment | AddItems | ShowFiles | Absence | AskWhich
_MOST_ASKED = 6


async def run_requests(
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    operation: Operation,
    requests: Sequence[Request],
    context: HandlerContext,
) -> list[Reply]:
    """Carry out requests in the caller's transaction, under its operation; a reply for each, and for each file asked for."""
    replies: list[Reply] = []
    for request in requests:
        match request:
            case ShowFiles():
                replies += await files_asked_for(session, speaker, request.task)
                continue
            case StartTimer():
                reply = await start_task(session, speaker, inputs.task_ids.get(request.task), context.now)
            case StopTimer():
                reply = await _stop(session, speaker, context.now)
            case KeepNote():
                note = await add_note(session, speaker, request.text, operation.source_message_id, context)
                reply = kept_note_reply(speaker, note)
            case AddComment():
                reply = await apply_comment(session, speaker, operation, request, context)
            case AddItems():
                reply = await apply_items(session, speaker, operation, request, context)
            case Absence():
                reply = await _absent(session, speaker, inputs, operation, request, context)
            case AskWhich():
                reply = await _ask_which(session, speaker, inputs, request)
        replies.append(reply)
    return replies


async def start_task(session: AsyncSession, speaker: Speaker, task_id: int | None, now: dt.datetime) -> Reply:
    """Start the speaker's timer for an open task within reach."""
    gettext = speaker.translator.gettext
    task = await reachable_task(session, speaker, task_id=task_id or 0, status="open")
    if task is None or task.id is None:
        return Reply(gettext("I can't find the task you mean. /today shows what is open."))
    timer = await start_timer(session, speaker, task, now)
    began = timer.started_at.astimezone(speaker.zone)
    text = gettext(
        "{title}: started at {time}. Write “stop” for a break, “done” when it is finished.",
        title=f"<b>{escape_html(task.title)}</b> · #{task.number}",
        time=f"{began:%H:%M}",
    )
    done, stop = (
        Button(gettext("✓ Done"), f"plan:done:{task.id}"),
        Button(gettext("Stop"), f"tm:stop:{task.id}"),
    )
    return Reply(text, ((done, stop),))


async def _stop(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    timer = await running_timer(session, speaker)
    task = None if timer is None else await reachable_task(session, speaker, task_id=timer.task_id)
    if task is None:
        return Reply(speaker.translator.gettext("No task is running. Say what you start: “start payroll”."))
    return await stop_task(session, speaker, task, now)


async def stop_task(session: AsyncSession, speaker: Speaker, task: Task, now: dt.datetime) -> Reply:
    """Interrupt the work on a task: what its timer measured is kept, and the task stays open."""
    gettext = speaker.translator.gettext
    await halt_timer(session, task, now)
    text = gettext(
        "{title}: stopped, {minutes} min so far. It stays open.",
        title=f"<b>{escape_html(task.title)}</b> · #{task.number}",
        minutes=task.worked_minutes,
    )
    go_on = Button(gettext("Go on"), f"tm:start:{task.id}")
    return Reply(text, ((Button(gettext("✓ Done"), f"plan:done:{task.id}"), go_on),))


async def _absent(
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    operation: Operation,
    request: Absence,
    context: HandlerContext,
) -> Reply:
    gettext = speaker.translator.gettext
    member = inputs.members.get(request.member or "")
    if request.member is not None and member is None:
        # The words are kept: nobody of that name can be away yet.
        said = f"{request.member}: {request.first} – {request.last}"
        note = await add_note(session, speaker, said, operation.source_message_id, context)
        unknown = gettext(
            "I know nobody called {name}, so I kept it as a note. Add them first: /team {name}",
            name=escape_html(request.member),
        )
        return Reply(unknown, kept_note_reply(speaker, note).buttons)
    if member is not None and member.id != speaker.member_id and not speaker.is_owner:
        return Reply(gettext("Only the owner can do this."))
    if request.last < speaker.today(context.now):
        return Reply(gettext("These days are over already."))
    member_id = speaker.member_id if member is None else member.id or 0
    absence = NewAbsence(member_id, request.first, request.last, request.part)
    await store_absence(session, speaker, absence, operation, context.now)
    days = days_text(speaker, request.first, request.last, context.now)
    if request.part is not None:
        half = gettext("until 13:00") if request.part == "morning" else gettext("from 13:00")
        days = f"{days}, {half}"
    text = (
        gettext("Off: {days}", days=days)
        if member is None
        else gettext("{name} is away: {days}", name=f"<b>{escape_html(member.name)}</b>", days=days)
    )
    return Reply(text, ((Button(gettext("Undo"), f"undo:{operation.id}"),),))


async def _ask_which(
    session: AsyncSession, speaker: Speaker, inputs: ReaderInputs, request: AskWhich
) -> Reply:
    """Which of the tasks is meant, with a button for each; or that there is none."""
    gettext = speaker.translator.gettext
    said = speaker.translator.quote(escape_html(request.said))
    if not request.tasks:
        nothing = gettext(
            "I see no open task like {words}, so nothing is changed. /today shows what is open.", words=said
        )
        return Reply(nothing)
    data = {"start_timer": "tm:start:{}", "skip": "tm:skip:{}", "files": "file:show:{}:0"}.get(request.wish)
    rows = []
    for ref in request.tasks[:_MOST_ASKED]:
        task = await reachable_task(session, speaker, task_id=inputs.task_ids.get(ref, 0), status="open")
        if task is not None:
            rows.append((Button(f"#{task.number} {task.title}"[:40], (data or "").format(task.id)),))
    question = gettext("Which one do you mean by {words}?", words=said)
    if request.wish in ("comment", "items"):
        return Reply(f"{question} {gettext('Say it with the number: “comment to #12: …”')}")
    if data is None:
        return Reply(f"{question} {gettext('Say it with the numbers: #12 after #7')}")
    return Reply(question, tuple(rows), purpose="question")
