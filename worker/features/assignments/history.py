"""What happened to a task that was given to somebody, line by line, for /why."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentEvent
from models.tables.chat import Chat
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.date_formats import short_day
from worker.core.directory_names import load_directory_names
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.assignments.views import Page
from worker.features.comments.service import comments_of_tasks

_MOST_LINES = 20


async def history_lines(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task], now: dt.datetime
) -> list[str]:
    """Who gave the tasks to whom, what each side answered, and comments, oldest first, HTML; the tasks are within the speaker's reach."""
    page = Page(speaker, await load_directory_names(session, speaker), now)
    lines: list[tuple[dt.datetime, str]] = []
    for assignment in await _assignments(session, speaker, tasks):
        given = page.translator.gettext(
            "{name} gives it to {other}",
            name=page.name(assignment.giver_id),
            other=page.name(assignment.executor_id),
        )
        lines.append((assignment.offered_at, given))
        for event, member_id in await _events(session, assignment):
            said = _event_text(page, event.after)
            if said:
                lines.append((event.created_at, f"{page.name(member_id)}: {said}"))
    for comments in (await comments_of_tasks(session, tasks)).values():
        lines += [
            (each.created_at, f"{page.name(each.member_id)}: 💬 {escape_html(each.text)}")
            for each in comments
        ]
    return [f"{_clock(page, at)} {text}" for at, text in sorted(lines)[-_MOST_LINES:]]


async def _assignments(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task]
) -> Sequence[Assignment]:
    statement = select(Assignment).where(
        Assignment.workspace_id == speaker.workspace_id,
        col(Assignment.task_id).in_([task.id for task in tasks]),
    )
    return (await session.exec(statement.order_by(col(Assignment.id)))).all()


async def _events(session: AsyncSession, assignment: Assignment) -> Sequence[tuple[AssignmentEvent, int]]:
    statement = (
        select(AssignmentEvent, Chat.member_id)
        .join(Operation, col(Operation.id) == col(AssignmentEvent.operation_id))
        .join(Chat, col(Chat.id) == col(Operation.chat_id))
        .where(AssignmentEvent.assignment_id == assignment.id)
        .order_by(col(AssignmentEvent.id))
    )
    return (await session.exec(statement)).all()


def _event_text(page: Page, after: dict[str, Any]) -> str:
    """What one change of an assignment was, with its words: "another date: Mon 30 Nov, no spokes"."""
    gettext = page.translator.gettext
    if after.get("answer"):
        return gettext("the answer: {words}", words=escape_html(str(after["answer"])))
    states = {
        "offered": gettext("to be answered again"),
        "accepted": gettext("accepted"),
        "date_proposed": gettext("another date"),
        "refused": gettext("refused"),
        "question": gettext("a question"),
    }
    state = states.get(str(after.get("state", "")), "")
    day = after.get("proposed_on")
    facts = [
        short_day(page.translator, dt.date.fromisoformat(day), page.speaker.today(page.now)) if day else "",
        str(after.get("reason") or after.get("question") or ""),
    ]
    return ", ".join(part for part in (state, *(escape_html(fact) for fact in facts)) if part)


def _clock(page: Page, instant: dt.datetime) -> str:
    local = instant.astimezone(page.speaker.zone)
    return f"{short_day(page.translator, local.date(), page.speaker.today(page.now))} {local:%H:%M}"
