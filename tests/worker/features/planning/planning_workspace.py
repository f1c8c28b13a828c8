"""A small world in a database of its own: an owner with three businesses, a colleague, and a stranger's workspace."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

import models.tables.appointment
import models.tables.estimate_sample
import models.tables.plan
import models.tables.task_link
import models.tables.working_hours  # noqa: F401 - their tables are made below
from models.runtime.database import Database
from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.member import Member, Membership
from models.tables.operation import Operation
from models.tables.task import Task
from models.tables.workspace import Workspace
from tests.planner import Stores, settings_for
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.speaker import Speaker, speaker_of

# A Tuesday, 08:00 in Berlin.
NOW = dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
_numbers = count(1)


@dataclass
class World:
    """The rows every test of planning needs."""

    database: Database
    speaker: Speaker
    businesses: dict[str, int]
    dima: int
    now: dt.datetime = NOW
    context: HandlerContext = field(default_factory=lambda: HandlerContext(NOW, "trace", 1))

    @classmethod
    @asynccontextmanager
    async def made(cls, stores: Stores, **chat: Any) -> AsyncIterator[Self]:
        """A fresh world; nothing is left of it."""
        name, url = stores.new_database()
        database = Database(settings_for(database_url=url).database_url, size=3)
        async with database.engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
        try:
            yield await cls._peopled(database, **chat)
        finally:
            await database.close()
            stores.postgres.drop_database(name)

    @classmethod
    async def _peopled(cls, database: Database, **chat: Any) -> Self:
        async with database.transaction() as session:
            workspace = Workspace(name="Anna's", created_at=NOW)
            session.add(workspace)
            await session.flush()
            owned = {"workspace_id": workspace.id, "created_at": NOW}
            anna, dima = Member(name="Anna", is_owner=True, **owned), Member(name="Dima", **owned)
            firms = [Business(name=name, **owned) for name in ("Lab", "Repair", "Trade")]
            session.add_all([anna, dima, *firms])
            await session.flush()
            session.add(Membership(workspace_id=workspace.id, member_id=dima.id, business_id=firms[1].id))
            given = {"telegram_id": 5_000 + next(_numbers), "zone": "Europe/Berlin", **chat}
            place = Chat(member_id=anna.id, **given, **owned)
            session.add(place)
            await session.flush()
            return cls(database, speaker_of(place, anna), {f.name: f.id for f in firms}, dima.id)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction."""
        async with self.database.transaction() as session:
            yield session

    async def operation(self, session: AsyncSession, kind: str = "plan") -> Operation:
        """An operation by Anna's hand."""
        return await new_operation(session, self.speaker, kind, self.context)

    async def task(self, session: AsyncSession, title: str, minutes: int | None = 60, **fields: Any) -> Task:
        """An open task of Anna's, due today unless told otherwise; what is short and has a clock time begins then."""
        firm = fields.pop("business", None)
        estimate = {} if minutes is None else {"estimate_minutes": minutes, "estimate_source": "stated"}
        values = {
            "deadline_on": TODAY,
            "created_at": self.now,
            "updated_at": self.now,
            **estimate,
            **fields,
        }
        begins = values.get("deadline_at") is not None and (minutes or 60) <= 60
        values.setdefault("timing", ("on" if begins else "by") if values["deadline_on"] else None)
        row = Task(
            workspace_id=self.speaker.workspace_id,
            number=next(_numbers),
            title=title,
            business_id=self.businesses[firm] if firm else None,
            **values,
        )
        session.add(row)
        await session.flush()
        return row
