"""The text of each kind of notice, for one reader and the assignments that one message is about."""

from collections.abc import Callable, Mapping

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.task import Task
from worker.core.i18n import gettext_noop
from worker.core.reply import Button, Reply, escape_html
from worker.features.assignments.views import (
    Entry,
    Page,
    giver_message,
    offer_message,
    report_line,
    task_line,
    task_title,
)

Found = tuple[AssignmentNotice, Assignment, Task]
Text = Callable[[Page, list[Found], list[Entry]], Reply]
_MOST_MARKED = 8


def _offer(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001 - the shape of every text
    return offer_message(page, entries)


def _nudge(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    offer = offer_message(page, entries)
    head = page.translator.ngettext("An answer is still missing:", "Answers are still missing:", len(entries))
    return Reply(f"{head}\n{offer.text}", offer.buttons)


def _headed(head: str) -> Text:
    """An offer again, under a line that says what was decided about it."""

    def text(page: Page, group: list[Found], entries: list[Entry]) -> Reply:
        name = page.name(group[0][1].giver_id)
        offer = offer_message(page, entries)
        return Reply(f"{page.translator.gettext(head, name=name)}\n{offer.text}", offer.buttons)

    return text


def _answer(page: Page, group: list[Found], entries: list[Entry]) -> Reply:
    said = [
        page.translator.gettext(
            "{name} answers about {task}: {answer}",
            name=page.name(assignment.giver_id),
            task=task_title(page, task),
            answer=escape_html(assignment.answer or ""),
        )
        for _, assignment, task in group
    ]
    offer = offer_message(page, entries)
    return Reply("\n".join([*said, "", offer.text]), offer.buttons)


def _changed(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    lines = [page.translator.gettext("Changed by {name}:", name=page.name(group[0][1].giver_id))]
    for _, assignment, task in group:
        old = str((assignment.told or {}).get("title", task.title))
        renamed = f"{escape_html(old)} → " if old != task.title else ""
        lines.append(f"{renamed}{task_line(page, task)}")
    return Reply("\n".join(lines))


def _withdrawn(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    return Reply("\n".join(_withdrawn_line(page, *each) for each in group))


def _withdrawn_line(page: Page, notice: AssignmentNotice, assignment: Assignment, task: Task) -> str:
    gettext, details = page.translator.gettext, notice.details or {}
    # As it was told: what it was called since is not theirs to know.
    told = str((assignment.told or {}).get("title", task.title))
    title = page.translator.quote(escape_html(told))
    given_to = page.names.member_name(details.get("member_id"))
    match details.get("why"):
        case "given" if given_to:
            return gettext("{task} is now with {name}.", task=title, name=escape_html(given_to))
        case "given":
            return gettext("{name} has taken {task} back.", name=page.name(assignment.giver_id), task=title)
        case "done":
            return gettext("{task} is done already.", task=title)
        case _:
            return gettext("{task} is no longer needed.", task=title)


def _taken_back(page: Page, group: list[Found], entries: list[Entry]) -> Reply:
    """For either side: the last answer does not count any more."""
    mine = group[0][1].executor_id == page.speaker.member_id
    other = group[0][1].giver_id if mine else group[0][1].executor_id
    head = page.translator.gettext("{name}: the last answer is taken back.", name=page.name(other))
    if mine:
        offer = offer_message(page, entries)
        return Reply(f"{head}\n{offer.text}", offer.buttons)
    return Reply("\n".join([head, *(task_line(page, task) for _, _, task in group)]))


def _comment(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    """For either side: what the other says about the tasks."""
    lines = []
    for notice, _, task in group:
        details = notice.details or {}
        said = escape_html(str(details.get("text", "")))
        lines.append(f"💬 {page.name(details.get('author_id'))}: {said}")
        lines.append(f"   {task_title(page, task)} (#{task.number})")
    return Reply("\n".join(lines))


def _decision(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    return giver_message(page, entries[0])


def _done(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
    lines = [report_line(page, entry) for entry in entries]
    head = page.translator.ngettext("{n} task is done:", "{n} tasks are done:", len(lines))
    return Reply("\n".join([head, *lines] if len(lines) > 1 else lines))


def _listed(head: str) -> Text:
    """For the giver: a line on who did what, and the tasks as they are now."""

    def text(page: Page, group: list[Found], entries: list[Entry]) -> Reply:  # noqa: ARG001
        name = page.name(group[0][1].executor_id)
        lines = [page.translator.gettext(head, name=name)]
        return Reply("\n".join([*lines, *(task_line(page, task) for _, _, task in group)]))

    return text


def _unreachable(page: Page, group: list[Found], entries: list[Entry]) -> Reply:
    name = page.name(group[0][1].executor_id)
    head = page.translator.gettext(
        "{name} has blocked me, so my messages do not arrive. A text to forward:", name=name
    )
    lines = [forwarded_text(page, entry.task) for entry in entries]
    rows = tuple(row for entry in entries[:_MOST_MARKED] for row in marking_rows(page, entry, len(entries)))
    return Reply("\n\n".join([head, *lines]), rows)


def forwarded_text(page: Page, task: Task) -> str:
    """A task as its giver may send it to somebody who is not reached here, HTML."""
    return f"<blockquote>{task_line(page, task)}</blockquote>"


def marking_rows(page: Page, entry: Entry, count: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons by which a giver marks the answer of somebody who is not reached here."""
    gettext, here = page.translator.gettext, entry.assignment.id
    lead = f"#{entry.task.number} " if count > 1 else ""
    marks = (
        Button(lead + gettext("Accepted"), f"as:mark:{here}:yes"),
        Button(gettext("Refused"), f"as:mark:{here}:no"),
        Button(gettext("✓ Done"), f"as:mark:{here}:done"),
    )
    return (marks,)


TEXTS: Mapping[str, Text] = {
    "offer": _offer,
    "nudge": _nudge,
    "agreed": _headed(gettext_noop("{name} agrees to your date.")),
    "date_set": _headed(gettext_noop("{name} sets another date.")),
    "date_kept": _headed(gettext_noop("{name} keeps the date.")),
    "answer": _answer,
    "reopened": _headed(gettext_noop("{name} has opened this again.")),
    "changed": _changed,
    "withdrawn": _withdrawn,
    "taken_back": _taken_back,
    "comment": _comment,
    "date_proposed": _decision,
    "refused": _decision,
    "question": _decision,
    "done": _done,
    "undone": _listed(gettext_noop("{name}: not done yet after all, open again:")),
    "let_go": _listed(gettext_noop("{name} does not do this any more:")),
    "moved": _listed(gettext_noop("{name} has moved this:")),
    "unreachable": _unreachable,
}
