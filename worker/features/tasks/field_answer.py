"""One field of a task as a sentence: when it is, who does it, how long it takes, whose it is, how it stands."""

import datetime as dt

from models.tables.task import Task
from worker.core.date_formats import deadline_text, local_time, long_day, minutes_text, short_day
from worker.core.directory_names import DirectoryNames
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.understanding.intents import TaskField


def field_answer_text(
    speaker: Speaker, task: Task, field: TaskField, names: DirectoryNames, now: dt.datetime
) -> str:
    """The sentence that answers a question about one field; of a task that is closed, that it is."""
    title = _named(speaker, task)
    return _closed(speaker, task, title) or _of_open(speaker, task, title, field, names, now)


def _of_open(
    speaker: Speaker, task: Task, title: str, field: TaskField, names: DirectoryNames, now: dt.datetime
) -> str:
    match field:
        case "due":
            return _due(speaker, task, title, now)
        case "assignee":
            return _assignee(speaker, task, title, names)
        case "estimate":
            return _estimate(speaker, task, title)
        case "business":
            return _business(speaker, task, title, names)
        case "status":
            return _status(speaker, task, title, names, now)


def _closed(speaker: Speaker, task: Task, title: str) -> str | None:
    gettext = speaker.translator.gettext
    if task.status == "open":
        return None
    match task.status:
        case "done":
            return gettext("{task} is done already.", task=title)
        case "missed":
            return gettext("{task} was missed.", task=title)
        case "passed":
            return gettext("{task} has passed; nobody said whether it happened.", task=title)
        case _:
            return gettext("{task} was dropped.", task=title)


def _business(speaker: Speaker, task: Task, title: str, names: DirectoryNames) -> str:
    gettext, business = speaker.translator.gettext, names.business_name(task.business_id)
    if business is None:
        return gettext("{task} belongs to no business.", task=title)
    return gettext("{task} belongs to {business}.", task=title, business=escape_html(business))


def _named(speaker: Speaker, task: Task) -> str:
    return f"{escape_html(speaker.translator.quote(task.title))} (#{task.number})"


def when_text(speaker: Speaker, task: Task, now: dt.datetime) -> str | None:
    """ "Thursday 3 December, 15:00", "tomorrow", "by Thu 3 Dec"; None without a deadline."""
    if task.deadline_on is None:
        return None
    today, translator = speaker.today(now), speaker.translator
    if task.timing == "by" and task.deadline_on >= today:
        return deadline_text(translator, task, today, speaker.zone)
    at = local_time(task, speaker.zone)
    near = abs((task.deadline_on - today).days) <= 1
    year = "" if task.deadline_on.year == today.year else f" {task.deadline_on.year}"
    day = (
        short_day(translator, task.deadline_on, today)
        if near
        else _lower(speaker, long_day(translator, task.deadline_on)) + year
    )
    return f"{day}, {at}" if at else day


def _lower(speaker: Speaker, day: str) -> str:
    """Days of the week are written small within a Russian sentence."""
    return day[:1].lower() + day[1:] if speaker.language == "ru" else day


def _due(speaker: Speaker, task: Task, title: str, now: dt.datetime) -> str:
    gettext, when = speaker.translator.gettext, when_text(speaker, task, now)
    if when is None:
        return gettext("{task} has no deadline.", task=title)
    over = task.deadline_on is not None and task.deadline_on < speaker.today(now)
    if over and task.timing == "by":
        return gettext("{task} was due: {when}.", task=title, when=when)
    if over:
        return gettext("{task} was on: {when}.", task=title, when=when)
    return gettext("{task}: {when}.", task=title, when=when)


def _assignee(speaker: Speaker, task: Task, title: str, names: DirectoryNames) -> str:
    gettext, name = speaker.translator.gettext, names.member_name(task.assignee_id)
    if task.assignee_id == speaker.member_id:
        return gettext("{task} is yours.", task=title)
    if task.assignee_id is None:
        return gettext("{task} is given to nobody.", task=title)
    if name is None:
        return gettext("{task} is with somebody else.", task=title)
    return gettext("{task} is with {name}.", task=title, name=escape_html(name))


def _estimate(speaker: Speaker, task: Task, title: str) -> str:
    gettext = speaker.translator.gettext
    if task.estimate_minutes is None:
        return gettext("There is no estimate for {task}.", task=title)
    length = minutes_text(speaker.translator, task.estimate_minutes)
    if task.estimate_source == "stated":
        return gettext("{task} takes {length}.", task=title, length=length)
    return gettext("{task} takes about {length}, I think.", task=title, length=length)


def _status(speaker: Speaker, task: Task, title: str, names: DirectoryNames, now: dt.datetime) -> str:
    name = names.member_name(task.assignee_id) if task.assignee_id != speaker.member_id else None
    facts = [when_text(speaker, task, now), escape_html(name) if name else None]
    known = ", ".join(fact for fact in facts if fact)
    told = speaker.translator.gettext("{task} is still open.", task=title)
    return f"{told} {known[:1].upper()}{known[1:]}." if known else told


def next_timed_text(speaker: Speaker, task: Task | None, now: dt.datetime) -> str:
    """The next task with a clock time, and when it is."""
    when = None if task is None else when_text(speaker, task, now)
    if task is None or when is None:
        return speaker.translator.gettext("Nothing with a clock time is ahead of you.")
    return speaker.translator.gettext("Next: {task}, {when}.", task=_named(speaker, task), when=when)
