"""Text and buttons of the evening close: what was done, what is past, what is left, which actual times are missing."""

import datetime as dt
from dataclasses import dataclass

from worker.core.date_formats import long_day, minutes_text
from worker.core.i18n import Translator
from worker.core.past_events import is_over_by_evening
from worker.core.reply import Button, Reply
from worker.features.digests.message_parts import MessageBlock, headed_block, joined_blocks
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts, tasks_done_on, tasks_due_by
from worker.features.digests.team_done import has_team, team_line
from worker.features.digests.views import day_line, overdue_since, past_line, task_line

# At most so many tasks have a row of buttons: when one is settled, the next one gets it.
_WITH_BUTTONS = 5
# Rows of tasks and of missing times together; the row for all and Undo come on top.
_MOST_ROWS = 6
_ASKED_TIMES = 3

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class EveningTasks:
    """The recipient's tasks of the day: done on it, over without anybody saying whether they happened, and left to do.

    `untimed` are those of the done ones that are asked how long they took.
    """

    done: list[TaskFacts]
    past: list[TaskFacts]
    left: list[TaskFacts]
    untimed: list[TaskFacts]

    @property
    def empty(self) -> bool:
        """Whether there is nothing of any kind."""
        return not (self.done or self.past or self.left)


def evening_close(
    recipient: Recipient, facts: DigestFacts, notes: list[str], *, moved: int = 0
) -> list[Reply]:
    """The close of a local day; empty when nothing was due and nothing was done.

    `moved` is how many of the day's tasks were put off to a later day.
    """
    tasks = evening_tasks(recipient, facts)
    team = team_line(recipient, facts, tasks_done_on(facts.done, recipient))
    notes = [*([team] if team else []), *notes]
    if tasks.empty and not moved:
        if recipient.when_empty == "silent" and not team:
            return []
        quiet = recipient.speaker.translator.gettext(
            "{day}: nothing was due.", day=long_day(recipient.speaker.translator, recipient.local_on)
        )
        return [Reply("\n".join([quiet, *notes]), purpose="digest")]
    by_you = has_team(recipient, facts)
    text = joined_blocks(_blocks(recipient, tasks, notes, moved, by_you=by_you))
    return [Reply(text, evening_buttons(recipient, tasks), purpose="digest")]


def evening_tasks(recipient: Recipient, facts: DigestFacts) -> EveningTasks:
    """The recipient's tasks of this day."""
    done = tasks_done_on(facts.mine(facts.done, recipient), recipient)
    due = facts.mine(tasks_due_by(facts.open, recipient.local_on), recipient)
    past = [task for task in due if is_over_by_evening(task, recipient.local_on, recipient.due_at)]
    left = [task for task in due if task not in past]
    untimed = [task for task in done if task.actual_minutes is None and task.id not in facts.happened]
    return EveningTasks(done, past, left, untimed[:_ASKED_TIMES])


def _blocks(
    recipient: Recipient, tasks: EveningTasks, notes: list[str], moved: int, *, by_you: bool
) -> list[MessageBlock]:
    translator = recipient.speaker.translator
    heading = _heading(recipient, tasks, moved, by_you=by_you)
    blocks = [MessageBlock("", (f"<b>{heading}</b>", *notes))]
    if tasks.past:
        lines = [f"{index}  {_past_line(task, recipient)}" for index, task in enumerate(tasks.past, start=1)]
        closed = translator.gettext(
            "Without an answer it is closed as passed after a day; /find still finds it."
        )
        blocks.append(headed_block(translator.gettext("Did it happen?"), (*lines, f"<i>{closed}</i>")))
    if tasks.left:
        lines = [
            f"{index}  {task_line(task, recipient, overdue_since(task, recipient))}"
            for index, task in enumerate(tasks.left, start=len(tasks.past) + 1)
        ]
        blocks.append(headed_block(translator.gettext("Left"), lines))
    if tasks.done:
        blocks.append(MessageBlock("", tuple(f"✓ {_done_line(task, recipient)}" for task in tasks.done)))
    if tasks.untimed:
        blocks.append(
            MessageBlock("", (translator.gettext("How long did it take? It makes the estimates better."),))
        )
    return blocks


def _past_line(task: TaskFacts, recipient: Recipient) -> str:
    """ "10:00  Dentist · #4" of this day, "Dentist · yesterday 10:00 · #4" of an earlier one."""
    if task.deadline_on == recipient.local_on:
        return day_line(task, recipient)
    return past_line(task, recipient).removeprefix("•  ")


def _heading(recipient: Recipient, tasks: EveningTasks, moved: int, *, by_you: bool) -> str:
    """ "6 of 6 done by 17:20", or how many of how many; "3 done, 2 moved" where moved ones count as neither."""
    translator, done, left = recipient.speaker.translator, tasks.done, [*tasks.past, *tasks.left]
    if moved:
        return _with_moved(translator, len(done), moved, len(left))
    if done and not left:
        last = max(task.done_at for task in done if task.done_at).astimezone(recipient.speaker.zone)
        return translator.ngettext(
            "Done by {time}, nothing is left. Enjoy the evening.",
            "{n} of {n} done by {time}. Enjoy the evening.",
            len(done),
            time=f"{last:%H:%M}",
        )
    spent = sum(task.actual_minutes or 0 for task in done)
    figures = {"done": len(done), "all": len(done) + len(left)}
    count = (
        translator.gettext("Done by you today: {done} of {all}", **figures)
        if by_you
        else translator.gettext("Done today: {done} of {all}", **figures)
    )
    return f"{count}{' · ' + minutes_text(translator, spent) if spent else ''}"


def _with_moved(translator: Translator, done: int, moved: int, left: int) -> str:
    if left:
        return translator.gettext(
            "{done} done, {moved} moved, {left} left", done=done, moved=moved, left=left
        )
    return translator.gettext("{done} done, {moved} moved", done=done, moved=moved)


def _done_line(task: TaskFacts, recipient: Recipient) -> str:
    translator = recipient.speaker.translator
    spent = (
        translator.gettext("took {time}", time=minutes_text(translator, task.actual_minutes))
        if task.actual_minutes
        else None
    )
    return task_line(task, recipient, spent, estimate=spent is None)


def evening_buttons(recipient: Recipient, tasks: EveningTasks) -> Rows:
    """Yes / Missed / Move for each that is past, Tomorrow / Done / Pick a day / Drop for each that is left, one for all
    that is left, and the times that are missing."""
    gettext, where = recipient.speaker.translator.gettext, button_place(recipient)
    rows = [_past_row(recipient, at, task) for at, task in enumerate(tasks.past, start=1)]
    rows += [_left_row(recipient, at, task) for at, task in enumerate(tasks.left, start=len(tasks.past) + 1)]
    rows = rows[:_WITH_BUTTONS]
    timed = [
        (Button(f"⏱ {_button_title(task.title)}", f"ev:time:{task.id}:{where}"),)
        for task in tasks.untimed[: _MOST_ROWS - len(rows)]
    ]
    everything = [(Button(gettext("All → tomorrow"), f"ev:all:0:{where}"),)] if len(tasks.left) > 1 else []
    return (*rows, *everything, *timed)


def _past_row(recipient: Recipient, index: int, task: TaskFacts) -> tuple[Button, ...]:
    gettext, where = recipient.speaker.translator.gettext, button_place(recipient)
    return (
        Button(f"{index} {gettext('Yes')}", f"ev:yes:{task.id}:{where}"),
        Button(gettext("Missed"), f"ev:miss:{task.id}:{where}"),
        Button(gettext("Move"), f"ev:days:{task.id}:{where}"),
    )


def _left_row(recipient: Recipient, index: int, task: TaskFacts) -> tuple[Button, ...]:
    gettext, where = recipient.speaker.translator.gettext, button_place(recipient)
    return (
        Button(f"{index} → {gettext('tomorrow')}", f"ev:move:{task.id}:{where}"),
        Button("✓", f"ev:done:{task.id}:{where}"),
        Button(gettext("Pick a day"), f"ev:days:{task.id}:{where}"),
        Button(gettext("Skip") if task.recurrence else gettext("Drop"), f"ev:drop:{task.id}:{where}"),
    )


def button_place(recipient: Recipient) -> str:
    """Which schedule and day a button belongs to."""
    return f"{recipient.schedule_id}:{recipient.local_on:%Y%m%d}"


def day_after(recipient: Recipient, today: dt.date) -> dt.date:
    """Where "tomorrow" leads: the day after the digest's; today when the message is older."""
    return max(recipient.local_on + dt.timedelta(days=1), today)


def _button_title(title: str) -> str:
    return title if len(title) <= 28 else f"{title[:27]}…"
