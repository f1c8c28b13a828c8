"""Texts and buttons of what is told of an assignment, for the executor and for the giver."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.tables.assignment import Assignment
from models.tables.task import Task
from models.tables.task_file import TaskFile
from worker.core.business_access import exceeds_access
from worker.core.date_formats import deadline_text, ends_at, minutes_text, short_day
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.estimates.views import estimate_text
from worker.features.files.views import files_button, files_line

ButtonRows = tuple[tuple[Button, ...], ...]
_DAYS_OFFERED = 6
_MOST_PEOPLE = 12
_LABEL_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Page:
    """Who reads, what names they may know, and the instant."""

    speaker: Speaker
    names: DirectoryNames
    now: dt.datetime

    @property
    def translator(self) -> Translator:
        """The reader's translator."""
        return self.speaker.translator

    def name(self, member_id: int | None) -> str:
        """A person's name, escaped; a word for somebody the reader may not know of."""
        known = self.names.member_name(member_id)
        return escape_html(known) if known else self.translator.gettext("somebody")


@dataclass(frozen=True, slots=True)
class Entry:
    """One assignment in a message, with its task; `notice_id` leads back to the message, `answered` to the answer's Undo.
    `files` stay with the task."""

    assignment: Assignment
    task: Task
    notice_id: int
    answered: int | None = None
    files: Sequence[TaskFile] = ()


def task_line(page: Page, task: Task) -> str:
    """ "Repair: <b>Fix Ivanov's spindle</b>, by Fri 27 Nov, ~2 h": what is known, HTML."""
    translator, speaker = page.translator, page.speaker
    home = page.names.business_name(task.business_id)
    urgent = "❗ " if task.priority == 1 else ""
    title = f"{urgent}<b>{escape_html(task.title)}</b>"
    facts = [
        deadline_text(translator, task, speaker.today(page.now), speaker.zone),
        None if ends_at(task, speaker.zone) else estimate_text(translator, task),
    ]
    lead = f"{escape_html(home)}: " if home else ""
    return ", ".join([f"{lead}{title}", *(escape_html(fact) for fact in facts if fact)])


def offer_message(page: Page, entries: Sequence[Entry]) -> Reply:
    """Tasks that one person gave the reader, as each stands: with what to answer to those that wait for it."""
    gettext, giver = page.translator.gettext, page.name(entries[0].assignment.giver_id)
    if len(entries) == 1:
        [entry] = entries
        text = gettext("From {name} · {task}", name=giver, task=task_line(page, entry.task))
        mark = state_line(page, entry)
        return Reply(f"{text}\n\n{mark}" if mark else text, executor_rows(page, entry))
    head = page.translator.ngettext(
        "From {name}, {n} task:", "From {name}, {n} tasks:", len(entries), name=giver
    )
    lines = [head, ""]
    for index, entry in enumerate(entries, start=1):
        mark = state_line(page, entry)
        marks = [mark, files_line(page.translator, entry.files) if entry.files else ""]
        lines += [f"{index}  {task_line(page, entry.task)}", *(f"    {each}" for each in marks if each)]
    return Reply("\n".join(lines), _list_rows(page, entries))


def _list_rows(page: Page, entries: Sequence[Entry]) -> ButtonRows:
    """Accept all that wait, and a button for each task that leads to its own answers."""
    first, waiting = entries[0].notice_id, [e for e in entries if e.assignment.state == "offered"]
    accept = (Button(page.translator.gettext("Accept all"), f"as:all:{first}"),)
    each = [
        Button(f"{index}  {_short(entry.task.title)}", f"as:open:{entry.assignment.id}:{entry.notice_id}")
        for index, entry in enumerate(entries, start=1)
        if entry.assignment.state not in ("done", "withdrawn") and entry.task.status == "open"
    ]
    return (*([accept] if waiting else []), *((button,) for button in each))


def executor_rows(page: Page, entry: Entry, *, back: bool = False) -> ButtonRows:
    """What the executor may answer as the assignment stands, and its task's files; with `back` to the list it was opened
    from."""
    gettext, here = page.translator.gettext, f"{entry.assignment.id}:{entry.notice_id}"
    other, cannot = (
        Button(gettext("Other date"), f"as:date:{here}"),
        Button(gettext("Can't"), f"as:no:{here}"),
    )
    ask = Button(gettext("Ask"), f"as:ask:{here}")
    undo = (
        (Button(gettext("Undo"), f"as:undo:{here}:{entry.answered}"),) if entry.answered is not None else ()
    )
    rows: ButtonRows = ()
    if entry.task.status == "open":
        match entry.assignment.state:
            case "offered":
                rows = ((Button(gettext("Accept"), f"as:yes:{here}"), other), (cannot, ask))
            case "accepted":
                done = Button(gettext("✓ Done"), f"as:done:{here}")
                rows = ((done, other), (cannot, ask, *undo))
            case "date_proposed" | "refused" | "question":
                rows = ((Button(gettext("Accept"), f"as:yes:{here}"), *undo),)
    files = ((files_button(page.translator, entry.task, entry.files),),) if entry.files else ()
    list_row = ((Button(gettext("‹ Back"), f"as:list:{entry.notice_id}"),),) if back else ()
    return (*rows, *files, *list_row)


def state_line(page: Page, entry: Entry) -> str:
    """Where an assignment stands, for its executor; empty while it waits for their answer. HTML."""
    gettext, assignment = page.translator.gettext, entry.assignment
    state = "done" if entry.task.status == "done" else assignment.state
    name, day = page.name(assignment.giver_id), proposed_day(page, assignment)
    reason = _said(assignment.reason)
    refused = (
        gettext("You can't: {reason}. {name} decides.", reason=reason, name=name)
        if reason
        else gettext("You can't. {name} is told; write why, if you like.", name=name)
    )
    sentences = {
        "done": gettext("✓ Done"),
        "accepted": gettext("✓ Accepted"),
        "date_proposed": gettext("You propose {day}. {name} decides.", day=day, name=name),
        "refused": refused,
        "question": gettext("You ask: {question}", question=_said(assignment.question)),
        "withdrawn": gettext("No longer yours."),
    }
    return sentences.get(state, "")


def day_rows(page: Page, act: str, here: str, *, back: str) -> ButtonRows:
    """The next days, each a button that proposes or sets it."""
    today = page.speaker.today(page.now)
    days = [today + dt.timedelta(days=offset) for offset in range(1, _DAYS_OFFERED + 1)]
    buttons = [
        Button(short_day(page.translator, day, today), f"as:{act}:{here}:{day.isoformat()}") for day in days
    ]
    last = (Button(page.translator.gettext("‹ Back"), back),)
    return (tuple(buttons[:3]), tuple(buttons[3:]), last)


def people_rows(page: Page, entry_id: int, people: Sequence[tuple[int, str]]) -> ButtonRows:
    """Whom a task may be given to, each a button."""
    buttons = [Button(_short(name), f"as:to:{entry_id}:{member}") for member, name in people[:_MOST_PEOPLE]]
    rows = [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
    return (*rows, (Button(page.translator.gettext("‹ Back"), f"as:back:{entry_id}"),))


def proposed_day(page: Page, assignment: Assignment) -> str:
    """ "Mon 30 Nov" or "Mon 30 Nov 14:00" as the reader's zone has it, escaped; empty where none is proposed."""
    today, at = page.speaker.today(page.now), assignment.proposed_at
    if at is not None:
        local = at.astimezone(page.speaker.zone)
        named = short_day(page.translator, local.date(), today)
        return escape_html(page.translator.gettext("{day} {time}", day=named, time=f"{local:%H:%M}"))
    day = assignment.proposed_on
    return "" if day is None else escape_html(short_day(page.translator, day, today))


def giver_message(page: Page, entry: Entry) -> Reply:
    """What the giver has to decide: another date, a refusal or a question; what is settled already has no buttons."""
    assignment, here = entry.assignment, entry.assignment.id
    gettext = page.translator.gettext
    match assignment.state:
        case "date_proposed":
            kept = _day_of(page, entry.task)
            keep = gettext("Keep {day}", day=kept) if kept else gettext("No date")
            rows: ButtonRows = (
                (
                    Button(gettext("Agree"), f"as:agree:{here}"),
                    Button(gettext("Another date"), f"as:other:{here}"),
                    Button(keep, f"as:keep:{here}"),
                ),
            )
        case "refused":
            rows = _refusal_rows(page, entry)
        case _:
            rows = ()
    return Reply(giver_text(page, entry), rows)


def _refusal_rows(page: Page, entry: Entry) -> ButtonRows:
    gettext, here, suggested_id = page.translator.gettext, entry.assignment.id, entry.assignment.suggested_id
    suggested = page.names.member_name(suggested_id)
    possible = suggested and not exceeds_access(page.names, {"assignee_id": suggested_id}, entry.task)
    first = (
        ((Button(gettext("Give to {name}", name=suggested), f"as:to:{here}:{suggested_id}"),),)
        if possible
        else ()
    )
    usual = (
        Button(gettext("Give to…"), f"as:give:{here}"),
        Button(gettext("Mine"), f"as:mine:{here}"),
        Button(gettext("Drop"), f"as:drop:{here}"),
    )
    return (*first, usual)


def giver_text(page: Page, entry: Entry) -> str:
    """What the executor answered, as the giver reads it, HTML."""
    gettext, assignment = page.translator.gettext, entry.assignment
    facts: dict[str, Any] = {"name": page.name(assignment.executor_id), "task": task_title(page, entry.task)}
    reason = f" ({page.translator.quote(_said(assignment.reason))})" if assignment.reason else ""
    match assignment.state:
        case "date_proposed":
            day = proposed_day(page, assignment)
            return gettext("{name} proposes {day} for {task}", day=day, **facts) + reason
        case "refused":
            text = gettext("{name} can't do {task}", **facts) + reason
            suggested = page.names.member_name(assignment.suggested_id)
            who = escape_html(suggested or "")
            return f"{text}\n{gettext('Suggested instead: {name}', name=who)}" if suggested else text
        case "question":
            asked = gettext(
                "{name} asks about {task}: {question}", question=_said(assignment.question), **facts
            )
            return f"{asked}\n{gettext('Write the answer, and I will pass it on.')}"
        case _:
            return gettext("{name} · {task}", **facts)


def task_title(page: Page, task: Task) -> str:
    """A task's title in quotation marks, HTML."""
    return page.translator.quote(escape_html(task.title))


def giver_decides_text(translator: Translator) -> str:
    """That an executor may not change this field of another's task."""
    return translator.gettext(
        "Left as it is: whoever gave you the task decides. Propose another date, or say that you can't."
    )


def report_line(page: Page, entry: Entry) -> str:
    """ "✓ Dima: Fix Ivanov's spindle · 2 h" for the giver, HTML."""
    took = entry.task.actual_minutes
    spent = f" · {minutes_text(page.translator, took)}" if took else ""
    name = page.name(entry.assignment.executor_id)
    return f"✓ {name}: <s>{escape_html(entry.task.title)}</s>{spent}"


def _day_of(page: Page, task: Task) -> str | None:
    if task.deadline_on is None:
        return None
    return short_day(page.translator, task.deadline_on, page.speaker.today(page.now))


def _said(text: str | None) -> str:
    return escape_html((text or "").rstrip(". "))


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LIMIT else label[: _LABEL_LIMIT - 1] + "…"
