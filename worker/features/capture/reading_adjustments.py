"""Adjusts a reading by phrases readers leave in the text: "after #7" (one task waits for another), "remind me at five"."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.tasks.service import link_tasks
from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import Mention
from worker.understanding.intents import CreateTask, Due, Intent, UnclearQuestion
from worker.understanding.reminder_wishes import asks_to_remind, past_moment, without_until_done
from worker.understanding.requests.closed_requests import Fragment, find_fragment

AT_THE_TIME = 0


def extract_waits(reading: Reading, text: str, now: dt.datetime) -> tuple[Reading, dict[str, int]]:
    """The reading without "after #7" in its titles, and by title the number of the task each new task waits for.

    When the reader has removed the phrase from the title, it is looked for in `text`, for a single new task.
    """
    made = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    waits: dict[str, int] = {}
    intents = []
    for intent in reading.intents:
        if isinstance(intent, CreateTask):
            found = _waits_for(intent.title, now)
            title = _without(intent.title, found) if found else intent.title
            found = found or (_waits_for(text, now) if len(made) == 1 else None)
            if found is not None:
                waits[title] = int(str(found[2]["number"]).removeprefix("T"))
                intent = intent.model_copy(update={"title": title})  # noqa: PLW2901 - the same intent, without the words
        intents.append(intent)
    return (replace(reading, intents=tuple(intents)) if waits else reading), waits


def _waits_for(text: str, now: dt.datetime) -> Fragment | None:
    return find_fragment("wait", Message(text, now), Context())


def _without(title: str, found: Fragment) -> str:
    """The title without the words found and the marks around them."""
    before, after = title[: found[0]].rstrip(" ,;("), title[found[1] :].lstrip(" ,;)")
    return " ".join(part for part in (before, after) if part) or title


def without_unclear_questions(reading: Reading) -> Reading:
    """The reading for a message that a model is to read when it is back: it may understand what rules did not."""
    kept = tuple(intent for intent in reading.intents if not isinstance(intent, UnclearQuestion))
    return replace(reading, intents=kept) if len(kept) < len(reading.intents) else reading


async def link_waiting_tasks(
    session: AsyncSession,
    speaker: Speaker,
    created: Sequence[Task],
    waits: dict[str, int],
    context: HandlerContext,
) -> str | None:
    """Link the new tasks to those they wait for; a line per task, also when there is no such task."""
    gettext, lines = speaker.translator.gettext, []
    for task in created:
        if task.title not in waits:
            continue
        number = waits[task.title]
        other = await reachable_task(session, speaker, number=number, status="open")
        if other is not None and await link_tasks(session, task, other, context):
            lines.append(gettext("#{number} waits for #{other}.", number=task.number, other=number))
        else:
            lines.append(gettext("There is no open task #{number}.", number=number))
    return "\n".join(lines) or None


def with_requested_reminders(reading: Reading, text: str, now: dt.datetime) -> Reading:
    """When `text` asks for a reminder: the reading with one at the due time (in the morning, of a day) of each new task that
    has none yet, again and again where that is asked for. `now` is in the chat's zone."""
    until_done = without_until_done(text) is not None
    if not until_done and not asks_to_remind(text):
        return reading
    made = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    past = past_moment(text, now) if len(made) == 1 and made[0].due is None else None
    intents = (_with_reminder(intent, past, until_done=until_done) for intent in reading.intents)
    return replace(reading, intents=tuple(intents))


def _with_reminder(intent: Intent, past: Mention | None, *, until_done: bool) -> Intent:
    if not isinstance(intent, CreateTask):
        return intent
    said: dict[str, Any] = {"remind_until_done": until_done or None}
    if past is not None and past.date is not None:
        # Whoever carries it out says that this is past, and asks.
        said |= {"due": Due(date=past.date, time=past.time), "timing": "on"}
        said["title"] = _without_words(intent.title, past.text)
    if (intent.due or past) and intent.reminder_minutes_before is None:
        said["reminder_minutes_before"] = AT_THE_TIME
    return intent.model_copy(update=said)


def _without_words(title: str, words: str) -> str:
    """The title without some words of it, and without a "to" that is left in front."""
    at = title.lower().find(words.lower())
    rest = title if at < 0 else f"{title[:at]} {title[at + len(words) :]}"
    rest = " ".join(rest.split()).removeprefix("to ")
    return f"{rest[:1].upper()}{rest[1:]}" or title
