"""What a file of another program holds, shown before anything is added, and what was added."""

import datetime as dt

from worker.core.date_formats import short_day
from worker.core.i18n import gettext_noop
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.imports.foreign_tasks import MOST_TASKS, ForeignTask, ForeignTasks
from worker.features.imports.zip_files import ZipProblem

_SHOWN = 8
# In the order in which they are told.
_REASONS: dict[str, str] = {
    "done": gettext_noop("Done already, not taken: {n}"),
    "archived": gettext_noop("Archived, not taken: {n}"),
    "no task": gettext_noop("Sections, notes and the like, not taken: {n}"),
    "empty": gettext_noop("Without a title, not taken: {n}"),
    "too many": gettext_noop("Beyond the first {most}, not taken: {n}. Send them in a file of their own."),
    "undated": gettext_noop("With a date I cannot read, which stays in the title: {n}"),
    "shortened": gettext_noop("With a title that is cut to 200 letters: {n}"),
}


def preview(speaker: Speaker, found: ForeignTasks, note_id: int, now: dt.datetime) -> Reply:
    """The first tasks, and all that does not fit, with buttons to add them or not; of an archive there may be none."""
    translator = speaker.translator
    gettext, count = translator.gettext, len(found.tasks)
    if not count:
        return nothing_open(speaker, found)
    head = translator.ngettext("{n} task in this file:", "{n} tasks in this file:", count)
    lines = [
        f"<b>{head}</b>",
        *(f"· {_line(speaker, task, speaker.today(now))}" for task in found.tasks[:_SHOWN]),
    ]
    if count > _SHOWN:
        lines.append(translator.ngettext("and {n} more", "and {n} more", count - _SHOWN))
    lines += ["", *left_lines(speaker, found)]
    add = translator.ngettext("Add {n} task", "Add {n} tasks", count)
    rows = ((Button(add, f"imp:add:{note_id}"), Button(gettext("None"), f"imp:none:{note_id}")),)
    return Reply("\n".join(lines).strip(), rows)


def left_lines(speaker: Speaker, found: ForeignTasks) -> list[str]:
    """What of the file is not taken, a line for each reason."""
    gettext = speaker.translator.gettext
    lines = [
        gettext(text, n=found.left[reason], most=MOST_TASKS)
        for reason, text in _REASONS.items()
        if found.left[reason]
    ]
    if found.columns:
        names = ", ".join(escape_html(name) for name in found.columns[:20])
        lines.append(gettext("Not taken of each: {names}", names=names))
    if found.files:
        names = ", ".join(escape_html(name) for name in found.files[:10])
        count = len(found.files)
        lines.append(gettext("Files in it that I do not read, {n}: {names}", n=count, names=names))
    return lines


def _line(speaker: Speaker, task: ForeignTask, today: dt.date) -> str:
    title = escape_html(task.title[:80])
    if task.on is None:
        return title
    day = short_day(speaker.translator, task.on, today)
    at = "" if task.at is None else f" {task.at.astimezone(speaker.zone):%H:%M}"
    return f"{title} · {day}{at}"


def added(speaker: Speaker, count: int, twice: int, operation_id: int) -> Reply:
    """What was added, with one undo for all of it."""
    translator = speaker.translator
    lines = [translator.ngettext("{n} task is added.", "{n} tasks are added.", count)]
    if twice:
        lines.append(translator.ngettext("{n} was there already.", "{n} were there already.", twice))
    undo = Button(translator.gettext("Undo"), f"undo:{operation_id}")
    return Reply("\n".join(lines), ((undo,),) if count else (), operation_id=operation_id)


_ZIP_PROBLEMS: dict[str, str] = {
    "damaged": gettext_noop("This ZIP file is damaged: I could not unpack it. Nothing was added."),
    "password": gettext_noop(
        "This ZIP file has a password. Pack it without one and send it again. Nothing was added."
    ),
    "too large": gettext_noop(
        "This ZIP file is too large: I take 10 MB, with tables of up to 1 MB each and 5 MB in all when unpacked. Nothing was added."
    ),
    "names": gettext_noop(
        "The names in this ZIP file lead out of it or stand in it twice, so I did not unpack it. Nothing was added."
    ),
}


def refused_zip(speaker: Speaker, problem: ZipProblem) -> Reply:
    """Why a ZIP file is not read; one that has no tasks needs no reason."""
    return Reply(speaker.translator.gettext(_ZIP_PROBLEMS[problem]))


def unreadable(speaker: Speaker) -> Reply:
    """No file whose tasks can be read."""
    return Reply(
        speaker.translator.gettext(
            "I cannot read tasks in this file. I take CSV with a column “title” (also of Todoist), ZIP with such files and JSON of Trello, up to 1 MB each."
        )
    )


def nothing_open(speaker: Speaker, found: ForeignTasks) -> Reply:
    """A file of which no open task is taken."""
    head = speaker.translator.gettext("There is no open task in this file.")
    return Reply("\n".join([head, *left_lines(speaker, found)]))


def nothing_added(speaker: Speaker) -> Reply:
    """Refused by its sender."""
    return Reply(speaker.translator.gettext("Nothing was added from this file."))
