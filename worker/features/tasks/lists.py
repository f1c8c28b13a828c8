"""Task lists as text: a day, a week, a period, overdue and all open tasks."""

import datetime as dt
import re
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.date_formats import (
    clock_text,
    date_range_text,
    deadline_text,
    local_time,
    long_day,
    minutes_text,
    short_day,
)
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.past_events import ended_text, is_past_event
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.tasks.queries import find_open_tasks, find_planned_tasks
from worker.features.working_hours.service import calendar_times_of_days
from worker.features.working_hours.views import calendar_line
from worker.understanding.requests.past_period import Period
from worker.understanding.requests.question_details import DayPart


async def day_list_text(
    session: AsyncSession, speaker: Speaker, now: dt.datetime, day: dt.date, part: DayPart | None = None
) -> str:
    """The list of one day: as its plan has it, then what is due besides; what is overdue when the day is today.

    Of a part of the day: what has its clock time in it, and what has none."""
    names = await load_directory_names(session, speaker)
    today = speaker.today(now)
    planned = await find_planned_tasks(session, speaker, day, now)
    known = {task.id for _, task in planned}
    due = [t for t in await find_open_tasks(session, speaker, first=day, last=day) if t.id not in known]
    late = await find_open_tasks(session, speaker, last=today - dt.timedelta(days=1)) if day == today else []
    overdue = [task for task in late if task.id not in known]
    tasks = [*(task for _, task in planned), *due]
    rows = [*planned, *((local_time(task, speaker.zone) or "—", task) for task in due)]
    if part is not None:
        rows, overdue = [row for row in rows if _is_within(row[0], part)], []
        tasks = [task for _, task in rows]
    busy = [
        time for time in await _calendar_lines(session, speaker, day) if not part or _is_within(time[0], part)
    ]
    work = [task for task in (*tasks, *overdue) if not is_past_event(task, today)]
    lines = [_day_heading(speaker, day, work), ""]
    planned_ids = {task.id for _, task in planned}
    timed = list(busy)
    for start, task in rows:
        at = start if task.id in planned_ids else _clock(task, speaker) or start
        late_since = f" · {_overdue_since(task, speaker, today)}" if _is_late(task, today) else ""
        timed.append((start, f"{at}  {_task_text(task, names, speaker)}{late_since}"))
    lines += [line for _, line in sorted(timed, key=lambda row: row[0])]
    lines += [*([""] if timed else []), *_overdue_lines(overdue, names, speaker, today)]
    return (
        "\n".join(lines).strip()
        if tasks or overdue or busy
        else speaker.translator.gettext(
            "{day}: nothing is due.", day=_capital(short_day(speaker.translator, day, today))
        )
    )


async def _calendar_lines(session: AsyncSession, speaker: Speaker, day: dt.date) -> list[tuple[str, str]]:
    """What subscribed calendars have on a day: when it begins, and its line; nothing in a group."""
    return (await _calendar_lines_of_days(session, speaker, [day]))[day]


async def _calendar_lines_of_days(
    session: AsyncSession, speaker: Speaker, days: Sequence[dt.date]
) -> dict[dt.date, list[tuple[str, str]]]:
    """The same for several days."""
    if speaker.group is not None:
        return {day: [] for day in days}
    member = speaker.member_id
    busy = await calendar_times_of_days(session, {(member, day): speaker.zone for day in days})
    return {
        day: [
            (clock_text(time.start), calendar_line(speaker.translator, time)) for time in busy[(member, day)]
        ]
        for day in days
    }


async def week_list_text(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    """The coming seven days, day by day, with what is overdue first."""
    names = await load_directory_names(session, speaker)
    today = speaker.today(now)
    tasks = await find_open_tasks(session, speaker, last=today + dt.timedelta(days=6))
    lines = _overdue_lines([task for task in tasks if _is_late(task, today)], names, speaker, today)
    days = [today + dt.timedelta(days=offset) for offset in range(7)]
    busy = await _calendar_lines_of_days(session, speaker, days)
    for day in days:
        of_day = [task for task in tasks if task.deadline_on == day]
        rows = list(busy[day])
        rows += [(local_time(task, speaker.zone) or "—", _task_line(task, names, speaker)) for task in of_day]
        if rows:
            by_clock = (line for _, line in sorted(rows, key=lambda row: row[0]))
            lines += ["", _day_heading(speaker, day, of_day), *by_clock]
    return "\n".join(lines).strip() or speaker.translator.gettext("Nothing is due in the next seven days.")


async def period_list_text(session: AsyncSession, speaker: Speaker, now: dt.datetime, period: Period) -> str:
    """What is due in a period that begins today or later, day by day; what is overdue first where it begins today."""
    names, today = await load_directory_names(session, speaker), speaker.today(now)
    first = None if period.first == today else period.first
    tasks = await find_open_tasks(session, speaker, first=first, last=period.after - dt.timedelta(days=1))
    title = date_range_text(speaker.translator, period.first, period.after - dt.timedelta(days=1), today)
    if not tasks:
        return speaker.translator.gettext("{day}: nothing is due.", day=title)
    return "\n".join(
        [f"<b>{title}</b>", *_by_day(tasks, names, speaker, today), *_recurring_note(tasks, speaker)]
    )


async def all_tasks_text(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    """Every open task: the overdue ones, those with a deadline day by day, and those without one."""
    names, today = await load_directory_names(session, speaker), speaker.today(now)
    tasks = await find_open_tasks(session, speaker)
    if not tasks:
        return speaker.translator.gettext("Nothing is open.")
    heading = speaker.translator.ngettext("{n} open task", "{n} open tasks", len(tasks))
    lines = [f"<b>{heading}</b>", *_by_day(tasks, names, speaker, today)]
    undated = [task for task in tasks if task.deadline_on is None]
    if undated:
        dateless = speaker.translator.gettext("Without a deadline")
        lines += ["", f"<b>{dateless}</b>"]
        lines += [f"•  {_task_text(task, names, speaker)}" for task in undated]
    return "\n".join(lines)


def _is_within(at: str, part: DayPart) -> bool:
    """Whether a clock time "09:00" lies in a part of the day; "—" lies in every one."""
    _, first, after = part
    return at == "—" or first.strftime("%H:%M") <= at < after.strftime("%H:%M")


def _by_day(tasks: Sequence[Task], names: DirectoryNames, speaker: Speaker, today: dt.date) -> list[str]:
    """The lines of the tasks with a deadline: the overdue ones, then each day under its heading."""
    late = _overdue_lines([task for task in tasks if _is_late(task, today)], names, speaker, today)
    lines = ["", *late] if late else []
    for day in sorted({task.deadline_on for task in tasks if task.deadline_on and not _is_late(task, today)}):
        of_day = [task for task in tasks if task.deadline_on == day]
        lines += [
            "",
            _day_heading(speaker, day, of_day, today),
            *(_task_line(task, names, speaker) for task in of_day),
        ]
    return lines


def _recurring_note(tasks: Sequence[Task], speaker: Speaker) -> list[str]:
    """Half a line where a list of days cannot show every repetition: only the next one is a task."""
    told = speaker.translator.gettext("Of recurring tasks only the next one is listed.")
    return ["", f"<i>{told}</i>"] if any(task.recurrence for task in tasks) else []


async def overdue_list_text(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    """What should have been done before today."""
    names = await load_directory_names(session, speaker)
    today = speaker.today(now)
    before = await find_open_tasks(session, speaker, last=today - dt.timedelta(days=1))
    tasks = [task for task in before if not is_past_event(task, today)]
    return "\n".join(_overdue_lines(tasks, names, speaker, today)) or speaker.translator.gettext(
        "Nothing is overdue."
    )


def found_tasks_text(speaker: Speaker, tasks: Sequence[Task], names: DirectoryNames, now: dt.datetime) -> str:
    """Found tasks, one a line, done ones marked."""
    today = speaker.today(now)
    return "\n".join(found_line(task, names, speaker, today) for task in tasks)


def _day_heading(speaker: Speaker, day: dt.date, tasks: Sequence[Task], today: dt.date | None = None) -> str:
    minutes = sum(task.estimate_minutes or 0 for task in tasks)
    load = f" · {minutes_text(speaker.translator, minutes)}" if minutes else ""
    year = f" {day.year}" if today and day.year != today.year else ""
    return f"<b>{long_day(speaker.translator, day)}{year}</b>{load}"


def _task_line(task: Task, names: DirectoryNames, speaker: Speaker) -> str:
    return f"{_clock(task, speaker) or '—'}  {_task_text(task, names, speaker)}"


def _clock(task: Task, speaker: Speaker) -> str | None:
    """ "14:00" of what begins then, "by 14:00" of what must be done by then; None without a clock time."""
    at = local_time(task, speaker.zone)
    return speaker.translator.gettext("by {time}", time=at) if at and task.timing == "by" else at


def _overdue_lines(
    tasks: Sequence[Task], names: DirectoryNames, speaker: Speaker, today: dt.date
) -> list[str]:
    """The overdue tasks under one heading, events that are past under another; nothing when there are none."""
    gettext, lines = speaker.translator.gettext, list[str]()
    overdue = [task for task in tasks if not is_past_event(task, today)]
    past = [task for task in tasks if is_past_event(task, today)]
    if overdue:
        lines += [f"<b>{gettext('Overdue')}</b>"]
        lines += [
            f"•  {_task_text(t, names, speaker)} · {_overdue_since(t, speaker, today)}" for t in overdue
        ]
    if past:
        lines += [*([""] if overdue else []), f"<b>{gettext('Past: did it happen?')}</b>"]
        lines += [
            f"•  {_task_text(t, names, speaker)} · {deadline_text(speaker.translator, t, today, speaker.zone)}"
            for t in past
        ]
    return lines


def _is_late(task: Task, today: dt.date) -> bool:
    return task.deadline_on is not None and task.deadline_on < today


def _overdue_since(task: Task, speaker: Speaker, today: dt.date) -> str:
    """ "since yesterday", "since Fri 20 Nov": how long an overdue task has been due."""
    assert task.deadline_on is not None
    translator = speaker.translator
    if task.deadline_on < today - dt.timedelta(days=1):
        return translator.gettext("since {day}", day=short_day(translator, task.deadline_on, today))
    return translator.gettext("since yesterday")


def found_line(
    task: Task, names: DirectoryNames, speaker: Speaker, today: dt.date, *, assignee: bool = True
) -> str:
    """A task with its day and clock time, "✓" before a done one; without its `assignee` where the list is theirs."""
    when = deadline_text(speaker.translator, task, today, speaker.zone)
    mark = "✓ " if task.status == "done" else ""
    facts = (
        _task_text(task, names, speaker, assignee=assignee),
        when,
        ended_text(speaker.translator, task.status),
    )
    return mark + " · ".join(fact for fact in facts if fact)


def _task_text(task: Task, names: DirectoryNames, speaker: Speaker, *, assignee: bool = True) -> str:
    others = assignee and task.assignee_id != speaker.member_id
    parts = [
        f"{'❗ ' if task.priority == 1 else ''}{task.title}",
        names.business_name(task.business_id),
        names.member_name(task.assignee_id) if others else None,
        _minutes(speaker, task),
        f"#{task.number}",
    ]
    return escape_html(" · ".join(part for part in parts if part))


def _minutes(speaker: Speaker, task: Task) -> str | None:
    """ "2 h" as stated, "~2 h" as learned."""
    if task.estimate_minutes is None:
        return None
    guess = "" if task.estimate_source == "stated" else "~"
    return guess + minutes_text(speaker.translator, task.estimate_minutes)


# A list's lines end with the task's number, or have only facts after it.
_NUMBER_SHOWN = re.compile(r" · #(\d{1,9})(?= ·|$)", re.MULTILINE)


def numbers_shown(text: str) -> list[int]:
    """The numbers of the tasks in a list's text, in its order."""
    return list(dict.fromkeys(int(number) for number in _NUMBER_SHOWN.findall(text)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
