"""Text and buttons of the evening close: what was done, what is left, which actual times are missing."""

import datetime as dt

from worker.core.date_formats import long_day, minutes_text
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply
from worker.features.digests.message_parts import MessageBlock, headed_block, split_into_messages
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts, tasks_done_on, tasks_due_by
from worker.features.digests.views import overdue_since, task_line

# At most so many rows of buttons; further tasks can be moved all at once or by a message.
_WITH_BUTTONS = 8
_ASKED_TIMES = 3

Rows = tuple[tuple[Button, ...], ...]


def evening_close(
    recipient: Recipient, facts: DigestFacts, notes: list[str], *, moved: int = 0
) -> list[Reply]:
    """The close of a local day; empty when nothing was due and nothing was done.

    `moved` is how many of the day's tasks were put off to a later day.
    """
    done, left = tasks_done_and_left(recipient, facts)
    if not done and not left and not moved:
        if recipient.when_empty == "silent":
            return []
        quiet = recipient.speaker.translator.gettext(
            "{day}: nothing was due.", day=long_day(recipient.speaker.translator, recipient.local_on)
        )
        return [Reply("\n".join([quiet, *notes]), purpose="digest")]
    texts = split_into_messages(_blocks(recipient, done, left, notes, moved))
    replies = [Reply(text, purpose="digest") for text in texts]
    replies[-1] = Reply(texts[-1], evening_buttons(recipient, done, left), purpose="digest")
    return replies


def tasks_done_and_left(recipient: Recipient, facts: DigestFacts) -> tuple[list[TaskFacts], list[TaskFacts]]:
    """The recipient's tasks that were done this day, and those that were due and are not."""
    done = tasks_done_on(facts.mine(facts.done, recipient), recipient)
    return done, facts.mine(tasks_due_by(facts.open, recipient.local_on), recipient)


def _blocks(
    recipient: Recipient,
    done: list[TaskFacts],
    left: list[TaskFacts],
    notes: list[str],
    moved: int,
) -> list[MessageBlock]:
    translator = recipient.speaker.translator
    heading = (
        _with_moved(translator, len(done), moved, len(left)) if moved else _heading(recipient, done, left)
    )
    blocks = [MessageBlock("", (f"<b>{heading}</b>", *notes))]
    if done:
        blocks.append(MessageBlock("", tuple(f"✓ {_done_line(task, recipient)}" for task in done)))
    if left:
        lines = tuple(
            f"{index}  {task_line(task, recipient, overdue_since(task, recipient))}"
            for index, task in enumerate(left, start=1)
        )
        blocks.append(headed_block(translator.gettext("Left"), lines))
    if without_actual_time(done):
        blocks.append(
            MessageBlock("", (translator.gettext("How long did it take? It makes the estimates better."),))
        )
    return blocks


def _with_moved(translator: Translator, done: int, moved: int, left: int) -> str:
    """ "3 done, 2 moved": moved tasks count as neither done nor left."""
    if left:
        return translator.gettext(
            "{done} done, {moved} moved, {left} left", done=done, moved=moved, left=left
        )
    return translator.gettext("{done} done, {moved} moved", done=done, moved=moved)


def _heading(recipient: Recipient, done: list[TaskFacts], left: list[TaskFacts]) -> str:
    """ "6 of 6 done by 17:20", or how many of how many."""
    translator = recipient.speaker.translator
    if done and not left:
        last = max(task.done_at for task in done if task.done_at).astimezone(recipient.speaker.zone)
        return translator.ngettext(
            "Done by {time}, nothing is left. Enjoy the evening.",
            "{n} of {n} done by {time}. Enjoy the evening.",
            len(done),
            time=f"{last:%H:%M}",
        )
    spent = sum(task.actual_minutes or 0 for task in done)
    count = translator.gettext("Done today: {done} of {all}", done=len(done), all=len(done) + len(left))
    return f"{count}{' · ' + minutes_text(translator, spent) if spent else ''}"


def _done_line(task: TaskFacts, recipient: Recipient) -> str:
    translator = recipient.speaker.translator
    spent = (
        translator.gettext("took {time}", time=minutes_text(translator, task.actual_minutes))
        if task.actual_minutes
        else None
    )
    return task_line(task, recipient, spent, estimate=spent is None)


def without_actual_time(done: list[TaskFacts]) -> list[TaskFacts]:
    """The first few done tasks without an actual time."""
    return [task for task in done if task.actual_minutes is None][:_ASKED_TIMES]


def evening_buttons(recipient: Recipient, done: list[TaskFacts], left: list[TaskFacts]) -> Rows:
    """Tomorrow / Done / Pick a day / Drop for each that is left, one for all, and the times that are missing."""
    gettext, where = recipient.speaker.translator.gettext, button_place(recipient)
    rows: list[tuple[Button, ...]] = []
    tomorrow = gettext("tomorrow")
    for index, task in enumerate(left[:_WITH_BUTTONS], start=1):
        drop = gettext("Skip") if task.recurrence else gettext("Drop")
        rows.append(
            (
                Button(f"{index} → {tomorrow}", f"ev:move:{task.id}:{where}"),
                Button("✓", f"ev:done:{task.id}:{where}"),
                Button(gettext("Pick a day"), f"ev:days:{task.id}:{where}"),
                Button(drop, f"ev:drop:{task.id}:{where}"),
            )
        )
    if len(left) > 1:
        rows.append((Button(gettext("All → tomorrow"), f"ev:all:0:{where}"),))
    rows += [
        (Button(f"⏱ {_button_title(task.title)}", f"ev:time:{task.id}:{where}"),)
        for task in without_actual_time(done)
    ]
    return tuple(rows)


def button_place(recipient: Recipient) -> str:
    """Which schedule and day a button belongs to."""
    return f"{recipient.schedule_id}:{recipient.local_on:%Y%m%d}"


def day_after(recipient: Recipient, today: dt.date) -> dt.date:
    """Where "tomorrow" leads: the day after the digest's; today when the message is older."""
    return max(recipient.local_on + dt.timedelta(days=1), today)


def _button_title(title: str) -> str:
    return title if len(title) <= 28 else f"{title[:27]}…"
