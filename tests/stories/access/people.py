"""The people who may press a button, and the rows of one task that they press it on."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import TABLES
from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.checklist import ChecklistItem
from models.tables.dead_letter import DeadLetter
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from models.tables.member import Member, Membership
from models.tables.model_call import ModelCall
from models.tables.note import Note
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.project import Project
from models.tables.reminder import Reminder
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from models.tables.task_comment import TaskComment
from models.tables.task_file import TaskFile
from models.tables.unknown_sender_count import UnknownSenderCount
from tests.planner import Planner
from tests.stories.access.rows import (
    MONDAY,
    SECRET_WORD,
    USERS,
    new_assignment,
    new_notice,
    new_operation,
    new_task,
    new_workspace,
    touch_task,
)
from worker.core.speaker import Speaker, speaker_of
from worker.features.digests.schedules import new_schedules
from worker.features.planning.plan_store import store_plan
from worker.features.planning.queries import load_plan_tasks
from worker.features.planning.solver.differences import PlanWithTasks
from worker.features.recurrence.service import series_template
from worker.features.working_hours.day import DayPlan, Proof
from worker.features.working_hours.service import load_days

# Stands in every name of the business that the holder and the colleague do not work for, and nowhere else.
HIDDEN_WORD = "Zircon"
HIDDEN_NAME = f"Ma{HIDDEN_WORD.lower()}a"
STRANGERS = ("stranger", "removed")
# What any update leaves behind, whatever it does.
TRACES = (InboundUpdate, OutboundMessage, JobRun, DeadLetter, UnknownSenderCount, ModelCall)
KEPT = tuple(str(table.__tablename__) for table in TABLES if table not in TRACES)


@dataclass
class People:
    """The members with their chats, and the things in their reach under the names that templates use."""

    planner: Planner
    speakers: dict[str, Speaker] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    victims: list[int] = field(default_factory=list)
    _filled: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        """Two workspaces with their members, each with a chat and its schedules."""
        async with self.planner.database.transaction() as session:
            ours, theirs = await new_workspace(session, "Ours"), await new_workspace(session, "Theirs")
            firms = [
                Business(workspace_id=ours, name=n, keywords=[f"{n}ium"], created_at=MONDAY)
                for n in ("Repair", HIDDEN_WORD, "Store")
            ]
            foreign = Business(workspace_id=theirs, name="Foreign", created_at=MONDAY)
            session.add_all([*firms, foreign])
            await session.flush()
            works_for = {
                "holder": firms[0],
                "colleague": firms[0],
                "removed": firms[0],
                "elsewhere": firms[1],
                "manager": firms[0],
                "viewer": firms[0],
                "half_viewer": firms[0],
            }
            for role in USERS:
                if role != "stranger":
                    home = theirs if role == "other_owner" else ours
                    await self._enter(session, role, home, works_for.get(role))
            half_viewer = self.speakers["half_viewer"].member_id
            session.add(Membership(member_id=half_viewer, business_id=firms[2].id, workspace_id=ours))
            projects = [
                Project(workspace_id=w, name=f"Project {w}", created_at=MONDAY) for w in (ours, theirs)
            ]
            projects += [
                Project(workspace_id=ours, business_id=f.id, name=f"{f.name} annex", created_at=MONDAY)
                for f in firms[:2]
            ]
            session.add_all(projects)
            await session.flush()
            self.fixed = {
                "business": firms[0].id,
                "project": projects[0].id,
                "member": self.speakers["colleague"].member_id,
                "annex": projects[2].id,
                "hidden_business": firms[1].id,
                "hidden_project": projects[3].id,
                "hidden_member": self.speakers["elsewhere"].member_id,
                "hidden": HIDDEN_WORD,
                "hidden_person": HIDDEN_NAME,
                "holder": self.speakers["holder"].member_id,
            }
            self.fixed |= {"foreign_business": foreign.id, "foreign_project": projects[1].id}
            self.fixed["foreign_member"] = self.speakers["other_owner"].member_id

    async def _enter(self, session: AsyncSession, role: str, workspace: int, firm: Business | None) -> None:
        member = Member(
            workspace_id=workspace,
            name=HIDDEN_NAME if role == "elsewhere" else role.capitalize(),
            is_owner="owner" in role,
            telegram_user_id=USERS[role],
            archived_at=MONDAY if role == "removed" else None,
            created_at=MONDAY,
        )
        session.add(member)
        await session.flush()
        chat = Chat(
            telegram_id=USERS[role],
            workspace_id=workspace,
            member_id=member.id,
            zone="Europe/Berlin",
            zone_confirmed=True,
            language_chosen=True,
            created_at=MONDAY,
        )
        session.add(chat)
        if firm is not None:
            may = {"manager": "manager", "viewer": "viewer", "half_viewer": "viewer"}.get(role, "member")
            session.add(
                Membership(member_id=member.id, business_id=firm.id, workspace_id=workspace, role=may)
            )
        await session.flush()
        await new_schedules(session, chat, "08:00", MONDAY)
        self.speakers[role] = speaker_of(chat, member)

    async def furnish(self) -> None:
        """The things, and a copy of every row as it is then."""
        async with self.planner.database.transaction() as session:
            shared = await self._shared(session)
            for role in self.speakers:
                self.things[role] = {**self.fixed, **shared, **await self._own(session, role, shared)}
            foreign = {k: v for k, v in self.things["other_owner"].items() if k in _OWN}
            for things in self.things.values():
                things |= {f"foreign_{name}": value for name, value in foreign.items()}
            # Of their own these have nothing to try: what they send are others' ids.
            self.things["stranger"] = self.things["holder"]
            self.things["other_owner"] = self.things["owner"]
            for table in KEPT:
                await session.execute(text(f"CREATE TABLE kept_{table} AS TABLE {table}"))
                filled = (await session.execute(text(f"SELECT EXISTS (SELECT FROM {table})"))).scalar_one()
                if filled:
                    self._filled.append(table)

    async def renew(self) -> None:
        """Every row as it was at first, whatever was done since."""
        emptied = "".join(f"DELETE FROM {table};" for table in KEPT)
        filled = "".join(f"INSERT INTO {table} TABLE kept_{table};" for table in self._filled)
        # Without the rows' triggers: in any order, and nothing is deleted twice.
        script = f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {emptied} {filled} END $$"
        async with self.planner.database.transaction() as session:
            await session.execute(text(script))

    async def _shared(self, session: AsyncSession) -> dict[str, Any]:
        """What the owner gave the holder: tasks under one operation, and a note of the holder's own, which asks about a change."""
        owner, holder = self.speakers["owner"], self.speakers["holder"]
        op = await new_operation(session, owner, "capture")
        given = {
            name: await new_task(session, op, number, holder.member_id, self.fixed["business"], name)
            for number, name in enumerate(("task", "other", "done", "series"), start=11)
        }
        given["series"].recurrence = "FREQ=DAILY"
        finished = await new_operation(session, owner, "done")
        given["done"].status, given["done"].done_at = "done", MONDAY
        await touch_task(session, finished, given["done"].id, {"status": "open"}, {"status": "done"})
        note = Note(
            workspace_id=holder.workspace_id,
            chat_id=holder.chat_id,
            text="Something about belts",
            trace_id="note",
            proposal={"intents": [{"kind": "complete", "task": "T12"}], "instead": [], "why": ""},
            created_at=MONDAY,
        )
        place = SeriesTask(
            task_id=given["series"].id,
            workspace_id=holder.workspace_id,
            chat_id=owner.chat_id,
            rule="FREQ=DAILY",
            anchor_on=MONDAY.date(),
            on_date=MONDAY.date(),
            template=series_template(given["series"], holder.zone) | {"priority": 2},
            created_at=MONDAY,
        )
        session.add_all([note, place])
        await session.flush()
        self.victims = [task.id for task in given.values() if task.id is not None]
        assigned = await self._assigned(session, op)
        beside = await self._beside(session, op, given["other"])
        numbers = {f"{name}_number": task.number for name, task in given.items()}
        return (
            {"op": op.id, "note": note.id, "task_title": "spindle", **numbers}
            | {name: task.id for name, task in given.items()}
            | assigned
            | beside
        )

    async def _beside(self, session: AsyncSession, op: Operation, task: Task) -> dict[str, Any]:
        """A checklist item, a comment and a file of a task, and a file of the holder's that waits for its task."""
        holder, titled = self.speakers["holder"], f"Glue {SECRET_WORD}"
        of_task = {"workspace_id": op.workspace_id, "task_id": task.id, "operation_id": op.id}
        sent = {"workspace_id": op.workspace_id, "chat_id": holder.chat_id, "kind": "document"}
        item = ChecklistItem(**of_task, position=1, title=titled, created_at=MONDAY)
        waiting = TaskFile(**sent, file_id="waiting", name=titled, asked_at=MONDAY, created_at=MONDAY)
        comment = TaskComment(**of_task, member_id=holder.member_id, text=titled, created_at=MONDAY)
        kept = TaskFile(**(sent | of_task), file_id="kept", name=titled, created_at=MONDAY)
        session.add_all([item, waiting, comment, kept])
        await session.flush()
        return {"item": item.id, "waiting": waiting.id}

    async def _assigned(self, session: AsyncSession, op: Operation) -> dict[str, Any]:
        """Three tasks that the owner gave the holder: not answered, with another date proposed, and refused."""
        owner, holder, found = self.speakers["owner"], self.speakers["holder"], dict[str, Any]()
        states = {"offered": "offered", "proposal": "date_proposed", "refusal": "refused"}
        for number, (name, state) in enumerate(states.items(), start=21):
            task = await new_task(session, op, number, holder.member_id, self.fixed["business"], name)
            assignment = await new_assignment(session, task, owner.member_id, holder.member_id, state)
            self.victims.append(task.id or 0)
            found |= {name: assignment.id, f"{name}_task": task.id}
            if name == "offered":
                found["notice"] = await new_notice(session, assignment)
        return found

    async def _own(self, session: AsyncSession, role: str, shared: dict[str, Any]) -> dict[str, Any]:
        """A task and a waiting file of their own, and what in their chat knows the holder's task: plan, reminder, operation."""
        speaker = self.speakers[role]
        made = await new_operation(session, speaker, "capture")
        own = await new_task(session, made, 50 + list(USERS).index(role), speaker.member_id, None, "")
        theirs = role == "other_owner"
        task_id = own.id if theirs else shared["task"]
        plan_id = await self._plan(session, speaker, "other_owner" if theirs else "holder")
        mine = await new_operation(session, speaker, "edit")
        await touch_task(session, mine, task_id, {"priority": 3}, {"priority": 1})
        reminder = Reminder(
            workspace_id=speaker.workspace_id,
            task_id=task_id,
            chat_id=speaker.chat_id,
            kind="snoozed",
            state="sent",
            due_at=MONDAY,
            created_at=MONDAY,
        )
        sent = TaskFile(
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            kind="document",
            file_id=f"sent by {role}",
            name="sent.pdf",
            asked_at=MONDAY - dt.timedelta(minutes=1),
            created_at=MONDAY,
        )
        session.add_all([reminder, sent])
        await session.flush()
        statement = text("SELECT id FROM schedule WHERE chat_id = :chat AND kind = 'evening_close'")
        schedule = (await session.execute(statement, {"chat": speaker.chat_id})).scalar_one()
        found = {"mine": mine.id, "plan": plan_id, "reminder": reminder.id, "schedule": schedule}
        found |= {
            "where": f"{schedule}:20261123",
            "sent": sent.id,
            "own_task": own.id,
            "own_number": own.number,
        }
        return found | (await self._foreign_assignment(session, speaker, own) if theirs else {})

    async def _foreign_assignment(self, session: AsyncSession, speaker: Speaker, own: Task) -> dict[str, Any]:
        """The other owner's task, given to them by a helper without a chat."""
        helper = Member(workspace_id=speaker.workspace_id, name="Helper", created_at=MONDAY)
        session.add(helper)
        await session.flush()
        made = await new_assignment(session, own, helper.id or 0, speaker.member_id, "offered")
        return {"offered": made.id, "notice": await new_notice(session, made)}

    async def _plan(self, session: AsyncSession, speaker: Speaker, whose: str) -> int | None:
        """A plan of the speaker's that was made of the holder's tasks, as if they had been the speaker's then."""
        day = (await load_days(session, speaker, MONDAY.date(), 1, MONDAY))[0]
        tasks = await load_plan_tasks(session, self.speakers[whose], MONDAY)
        seen = PlanWithTasks(DayPlan(day, (), tuple(tasks), tasks, Proof(0, 0, proved=True)), tasks)
        plan = await store_plan(
            session, speaker, seen, [], await new_operation(session, speaker, "plan"), MONDAY
        )
        return plan.id


# What the other owner has of their own, and others try to reach.
_OWN = (
    "mine",
    "plan",
    "reminder",
    "schedule",
    "where",
    "sent",
    "own_task",
    "own_number",
    "offered",
    "notice",
)
