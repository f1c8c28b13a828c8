"""The card of an operation: its tasks field by field, with Done, Edit and Undo."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.date_formats import deadline_text, ends_at, minutes_text
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.message_pages import PAGE_LINES
from worker.core.past_events import ended_text
from worker.core.recurrence_formats import recurrence_text
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import recorded_events, tasks_of
from worker.features.estimates.service import estimate_basis
from worker.features.estimates.views import estimate_text
from worker.features.tasks import edit_menu
from worker.features.tasks.card_additions import load_additions
from worker.features.tasks.editable_fields import FieldContext
from worker.features.tasks.private_matters import shares_a_thing, titles_answered_private
from worker.features.tasks.reading_doubts import doubt_lines
from worker.features.tasks.reminder_text import reminder_text
from worker.understanding.context import KnownBusiness
from worker.understanding.local.businesses import is_private_matter
from worker.understanding.local.local_reader import SAID_PRIVATE

_MOST_UNTOLD = 5
_URGENT = {1: "❗ ", 2: "", 3: "", 4: ""}


def task_facts(
    task: Task, names: DirectoryNames, speaker: Speaker, now: dt.datetime, *, alike: int | None = None
) -> str:
    """ "Repair · Dima · by Fri 27 Nov · ~2 h (from 4 like it)": what is known, and nothing for what is not."""
    translator = speaker.translator
    facts = [
        names.business_name(task.business_id),
        names.project_name(task.project_id),
        names.member_name(task.assignee_id) if task.assignee_id != speaker.member_id else None,
        deadline_text(translator, task, speaker.today(now), speaker.zone),
        # The length is told already by "14:00–16:00".
        None if ends_at(task, speaker.zone) else estimate_text(translator, task, alike),
        recurrence_text(translator, task.recurrence) if task.recurrence else None,
        reminder_text(translator, task, speaker.zone, speaker.today(now)),
        {3: translator.gettext("low priority"), 4: translator.gettext("someday")}.get(task.priority),
    ]
    return escape_html(" · ".join(fact for fact in facts if fact))


def task_lines(
    task: Task,
    names: DirectoryNames,
    speaker: Speaker,
    now: dt.datetime,
    *,
    lead: str = "",
    alike: int | None = None,
) -> list[str]:
    """A task in two lines: its title (struck out when it is over), and its facts; `alike` as for `estimate_text`."""
    title = f"{_URGENT[task.priority]}{escape_html(task.title)}"
    if task.status == "done":
        spent = f" · {minutes_text(speaker.translator, task.actual_minutes)}" if task.actual_minutes else ""
        return [f"{lead}✓ <s>{title}</s>{spent}"]
    if task.status != "open":
        ended = ended_text(speaker.translator, task.status)
        return [f"{lead}<s>{title}</s>{f' · {ended}' if ended else ''}"]
    facts = task_facts(task, names, speaker, now, alike=alike)
    return [f"{lead}<b>{title}</b>", *([facts] if facts else [])]


# Reasons why the model did not read a message that pass by themselves: it is read again.
TRANSIENT_REASONS = ("unreachable", "timeout", "rate_limited")


async def card_of(
    session: AsyncSession,
    operation: Operation,
    speaker: Speaker,
    now: dt.datetime,
    *,
    note: str | None = None,
    ask: bool = True,
) -> Reply:
    """The card of an operation as its tasks stand now; `note` is a line under it.

    With `ask` a new task without a business is asked for its business, when there are several to choose from.
    """
    assert operation.id is not None
    tasks = await tasks_of(session, speaker, operation)
    names = await load_directory_names(session, speaker)
    undone = await recorded_events(session, speaker, operation) if operation.undone_at else []
    heading, basis = _heading(tasks, operation, undone, speaker), estimate_basis(operation)
    lines: list[str] = []
    added = await load_additions(session, speaker, operation, tasks, names)
    for index, task in enumerate(tasks, start=1):
        lead, alike = f"{index}  " if len(tasks) > 1 else "", basis.get(task.id or 0)
        lines += task_lines(task, names, speaker, now, lead=lead, alike=alike)
        lines += added.lines[task.id or 0]
    homeless = await _task_without_business(session, speaker, operation, tasks, names) if ask else None
    question = _business_question(homeless, tasks, speaker) if homeless else None
    unsure = [] if operation.undone_at else doubt_lines(speaker, operation.doubts, numbered=len(tasks) > 1)
    read_by = _reader_note(operation, speaker) if await _shows_reader(session, operation) else None
    tail = [line for line in (*unsure, read_by, note, question) if line]
    asked = (
        edit_menu.business_choice_rows(
            operation, homeless, FieldContext(homeless, names, speaker, speaker.today(now))
        )
        if homeless
        else ()
    )
    return Reply(
        _card_text(heading, lines, tail),
        buttons=(
            *asked,
            *(() if operation.undone_at else added.item_rows),
            *_buttons(operation, tasks, speaker),
            *(() if operation.undone_at else added.rows),
            *_untold_rows(operation, tasks, names, speaker),
        ),
        operation_id=operation.id,
    )


def _card_text(heading: list[str], lines: list[str], tail: list[str]) -> str:
    """The card; where it is longer than a page, what is doubtful or left out stands on the first."""
    if tail and len(heading) + len(lines) + len(tail) > PAGE_LINES:
        return "\n".join([*heading, *tail, "", *lines])
    return "\n".join([*heading, *lines, *([""] if tail else []), *tail])


async def _task_without_business(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    tasks: Sequence[Task],
    names: DirectoryNames,
) -> Task | None:
    """The first new open task without a business that is no private matter, when there is more than one business."""
    known = [business for business in names.businesses.values() if business.archived_at is None]
    if len(known) < 2 or operation.kind != "capture" or operation.undone_at is not None:
        return None
    if SAID_PRIVATE in operation.doubts and len(tasks) == 1:
        return None
    named = [KnownBusiness(business.name, tuple(business.keywords)) for business in known]
    homeless = (task for task in tasks if task.status == "open" and task.business_id is None)
    asked = [task for task in homeless if not _is_private(task, named, names)]
    if not asked:
        return None
    events = await recorded_events(session, speaker, operation)
    # Once is enough: a task that was only changed was asked about when it was made.
    made = {event.task_id for event in events if event.before is None}
    asked = [task for task in asked if task.id in made]
    before = await titles_answered_private(session, speaker) if asked else []
    return next((task for task in asked if not shares_a_thing(task.title, before)), None)


def _is_private(task: Task, known: Sequence[KnownBusiness], names: DirectoryNames) -> bool:
    member = names.members.get(task.assignee_id or 0)
    return is_private_matter(task.title, known, None if member is None else member.name)


def _business_question(task: Task, tasks: Sequence[Task], speaker: Speaker) -> str:
    if len(tasks) == 1:
        return speaker.translator.gettext("Which business?")
    return speaker.translator.gettext(
        "Which business is task {index} for?", index=list(tasks).index(task) + 1
    )


def _undone_heading(tasks: Sequence[Task], undone: Sequence[TaskEvent], speaker: Speaker) -> str:
    """What was undone, in words that nobody takes for the end of the task itself; short where it was several things."""
    gettext, only = speaker.translator.gettext, undone[0] if len(undone) == len(tasks) == 1 else None
    fields = set() if only is None or only.before is None else set(only.before)
    if only is not None and only.before is None and tasks[0].status == "dropped":
        return gettext("Undone: the task is not in your list, as before you wrote it")
    if tasks and tasks[0].status == "open" and "status" in fields:
        done = only is not None and only.after.get("status") == "done"
        return (
            gettext("Undone: the task is open again")
            if done
            else gettext("Undone: the task is back in your list")
        )
    if fields and fields <= {"deadline_on", "deadline_at", "timing", "do_on"}:
        return gettext("Undone: the task has its former date again")
    if fields:
        return gettext("Undone: the task is as it was before the change")
    return gettext("Undone:")


def _heading(
    tasks: Sequence[Task], operation: Operation, undone: Sequence[TaskEvent], speaker: Speaker
) -> list[str]:
    translator = speaker.translator
    if operation.undone_at is not None:
        return [_undone_heading(tasks, undone, speaker), ""] if tasks else [translator.gettext("Undone.")]
    if operation.kind == "capture" and len(tasks) > 1:
        return [translator.ngettext("{n} task", "{n} tasks", len(tasks)), ""]
    return []


async def _shows_reader(session: AsyncSession, operation: Operation) -> bool:
    """That no model is set up does not change from card to card: the first one in a chat says it."""
    if operation.degraded != "no_key":
        return True
    earlier = select(Operation.id).where(
        Operation.chat_id == operation.chat_id,
        Operation.degraded == "no_key",
        col(Operation.id) < operation.id,
    )
    return (await session.exec(earlier.limit(1))).first() is None


def _reader_note(operation: Operation, speaker: Speaker) -> str | None:
    if operation.undone_at is not None or operation.degraded is None:
        return None
    gettext = speaker.translator.gettext
    known = {
        "no_key": gettext(
            "No language model is connected: I follow plain sentences, misread some longer ones, and cannot listen to voice messages."
        ),
        "over_budget": gettext("Read by rules: the model budget is used up."),
    }
    away = gettext("Read by rules: the model is not answering.")
    if operation.degraded in TRANSIENT_REASONS:
        away = gettext("Read by rules: the model is not answering. I will look again when it does.")
    return f"<i>{known.get(operation.degraded, away)}</i>"


def _untold_rows(
    operation: Operation, tasks: Sequence[Task], names: DirectoryNames, speaker: Speaker
) -> tuple[tuple[Button, ...], ...]:
    """For each open task of somebody who has not joined a button that says so, and leads to a text to forward."""
    if operation.undone_at is not None:
        return ()
    rows = []
    for task in tasks:
        person = names.members.get(task.assignee_id or 0)
        if task.status != "open" or person is None or person.telegram_user_id is not None:
            continue
        label = speaker.translator.gettext("{name} has not joined: text to forward", name=person.name)
        lead = f"{list(tasks).index(task) + 1}  " if len(tasks) > 1 else ""
        rows.append((Button(lead + label, f"as:text:{task.id}"),))
    return tuple(rows[:_MOST_UNTOLD])


def _buttons(operation: Operation, tasks: Sequence[Task], speaker: Speaker) -> tuple[tuple[Button, ...], ...]:
    if operation.undone_at is not None:
        return ()
    translator = speaker.translator
    done = [
        Button(
            translator.gettext("✓ Done") if len(tasks) == 1 else f"✓ {index}",
            f"done:{task.id}:{operation.id}",
        )
        for index, task in enumerate(tasks, start=1)
        if task.status == "open"
    ]
    rows = [tuple(done[start : start + 5]) for start in range(0, len(done), 5)]
    undo = Button(translator.gettext("Undo"), f"undo:{operation.id}")
    if not done:
        return ((undo,),)
    edit = Button(translator.gettext("Edit"), f"edit:{operation.id}")
    if len(rows) == 1 and len(rows[0]) <= 3:
        return ((*rows[0], edit, undo),)
    return (*rows, (edit, undo))
