"""Lines of a digest: a task, an overdue task, blocks by business, notes about a late digest, names of schedules."""

import datetime as dt
from collections.abc import Sequence

from worker.core.date_formats import day_and_month, minutes_text, short_day
from worker.core.i18n import Translator
from worker.core.past_events import is_past_event
from worker.core.reply import escape_html
from worker.features.digests.message_parts import MessageBlock
from worker.features.digests.queries import DayFrame, DigestFacts, Recipient, TaskFacts

# A digest that is no later than this, after others in the queue, is not called late.
_PUNCTUAL = dt.timedelta(minutes=15)


def clock_time(task: TaskFacts, recipient: Recipient) -> str | None:
    """A deadline's time in the reader's zone, "09:00"; None when the deadline has no time."""
    return (
        None if task.deadline_at is None else f"{task.deadline_at.astimezone(recipient.speaker.zone):%H:%M}"
    )


def task_line(
    task: TaskFacts,
    recipient: Recipient,
    *extra: str | None,
    home: str | None = None,
    estimate: bool = True,
) -> str:
    """ "Fix the spindle · Repair · 2 h · #12": the title, what is known beside it, and its number."""
    translator = recipient.speaker.translator
    facts = [
        f"{'❗ ' if task.priority == 1 else ''}{task.title}",
        home,
        minutes_text(translator, task.estimate_minutes) if estimate and task.estimate_minutes else None,
        *extra,
        f"#{task.number}",
    ]
    return escape_html(" · ".join(fact for fact in facts if fact))


def day_line(task: TaskFacts, recipient: Recipient) -> str:
    """ "09:00  Call the bank · 30 min · #3", "by 12:00  Send the offer · #4"; a dash without a time."""
    time = clock_time(task, recipient)
    if time is not None and task.timing == "by":
        time = recipient.speaker.translator.gettext("by {time}", time=time)
    return f"{time or '—'}  {task_line(task, recipient)}"


def overdue_line(task: TaskFacts, recipient: Recipient) -> str:
    """ "Customs papers · since Fri · #4"."""
    return f"•  {task_line(task, recipient, overdue_since(task, recipient))}"


def past_line(task: TaskFacts, recipient: Recipient) -> str:
    """ "Dentist · Fri 20 Nov 10:00 · #4"."""
    assert task.deadline_on is not None
    day, at = (
        short_day(recipient.speaker.translator, task.deadline_on, recipient.local_on),
        clock_time(task, recipient),
    )
    return f"•  {task_line(task, recipient, f'{day} {at}' if at else day, estimate=False)}"


def overdue_since(task: TaskFacts, recipient: Recipient) -> str | None:
    """Since when a task is overdue, that an event is past; None when neither."""
    translator, today = recipient.speaker.translator, recipient.local_on
    if is_past_event(task, today):
        return translator.gettext("past")
    if task.deadline_on is None or task.deadline_on >= today:
        return None
    if task.deadline_on == today - dt.timedelta(days=1):
        return translator.gettext("since yesterday")
    return translator.gettext("since {day}", day=day_and_month(translator, task.deadline_on))


def blocks_by_business(
    tasks: Sequence[TaskFacts], facts: DigestFacts, recipient: Recipient
) -> list[MessageBlock]:
    """The day's tasks, a block a business (private ones last); one block without a heading when there is one only."""
    homes = sorted({task.business_id for task in tasks}, key=lambda home: (home is None, home or 0))
    blocks = []
    for home in homes:
        name = facts.business_heading(recipient, home)
        lines = tuple(day_line(task, recipient) for task in tasks if task.business_id == home)
        plain = len(homes) == 1 and home is None
        blocks.append(MessageBlock("" if plain else f"<b>{escape_html(name)}</b>", lines))
    return blocks


def blocks_in_plan_order(
    tasks: Sequence[TaskFacts], frame: DayFrame, facts: DigestFacts, recipient: Recipient
) -> list[MessageBlock]:
    """The planned tasks by the plan's clock, their business beside them; no block without a plan."""
    by_id = {task.id: task for task in [*tasks, *facts.mine(facts.open, recipient)]}
    zone = recipient.speaker.zone
    lines = [
        f"{start.astimezone(zone):%H:%M}  "
        + task_line(by_id[task], recipient, home=facts.business_name(recipient, by_id[task].business_id))
        for task, start in frame.blocks
        # What lasted over midnight is told among what is past.
        if task in by_id and not is_past_event(by_id[task], recipient.local_on)
    ]
    return [MessageBlock("", tuple(lines))] if lines else []


def total_minutes(tasks: Sequence[TaskFacts], facts: DigestFacts) -> tuple[int, bool]:
    """The lengths' sum in minutes, and whether some of it is assumed because nobody said how long a task takes."""
    unknown = any(task.estimate_minutes is None for task in tasks if not task.fills_its_day)
    return facts.minutes(tasks), unknown


def delay_notes(recipient: Recipient, now: dt.datetime) -> list[str]:
    """HTML lines saying that this digest is late, or that the one before was not delivered; usually none."""
    return [f"<i>{text}</i>" for text in (_late_note(recipient, now), _previous_note(recipient)) if text]


def _late_note(recipient: Recipient, now: dt.datetime) -> str | None:
    if now - recipient.due_at <= _PUNCTUAL:
        return None
    due = recipient.due_at.astimezone(recipient.speaker.zone)
    return recipient.speaker.translator.gettext("Late: this was due at {time}.", time=f"{due:%H:%M}")


def _previous_note(recipient: Recipient) -> str | None:
    if recipient.previous is None:
        return None
    state, reason, local_on = recipient.previous
    gettext = recipient.speaker.translator.gettext
    day = short_day(recipient.speaker.translator, local_on, recipient.local_on)
    if state == "skipped" and reason == "late":
        return gettext("The last one ({day}) was skipped: I was not running.", day=day)
    if state == "failed":
        return gettext("The last one ({day}) could not be sent.", day=day)
    if state == "unknown":
        return gettext("The last one ({day}) may not have reached you.", day=day)
    return None


def schedule_name(translator: Translator, kind: str) -> str:
    """What a kind of schedule is called."""
    named = {
        "morning_digest": translator.gettext("The morning digest"),
        "evening_close": translator.gettext("The evening close"),
        "weekly_review": translator.gettext("The weekly review"),
        "day_plan": translator.gettext("The day's plan"),
    }
    return named[kind]
