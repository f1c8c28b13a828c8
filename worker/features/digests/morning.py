"""Text and buttons of the morning digest: the day by business, overdue tasks, tasks given to others."""

import datetime as dt

from worker.core.date_formats import long_day, minutes_text, short_day
from worker.core.i18n import Translator
from worker.core.past_events import is_past_event
from worker.core.reply import Button, Reply, escape_html
from worker.features.digests.message_parts import MessageBlock, headed_block, joined_blocks
from worker.features.digests.missed_series import missed_since_last_told
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts, tasks_due_by
from worker.features.digests.views import (
    blocks_by_business,
    blocks_in_plan_order,
    overdue_line,
    overdue_since,
    past_line,
    task_line,
    total_minutes,
)
from worker.features.tasks.overdue import row_of_overdue
from worker.features.working_hours.views import calendar_line

# More events and missed tasks than these are only counted.
_EVENTS_SHOWN, _MISSED_SHOWN = 12, 3


def morning_digest(recipient: Recipient, facts: DigestFacts, notes: list[str]) -> list[Reply]:
    """The digest of a local day; empty when there is nothing to report."""
    mine = facts.mine(tasks_due_by(facts.open, recipient.local_on), recipient)
    due = tasks_due_by(facts.others(recipient), recipient.local_on)
    waiting = [
        *due,
        *(each for each in facts.others(recipient) if each.id in facts.silent and each not in due),
    ]
    if _is_off(recipient, facts, mine):
        return []
    if not mine and not waiting and not facts.frame(recipient).blocks:
        return _nothing_due(recipient, facts, notes)
    text = joined_blocks(_blocks(recipient, facts, mine, waiting, notes))
    return [Reply(text, _buttons(recipient, first_task(recipient, facts, mine), mine), purpose="digest")]


def _is_off(recipient: Recipient, facts: DigestFacts, mine: list[TaskFacts]) -> bool:
    """Whether nothing is said because the recipient is away that day; what was set for a time of it is said all the same."""
    if not facts.frame(recipient).off or recipient.when_empty != "silent":
        return False
    return not any(
        task.timing == "on" and task.deadline_at and task.deadline_on == recipient.local_on for task in mine
    )


def first_task(recipient: Recipient, facts: DigestFacts, mine: list[TaskFacts]) -> TaskFacts | None:
    """The task to begin with: the plan's first, else today's first as listed, else an overdue one."""
    by_id = {task.id: task for task in facts.mine(facts.open, recipient)}
    planned = [by_id[task] for task, _ in facts.frame(recipient).blocks if task in by_id]
    planned = [task for task in planned if not is_past_event(task, recipient.local_on)]
    work = [task for task in mine if not task.fills_its_day]
    today = [task for task in work if task.deadline_on == recipient.local_on]
    overdue = [task for task in work if not is_past_event(task, recipient.local_on)]
    return next(iter([*planned, *today, *overdue]), None)


def _blocks(
    recipient: Recipient,
    facts: DigestFacts,
    mine: list[TaskFacts],
    waiting: list[TaskFacts],
    notes: list[str],
) -> list[MessageBlock]:
    translator, day = recipient.speaker.translator, recipient.local_on
    today = [task for task in mine if task.deadline_on == day]
    earlier = [task for task in mine if task.deadline_on != day]
    past = [task for task in earlier if is_past_event(task, day)]
    overdue = [task for task in earlier if not is_past_event(task, day)]
    frame = facts.frame(recipient)
    heading = f"<b>{long_day(translator, day)}</b>{_load(translator, total_minutes(_listed(recipient, facts, mine), facts), frame.capacity_minutes)}"
    ordered = blocks_in_plan_order(mine, frame, facts, recipient)
    if ordered:
        planned = {task for task, _ in frame.blocks}
        today, overdue = ([task for task in tasks if task.id not in planned] for tasks in (today, overdue))
    blocks = [MessageBlock("", (heading, *notes)), *_calendar(recipient, facts)]
    blocks += [*ordered, *blocks_by_business(today, facts, recipient)]
    if overdue:
        lines = tuple(overdue_line(task, recipient) for task in overdue)
        blocks.append(headed_block(translator.gettext("Overdue"), lines))
    if past:
        lines = tuple(past_line(task, recipient) for task in past)
        blocks.append(headed_block(translator.gettext("Past: did it happen?"), lines))
    if waiting:
        lines = tuple(_waiting_line(task, facts, recipient) for task in waiting)
        blocks.append(headed_block(translator.gettext("Waiting on"), lines))
    missed = _missed_line(recipient, facts)
    return [*blocks, *([MessageBlock("", (missed,))] if missed else [])]


def _calendar(recipient: Recipient, facts: DigestFacts) -> list[MessageBlock]:
    """What the recipient's own calendars have that day, under its heading; no block without an event,
    and none in a group."""
    if recipient.speaker.group is not None:
        return []
    translator, times = recipient.speaker.translator, facts.frame(recipient).calendar
    lines = [calendar_line(translator, time) for time in times[:_EVENTS_SHOWN]]
    if len(times) > len(lines):
        lines.append(translator.ngettext("and {n} more", "and {n} more", len(times) - len(lines)))
    return [headed_block(translator.gettext("In your calendar"), lines)] if lines else []


def _missed_line(recipient: Recipient, facts: DigestFacts) -> str | None:
    """ "Missed: Close the till (yesterday)": what series went on without since the digest before; not in a group."""
    translator, missed = recipient.speaker.translator, missed_since_last_told(recipient, facts)
    if not missed or recipient.speaker.group is not None:
        return None
    titles = [
        f"{escape_html(task.title)} ({short_day(translator, task.deadline_on, recipient.local_on)})"
        for task in missed[:_MISSED_SHOWN]
        if task.deadline_on is not None
    ]
    if len(missed) > _MISSED_SHOWN:
        titles.append(translator.ngettext("and {n} more", "and {n} more", len(missed) - _MISSED_SHOWN))
    return translator.gettext("Missed: {titles}", titles=", ".join(titles))


def _listed(recipient: Recipient, facts: DigestFacts, mine: list[TaskFacts]) -> list[TaskFacts]:
    """The work that the digest lists: what is due, and further tasks of the plan."""
    planned = {task for task, _ in facts.frame(recipient).blocks} - {task.id for task in mine}
    work = [task for task in mine if not is_past_event(task, recipient.local_on)]
    return [*work, *(task for task in facts.mine(facts.open, recipient) if task.id in planned)]


def _load(translator: Translator, work: tuple[int, bool], capacity: int | None) -> str:
    """ " · ~5 h 40 of 8 h": what is due against what the day's hours hold; "~" when some of it is assumed."""
    minutes, assumed = work
    if not minutes:
        return ""
    load = f"{'~' if assumed else ''}{minutes_text(translator, minutes)}"
    if not capacity:
        return f" · {load}"
    return f" · {_load_of_capacity(translator, load, capacity, over=minutes > capacity)}"


def _load_of_capacity(translator: Translator, load: str, capacity: int, *, over: bool) -> str:
    """ "5 h 40 of 7 h"; "43 h of work for 8 working hours" where it is more than fits."""
    if not over:
        return translator.gettext(
            "{load} of {capacity}", load=load, capacity=minutes_text(translator, capacity)
        )
    if capacity % 60:
        return translator.gettext(
            "{load} of work for {capacity}", load=load, capacity=minutes_text(translator, capacity)
        )
    return translator.ngettext(
        "{load} of work for {n} working hour",
        "{load} of work for {n} working hours",
        capacity // 60,
        load=load,
    )


def _waiting_line(task: TaskFacts, facts: DigestFacts, recipient: Recipient) -> str:
    who = facts.members.get(task.assignee_id or 0, "")
    silent = recipient.speaker.translator.gettext("no answer yet") if task.id in facts.silent else ""
    return " · ".join(
        part
        for part in (
            f"{escape_html(who)}: {task_line(task, recipient, overdue_since(task, recipient))}",
            silent,
        )
        if part
    )


def _nothing_due(recipient: Recipient, facts: DigestFacts, notes: list[str]) -> list[Reply]:
    """What is said of a day without tasks; what was missed is told even where nothing else would be."""
    missed = _missed_line(recipient, facts)
    if recipient.when_empty == "silent" and missed is None:
        return []
    line = recipient.speaker.translator.gettext(
        "{day}: nothing is due.", day=long_day(recipient.speaker.translator, recipient.local_on)
    )
    ends = [MessageBlock("", (missed,))] if missed else []
    blocks = [MessageBlock("", (line, *notes)), *_calendar(recipient, facts), *ends]
    return [Reply(joined_blocks(blocks), purpose="digest")]


def _buttons(
    recipient: Recipient, first: TaskFacts | None, mine: list[TaskFacts]
) -> tuple[tuple[Button, ...], ...]:
    """Start with the first task, plan the day, put things off; settle what is overdue, and what is past."""
    settling = _settling_rows(recipient, mine)
    if first is None:
        return settling
    where = f"{recipient.schedule_id}:{recipient.local_on:%Y%m%d}"
    gettext = recipient.speaker.translator.gettext
    plan = Button(gettext("Plan"), f"plan:day:{recipient.local_on.isoformat()}")
    start = Button(f"▶ {short_title(first.title)}", f"dg:go:{first.id}:{where}")
    return ((start,), (plan, Button(gettext("Postpone…"), f"dg:later:{where}")), *settling)


def _settling_rows(recipient: Recipient, mine: list[TaskFacts]) -> tuple[tuple[Button, ...], ...]:
    day, where = recipient.local_on, f"{recipient.schedule_id}:{recipient.local_on:%Y%m%d}"
    past = [task for task in mine if is_past_event(task, day)]
    rows = row_of_overdue(
        recipient.speaker, overdue_of(mine, day), day, f"dg:late:{where}", f"dg:old:{where}"
    )
    asked = Button(recipient.speaker.translator.gettext("Past: did it happen?"), "late:past")
    return (*rows, (asked,)) if past else rows


def overdue_of(mine: list[TaskFacts], day: dt.date) -> list[TaskFacts]:
    """Those of the tasks that are due before a day and are no past events."""
    return [
        task for task in mine if task.deadline_on and task.deadline_on < day and not is_past_event(task, day)
    ]


def short_title(title: str) -> str:
    """A title as a button shows it."""
    return title if len(title) <= 30 else f"{title[:29]}…"
