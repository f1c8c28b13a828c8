"""/team in a group: who has what in the group's business; its managers and viewers see all of it, members their own line."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from models.tables.task import Task
from worker.core.date_formats import minutes_text
from worker.core.directory_names import load_directory_names
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import visible_tasks

_LIMIT = 500


async def team_in_group(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    """The people of the group's business, with their open work in it as far as the speaker may see it."""
    names = await load_directory_names(session, speaker)
    statement = visible_tasks(speaker).where(Task.status == "open")
    tasks = (await session.exec(statement.order_by(col(Task.id)).limit(_LIMIT))).all()
    business = None if speaker.group is None else names.business_name(speaker.group.business_id)
    lines = [f"<b>{escape_html(business or '')}</b>"]
    for member in sorted(names.members.values(), key=lambda each: each.name.lower()):
        if member.archived_at is not None:
            continue
        own = [task for task in tasks if _has(member, task, speaker)]
        seen = _sees_all(speaker) or member.id == speaker.member_id
        work = f" · {_work_text(speaker, own, now)}" if seen else ""
        lines.append(f"{escape_html(member.name)}{work}")
    return Reply("\n".join(lines))


def _sees_all(speaker: Speaker) -> bool:
    return speaker.is_owner or bool(speaker.overseen)


def _has(member: Member, task: Task, speaker: Speaker) -> bool:
    """Work of nobody is the owner's own."""
    return task.assignee_id == member.id or (
        task.assignee_id is None and member.is_owner and _sees_all(speaker)
    )


def _work_text(speaker: Speaker, tasks: Sequence[Task], now: dt.datetime) -> str:
    """ "3 open tasks · 5 h · overdue: 1"."""
    translator, today = speaker.translator, speaker.today(now)
    facts = [translator.ngettext("{n} open task", "{n} open tasks", len(tasks))]
    minutes = sum(task.estimate_minutes or 0 for task in tasks)
    facts += [minutes_text(translator, minutes)] if minutes else []
    late = [
        task
        for task in tasks
        if task.deadline_on is not None and task.deadline_on < today and task.timing != "on"
    ]
    facts += [translator.gettext("overdue: {n}", n=len(late))] if late else []
    return " · ".join(facts)
