"""Wishes to be reminded that need a question, and its answer: of what, when, and later of what has just rung."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.note import Note
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.last_message import last_bot_message
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture.apply_reading import ReceivedText
from worker.features.notes.service import add_note
from worker.features.reminders.questions import (
    OF_WHAT,
    WHEN,
    of_what_question,
    remind_then,
    reminder_just_rung,
    snooze_until,
)
from worker.telegram.update import IncomingUpdate
from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import due_of
from worker.understanding.reminder_wishes import asks_to_remind, moment_named, wishes_nothing_named

_Answer = Callable[[AsyncSession, HandlerContext], Awaitable[Reply]]
_REFUSED = bounded(
    r"\W*(?:no|nope|never\s*mind|nothing|forget\s+it|cancel|leave\s+it|нет|не\s+надо|не\s+нужно|ничего|неважно|отмена|забудь|ни\s+о\s+ч[её]м)\b\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnsweredWish:
    """A wish about nothing that has its answer: the text of both, and the note that kept the wish."""

    text: str
    note_id: int

    def settling(self, handler: Handler) -> Handler:
        """The handler of that text, which settles the note as well."""

        async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
            note = await session.get(Note, self.note_id, with_for_update=True)
            if note is not None and note.state == "open":
                note.state, note.settled_at = "task", context.now
                session.add(note)
            return await handler.apply(session, context)

        return replace(handler, apply=apply)


async def answered_or_asked(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText
) -> Handler | AnsweredWish | None:
    """What becomes of a text that wishes a reminder of nothing it names, or answers the bot's question about one; None for
    every other text."""
    if incoming.forwarded or incoming.edited:
        return None
    now = heard.received_at.astimezone(speaker.zone)
    if wishes_nothing_named(heard.text, now):
        return await _asked_or_snoozed(session, speaker, incoming, heard)
    last = await last_bot_message(session, speaker, heard.received_at)
    question, _, number = (last.purpose if last is not None else "").partition(":")
    if question == WHEN and (at := _instant_named(heard.text, speaker, now)) is not None:
        return _replying(
            speaker, lambda session, context: remind_then(session, speaker, int(number), at, context)
        )
    if question == OF_WHAT and "?" not in heard.text and not asks_to_remind(heard.text):
        note = await session.get(Note, int(number))
        if note is not None and note.state == "open" and _REFUSED.fullmatch(heard.text):
            return _replying(speaker, partial(_dropped, speaker, note.id or 0))
        if note is not None and note.state == "open":
            return AnsweredWish(f"{note.text.rstrip(' .!:')}: {heard.text}", int(number))
    return None


async def _asked_or_snoozed(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText
) -> Handler | None:
    now = heard.received_at.astimezone(speaker.zone)
    reply_to, at = incoming.reply_to_message_id, _instant_named(heard.text, speaker, now)
    rung = await reminder_just_rung(session, speaker, reply_to, heard.received_at)
    if rung is not None and at is not None:
        return _replying(speaker, lambda session, context: snooze_until(session, speaker, rung, at, context))
    if reply_to is not None:
        return None

    async def ask(session: AsyncSession, context: HandlerContext) -> Reply:
        note = await add_note(session, speaker, heard.text, heard.message_id, context)
        return of_what_question(speaker, note)

    return _replying(speaker, ask)


async def _dropped(speaker: Speaker, note_id: int, session: AsyncSession, context: HandlerContext) -> Reply:
    note = await session.get(Note, note_id, with_for_update=True)
    if note is not None and note.state == "open":
        note.state, note.settled_at = "dropped", context.now
        session.add(note)
    return Reply(speaker.translator.gettext("No reminder, then."))


def _instant_named(text: str, speaker: Speaker, now: dt.datetime) -> dt.datetime | None:
    """The instant still to come that a text names; a day without a time is none."""
    mention = moment_named(text, now)
    if mention is not None and mention.kind == "duration":
        return now + dt.timedelta(minutes=mention.minutes or 0)
    due = None if mention is None else due_of(mention, now)
    if due is None or due.time is None:
        return None
    at = instant_at(due.date, due.time, speaker.zone)
    return at if at > now else None


def _replying(speaker: Speaker, work: _Answer) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return HandlerResult([await work(session, context)], workspace_id=speaker.workspace_id)

    return Handler(apply)
