"""A person's tasks as text: what is open with its hours, what was done, and the whole team at a glance."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from models.tables.task import Task
from worker.core.date_formats import date_range_text, long_day, minutes_text, within_sentence
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.member_roles import has_right
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.tasks.done_list import done_lines
from worker.features.tasks.lists import found_line
from worker.features.tasks.queries import find_done_in, find_tasks_of
from worker.features.workload.service import WeekLoad, week_loads
from worker.features.workload.views import load_line, overloaded_line, part_shown_line
from worker.understanding.requests.past_period import Period

_WEEK = dt.timedelta(days=7)


def period_text(speaker: Speaker, period: Period, today: dt.date) -> str:
    """ "Thursday 3 December", "Mon 30 Nov – Sun 6 Dec"."""
    if period.is_day:
        return long_day(speaker.translator, period.first)
    return date_range_text(speaker.translator, period.first, period.after - dt.timedelta(days=1), today)


async def person_list_text(
    session: AsyncSession, speaker: Speaker, name: str | None, period: Period | None, now: dt.datetime
) -> str:
    """What a member has open, all or in a period, with the hours; of everybody a line each when `name` is None."""
    names = await load_directory_names(session, speaker)
    if name is None:
        return await _team_text(session, speaker, names, period, now)
    member = _member_called(names, name)
    if member is None:
        return speaker.translator.gettext("I know nobody called {name}.", name=escape_html(name))
    tasks = await find_tasks_of(session, speaker, member.id, period)
    week = await _week(session, speaker, [member], now) if _is_about_this_week(period, speaker, now) else []
    lines = _open_lines(speaker, member, tasks, names, period, now)
    # Of a week its own line says how much work it is.
    rest = lines[2:] if week and period else lines[1:]
    return "\n".join(
        [*lines[:1], *(line for _, line in week), *rest, *_limits(speaker, member, names, tasks)]
    )


async def _week(
    session: AsyncSession, speaker: Speaker, members: Sequence[Member], now: dt.datetime
) -> list[tuple[WeekLoad, str]]:
    """The weeks of those members that are the speaker's to know, each with its line."""
    if speaker.group is not None:
        # A week is that of all businesses, and a group is shown its own alone.
        return []
    loads = await week_loads(session, speaker, members, now)
    return [(load, load_line(speaker.translator, load)) for load in loads]


def _is_about_this_week(period: Period | None, speaker: Speaker, now: dt.datetime) -> bool:
    """Whether a question without a period, or about one from today on of some days, is about the week as well."""
    return period is None or (not period.is_day and period.first <= speaker.today(now))


async def person_done_text(
    session: AsyncSession, speaker: Speaker, name: str, period: Period | None, now: dt.datetime
) -> str:
    """What a member has done in a period, by default in the last seven days."""
    names, today = await load_directory_names(session, speaker), speaker.today(now)
    member = _member_called(names, name)
    if member is None:
        return speaker.translator.gettext("I know nobody called {name}.", name=escape_html(name))
    tomorrow = today + dt.timedelta(days=1)
    asked = period or Period(tomorrow - _WEEK, tomorrow)
    tasks = await find_done_in(session, speaker, asked, member.id)
    days = within_sentence(speaker.translator, period_text(speaker, asked, today))
    shown = escape_html(member.name)
    if not tasks:
        nothing = speaker.translator.gettext("{name}, {days}: nothing done.", name=shown, days=days)
        return "\n".join([nothing, *_limits(speaker, member, names, tasks)])
    lines = done_lines(speaker, tasks, names, today, dated=not asked.is_day)
    return "\n".join([f"<b>{shown}</b> · {days}", "", *lines, *_limits(speaker, member, names, tasks)])


def _member_called(names: DirectoryNames, name: str) -> Member | None:
    found = [member for member in names.members.values() if member.name == name]
    return next((member for member in found if member.archived_at is None), next(iter(found), None))


def _open_lines(
    speaker: Speaker,
    member: Member,
    tasks: Sequence[Task],
    names: DirectoryNames,
    period: Period | None,
    now: dt.datetime,
) -> list[str]:
    gettext, today, name = speaker.translator.gettext, speaker.today(now), escape_html(member.name)
    days = period and within_sentence(speaker.translator, period_text(speaker, period, today))
    # What is overdue belongs to a period that begins today, not to a later one.
    due = [t for t in tasks if period is None or period.first == today or _not_before(t, period.first)]
    if not due:
        nothing = gettext("Nothing open for {name}.", name=name)
        return [gettext("{name}, {days}: nothing open.", name=name, days=days) if days else nothing]
    heading = f"<b>{name}</b> · {days}" if days else f"<b>{name}</b>"
    lines = [found_line(task, names, speaker, today, assignee=False) for task in due]
    return [heading, load_text(speaker, due), "", *lines]


def _not_before(task: Task, day: dt.date) -> bool:
    return task.deadline_on is not None and task.deadline_on >= day


def load_text(speaker: Speaker, tasks: Sequence[Task]) -> str:
    """ "5 open tasks · 6 h 30 · 2 without an estimate": how much work the tasks are."""
    translator = speaker.translator
    minutes = sum(task.estimate_minutes or 0 for task in tasks)
    unknown = sum(1 for task in tasks if task.estimate_minutes is None)
    facts = [
        translator.ngettext("{n} open task", "{n} open tasks", len(tasks)),
        minutes_text(translator, minutes) if minutes else None,
        translator.ngettext("{n} without an estimate", "{n} without an estimate", unknown)
        if unknown
        else None,
    ]
    return " · ".join(fact for fact in facts if fact)


def _limits(speaker: Speaker, member: Member, names: DirectoryNames, tasks: Sequence[Task]) -> list[str]:
    """Half a line where the speaker does not see all that the member has."""
    told = _limits_text(speaker, member, names, tasks)
    return [] if told is None else ["", f"<i>{told}</i>"]


def _limits_text(
    speaker: Speaker, member: Member, names: DirectoryNames, tasks: Sequence[Task]
) -> str | None:
    gettext, own = speaker.translator.gettext, member.id == speaker.member_id
    seen = speaker.overseen
    firms = escape_html(names.list_businesses(seen))
    if speaker.only_business is not None:
        here = escape_html(names.business_name(speaker.only_business) or "")
        if speaker.is_owner or own or seen:
            return gettext("Only tasks of {businesses} are shown here.", businesses=here)
        return gettext("Only tasks of {businesses} that you gave them are shown here.", businesses=here)
    if speaker.is_owner or own:
        return None
    if not seen:
        return gettext("Only tasks that you gave them are shown to you.")
    if has_right(speaker, "change") or any(task.business_id not in seen for task in tasks):
        return gettext(
            "Only tasks of {businesses}, and those that you gave them, are shown to you.", businesses=firms
        )
    return gettext("Only tasks of {businesses} are shown to you.", businesses=firms)


async def _team_text(
    session: AsyncSession,
    speaker: Speaker,
    names: DirectoryNames,
    period: Period | None,
    now: dt.datetime,
) -> str:
    """How much each member has open, the least busy first, and who is overloaded. Whoever manages or views a business is
    told of its people, other members of themselves alone."""
    today, gettext = speaker.today(now), speaker.translator.gettext
    loads: list[tuple[int, int, str]] = []
    members = [m for m in names.members.values() if _is_told_of(speaker, m, names)]
    weeks = await _week(session, speaker, members, now) if _is_about_this_week(period, speaker, now) else []
    lines_of_week = {load.member_id: line for load, line in weeks}
    for member in members:
        if member.archived_at is None:
            tasks = await find_tasks_of(session, speaker, member.id, period)
            due = [
                t for t in tasks if period is None or period.first == today or _not_before(t, period.first)
            ]
            told = load_text(speaker, due) if due else gettext("nothing open")
            minutes = sum(task.estimate_minutes or 0 for task in due)
            week = lines_of_week.get(member.id or 0)
            line = f"<b>{escape_html(member.name)}</b> · {told}" + (f"\n{week}" if week else "")
            loads.append((minutes, len(due), line))
    heading = [f"<b>{period_text(speaker, period, today)}</b>", ""] if period is not None else []
    if weeks and (speaker.is_owner or speaker.overseen):
        called = {member.id: member.name for member in members if member.id is not None}
        over = overloaded_line(speaker.translator, [load for load, _ in weeks], called)
        heading = [*heading, over, ""]
    part = part_shown_line(speaker, names) if weeks else None
    limits = [] if part is None else ["", f"<i>{part}</i>"]
    return "\n".join([*heading, *(line for _, _, line in sorted(loads)), *limits])


def _is_told_of(speaker: Speaker, member: Member, names: DirectoryNames) -> bool:
    """Whether the speaker is told how much this member has to do."""
    if speaker.is_owner or member.id == speaker.member_id:
        return True
    return bool(speaker.overseen & names.works_for.get(member.id or 0, frozenset()))
