"""Reads the rows of an archive page by page, as JSON that the database writes."""

from collections.abc import AsyncIterator

from sqlalchemy import ColumnElement, Table, Text, cast, func, select, tuple_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import METADATA
from models.tables.export import Export
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_tasks
from worker.features.export.exported_rows import row_as_json

PAGE = 1000


async def count_rows(session: AsyncSession, conditions: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    """How many rows of each table there are to write."""
    counts = {}
    for name, condition in conditions.items():
        counted = select(func.count()).select_from(METADATA.tables[name]).where(condition)
        counts[name] = int((await session.execute(counted)).scalar_one())
    return counts


async def json_pages(
    session: AsyncSession, speaker: Speaker, table: Table, condition: ColumnElement[bool]
) -> AsyncIterator[list[str]]:
    """The rows of a table in the order of their keys, each as a JSON object with the columns' names."""
    row = row_as_json(table, speaker)
    keys = list(table.primary_key.columns)
    statement = select(cast(row, Text), *keys).where(condition).order_by(*keys).limit(PAGE)
    page = (await session.execute(statement)).all()
    while page:
        yield [each[0] for each in page]
        if len(page) < PAGE:
            return
        after = statement.where(tuple_(*keys) > tuple_(*page[-1][1:]))
        page = (await session.execute(after)).all()


async def task_pages(session: AsyncSession, speaker: Speaker) -> AsyncIterator[list[Task]]:
    """The tasks within the speaker's reach, in the order of their numbers."""
    statement = reachable_tasks(speaker).order_by(col(Task.number)).limit(PAGE)
    page = list((await session.exec(statement)).all())
    while page:
        last = page[-1].number
        yield page
        # Otherwise the session would keep all of them.
        session.expunge_all()
        page = list((await session.exec(statement.where(col(Task.number) > last))).all())


async def waiting_export(session: AsyncSession, speaker: Speaker) -> Export | None:
    """The archive that is being made for the speaker's chat."""
    statement = select(Export).where(col(Export.chat_id) == speaker.chat_id, col(Export.state) == "waiting")
    return (await session.execute(statement)).scalars().first()
