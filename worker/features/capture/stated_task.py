"""/task: the words behind it, or the message that it answers, become a task, whatever they are read as otherwise."""

import datetime as dt
import re
from dataclasses import replace

from worker.core.handler import Handler, reply_only
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture.apply_reading import ReceivedText
from worker.features.capture.service import apply_read_message, load_message_inputs
from worker.services import Services
from worker.telegram.update import IncomingUpdate
from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.intents import CreateTask, Intent, RescheduleTask, UpdateTask
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.local.local_reader import read
from worker.understanding.short_replies import read_reply
from worker.understanding.step_budget import OutOfStepsError, counted, steps_for

_LONGEST_TITLE = 200
# A task that is not there yet: its corrections are read like those of a reply to its card.
_NEW = "T0"
_NUMBERS = ("priority", "estimate_minutes", "reminder_minutes_before")
_IT = bounded(r"\b(?:it|this|that|them|его|её|ее|это|эту|их|ей|им)\b", re.IGNORECASE)


async def state_task(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    words: str,
    said_at: dt.datetime,
    trace_id: str,
) -> Handler:
    """The handler of `/task words`: a task of the words, or of the message that is answered with the words as what is to
    be said of it ("/task Josh by Friday"). What is no task by its wording becomes one with the words as its title."""
    answered = incoming.group.reply_text.strip()
    if not words and not answered:
        return reply_only(_usage(speaker), workspace_id=speaker.workspace_id)
    alone = replace(incoming, reply_to_message_id=None, forwarded=False)
    async with services.database.transaction() as session:
        world = await load_message_inputs(session, speaker, alone)

    now = said_at.astimezone(speaker.zone)
    text = answered or words
    reading = await services.understanding.read(
        Message(text, now, forwarded=bool(answered)),
        replace(world.context, recent=(), replied_to=None),
        workspace_id=speaker.workspace_id,
        trace_id=trace_id,
    )
    reading = _tasks_only(reading, text)
    if answered and words:
        reading = _completed(world.context, reading, words, now)
    heard = ReceivedText(f"{answered}\n{words}".strip(), said_at, incoming.message_id)
    return apply_read_message(services, speaker, alone, heard, world, reading, trace_id)


def _tasks_only(reading: Reading, text: str) -> Reading:
    """The new tasks of a reading; one with the words as its title where there is none."""
    made = tuple(intent for intent in reading.intents if isinstance(intent, CreateTask))
    if not made:
        title = one_line(text, _LONGEST_TITLE)
        made = (CreateTask(title=title[:1].upper() + title[1:]),)
    return replace(reading, intents=made, clauses=(), doubts=(), left_out=(), asked=(), unread=())


def _completed(context: Context, first: Reading, words: str, now: dt.datetime) -> Reading:
    """The task with what the words say of it; words that are a whole task of their own are taken instead."""
    if len(first.intents) != 1 or not isinstance(first.intents[0], CreateTask):
        return first
    task, said = first.intents[0], _said_of_it(context, first.intents[0].title, words, now)
    whole = next((intent for intent in said if isinstance(intent, CreateTask)), None)
    if whole is not None and _IT.search(whole.title) is None:
        return replace(first, intents=(whole,))
    if whole is not None:
        # "Josh fixes it by Friday": who does what was written, and when.
        fields = type(whole).model_fields.keys() - {"kind", "title"}
        named = {name: value for name in fields if (value := getattr(whole, name)) is not None}
        return replace(first, intents=(task.model_copy(update=named),))
    for intent in said:
        if isinstance(intent, UpdateTask | RescheduleTask) and intent.task == _NEW:
            task = _changed(task, intent)
    return replace(first, intents=(task,))


def _said_of_it(context: Context, title: str, words: str, now: dt.datetime) -> tuple[Intent, ...]:
    """What words say of a task, read by rules as a reply to its card; with a comma behind the name they may begin with
    ("Josh by Friday"), where more is read so."""
    pretended = KnownTask(_NEW, title)
    about = replace(
        context, open_tasks=(pretended, *context.open_tasks), replied_to=_NEW, recent=(_NEW,), listed=()
    )
    parts = words.split(maxsplit=1)
    read_as = [words, ", ".join(parts)] if len(parts) == 2 else [words]
    found: list[tuple[Intent, ...]] = []
    try:
        with counted(len(read_as) * steps_for(words)):
            for text in read_as:
                message = Message(text, now, reply=True)
                found.append((read_reply(message, about, read) or read(message, about)).intents)
    except OutOfStepsError:
        return ()
    return max(found, key=len)


def _changed(task: CreateTask, change: UpdateTask | RescheduleTask) -> CreateTask:
    if isinstance(change, RescheduleTask):
        timing = change.timing or task.timing or "on"
        return task.model_copy(update={"due": change.due, "timing": timing if change.due else None})
    value = change.value
    if change.field in _NUMBERS and value is not None:
        value = int(value)
    return task.model_copy(update={change.field: value})


def _usage(speaker: Speaker) -> Reply:
    return Reply(
        speaker.translator.gettext(
            "What is to be done? For example: /task Call the bank tomorrow. In a group answer any message with /task."
        )
    )
