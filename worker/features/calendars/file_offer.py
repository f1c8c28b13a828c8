"""A calendar file is offered as appointments: all of it, single events, or nothing."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.date_formats import short_day
from worker.core.handler import Handler, HandlerContext, HandlerResult, reply_only
from worker.core.operations import new_operation
from worker.core.recurrence_formats import recurrence_text
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_tasks
from worker.core.task_recorder import TaskRecorder
from worker.features.calendars.file_events import FileEvent, FileEvents, read_file_events
from worker.features.notes.service import add_note
from worker.features.tasks.views import card_of
from worker.services import Services
from worker.telegram.client import Refused
from worker.telegram.message_content import FileAttachment

MOST_BYTES = 1_000_000
_KEY, _ADDED = "calendar_events", "added"
# Rows of buttons that a message shows well.
_MOST_CHOICES = 7


@dataclass(frozen=True, slots=True)
class _Offer:
    """A file's events, and the places of those that were added."""

    note: Note
    events: list[FileEvent]
    added: list[int]

    def waiting(self) -> list[int]:
        """The places of the events that were not added."""
        return [place for place in range(len(self.events)) if place not in self.added]


async def offer_calendar_file(
    services: Services, speaker: Speaker, file: FileAttachment, message_id: int | None, now: dt.datetime
) -> Handler:
    """The handler of a sent file: downloaded and read here, with nothing held (I7). Raises TelegramFailure when Telegram
    is unavailable."""
    gettext = speaker.translator.gettext
    body = None
    if file.size <= MOST_BYTES:
        try:
            body = await services.telegram.download(file.file_id)
        except Refused:
            body = None
    if body is None or len(body) > MOST_BYTES:
        return reply_only(
            Reply(gettext("I read calendar files up to 1 MB.")), workspace_id=speaker.workspace_id
        )
    read = await asyncio.to_thread(read_file_events, body, speaker.zone, now)
    if read is None:
        return reply_only(
            Reply(gettext("This is no calendar file that I can read.")), workspace_id=speaker.workspace_id
        )
    if not read.events:
        return reply_only(
            Reply(gettext("There is nothing to come in this calendar file.")),
            workspace_id=speaker.workspace_id,
        )
    return _offered(speaker, read, message_id)


def _offered(speaker: Speaker, read: FileEvents, message_id: int | None) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        proposal = {
            _KEY: [event.to_json() for event in read.events],
            _ADDED: [],
            "not_offered": read.not_offered,
        }
        words = "; ".join(event.title for event in read.events)[:1000]
        note = await add_note(session, speaker, words, message_id, context, proposal=proposal)
        card = _card(speaker, _Offer(note, list(read.events), []), context.now)
        return HandlerResult([card], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def handle_file_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], context: HandlerContext
) -> Reply | None:
    """The card after a button of an offer (`cal:file:` and `path`); None when it has expired."""
    what, number, *place = path
    offer = await _offer(session, speaker, int(number)) if number.isdecimal() and len(number) <= 18 else None
    if offer is None:
        return None
    match what, place:
        case "all", []:
            return await _add(session, speaker, offer, offer.waiting(), context)
        case "one", [at] if at.isdecimal() and len(at) < 3 and int(at) in offer.waiting():
            return await _add(session, speaker, offer, [int(at)], context)
        case "choose", []:
            return _card(speaker, offer, context.now, choosing=True)
        case "none", []:
            _settle(offer, "done" if offer.added else "dropped", context)
            session.add(offer.note)
            return Reply(speaker.translator.gettext("Nothing more was added from this file."))
        case _:
            return None


async def _offer(session: AsyncSession, speaker: Speaker, note_id: int) -> _Offer | None:
    statement = select(Note).where(
        Note.id == note_id,
        Note.workspace_id == speaker.workspace_id,
        Note.chat_id == speaker.chat_id,
        Note.state == "open",
    )
    note = (await session.exec(statement.with_for_update())).first()
    stored: dict[str, Any] = {} if note is None else note.proposal or {}
    if note is None or _KEY not in stored:
        return None
    return _Offer(note, [FileEvent.from_json(each) for each in stored[_KEY]], list(stored[_ADDED]))


async def _add(
    session: AsyncSession, speaker: Speaker, offer: _Offer, places: list[int], context: HandlerContext
) -> Reply:
    """Make the events tasks, but for those that are there already; the card of what was made, or of what is left."""
    operation = await new_operation(session, speaker, "calendar_file", context)
    chosen = [offer.events[place] for place in places]
    known = await _known(session, speaker, chosen)
    new = [event for event in chosen if (event.title, event.on, event.at) not in known]
    for event in new:
        await _create(session, speaker, operation, event, context)
    done = _Offer(offer.note, offer.events, [*offer.added, *places])
    offer.note.proposal = {**(offer.note.proposal or {}), _ADDED: done.added}
    offer.note.operation_id = operation.id
    if not done.waiting():
        _settle(done, "task", context)
    session.add(offer.note)
    await session.flush()
    twice = len(chosen) - len(new)
    note = (
        speaker.translator.ngettext("{n} was there already.", "{n} were there already.", twice)
        if twice
        else None
    )
    if done.waiting():
        return _card(speaker, done, context.now, choosing=True, note=note)
    if not new:
        return Reply(note or "")
    return await card_of(session, operation, speaker, context.now, note=note)


async def _known(
    session: AsyncSession, speaker: Speaker, events: list[FileEvent]
) -> set[tuple[str, dt.date | None, dt.datetime | None]]:
    titles = {event.title for event in events}
    statement = reachable_tasks(speaker).where(Task.status == "open", col(Task.title).in_(titles))
    return {
        (task.title, task.deadline_on, task.deadline_at) for task in (await session.exec(statement)).all()
    }


async def _create(
    session: AsyncSession, speaker: Speaker, operation: Operation, event: FileEvent, context: HandlerContext
) -> None:
    length: dict[str, Any] = {}
    if event.minutes is not None:
        length = {
            "estimate_minutes": event.minutes,
            "estimate_low": event.minutes,
            "estimate_high": event.minutes,
            "estimate_source": "stated",
        }
    await TaskRecorder(session, operation, context.now).create(
        title=event.title,
        assignee_id=default_assignee_id(speaker),
        deadline_on=event.on,
        deadline_at=event.at,
        timing="on",
        recurrence=event.rule,
        **length,
    )


def _settle(offer: _Offer, state: str, context: HandlerContext) -> None:
    offer.note.state, offer.note.settled_at = state, context.now


def _card(
    speaker: Speaker, offer: _Offer, now: dt.datetime, *, choosing: bool = False, note: str | None = None
) -> Reply:
    gettext, waiting = speaker.translator.gettext, offer.waiting()
    lines = [f"<b>{gettext('In this calendar file:')}</b>"]
    for place, event in enumerate(offer.events):
        mark = "✓" if place in offer.added else "·"
        lines.append(f"{mark} {_line(speaker, event, now)}")
    more = (offer.note.proposal or {}).get("not_offered", 0)
    if more:
        lines.append(
            speaker.translator.ngettext(
                "{n} more is over, called off, or could not be read.",
                "{n} more are over, called off, further away, or could not be read.",
                more,
            )
        )
    rows: list[tuple[Button, ...]] = []
    if choosing:
        rows = [
            (Button(f"+ {offer.events[at].title[:40]}", f"cal:file:one:{offer.note.id}:{at}"),)
            for at in waiting[:_MOST_CHOICES]
        ]
    add = Button(gettext("Add all"), f"cal:file:all:{offer.note.id}")
    choose = Button(gettext("Choose"), f"cal:file:choose:{offer.note.id}")
    none = Button(gettext("No more") if offer.added else gettext("None"), f"cal:file:none:{offer.note.id}")
    rows.append((add, none) if choosing or len(waiting) == 1 else (add, choose, none))
    return Reply("\n".join([*lines, *([note] if note else [])]), tuple(rows))


def _line(speaker: Speaker, event: FileEvent, now: dt.datetime) -> str:
    translator = speaker.translator
    day = short_day(translator, event.on, speaker.today(now))
    clock = ""
    if event.at is not None:
        begins = event.at.astimezone(speaker.zone)
        ends = begins + dt.timedelta(minutes=event.minutes or 0)
        clock = f" {begins:%H:%M}" + (f"–{ends:%H:%M}" if event.minutes else "")
    repeats = ""
    if event.rule is not None:
        repeats = f" ({recurrence_text(translator, event.rule)})"
    elif event.repeats_otherwise:
        repeats = " " + translator.gettext("(repeats in a way I cannot follow: only this one)")
    return f"{day}{clock}  {escape_html(event.title)}{repeats}"
