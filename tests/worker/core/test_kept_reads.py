"""Rows that are read once a session are read again after every change."""

from sqlmodel import col, select, update

from models.runtime import clock
from models.tables.workspace import Workspace
from tests.planner import Planner
from worker.core.kept_reads import read_once


async def test_what_was_read_is_kept_until_the_session_changes_or_locks_anything(planner: Planner) -> None:
    """Counted by the readings done: a plain question in between changes nothing, each kind of write does."""
    readings = 0

    async def names() -> list[str]:
        nonlocal readings
        readings += 1
        return list((await session.exec(select(Workspace.name).order_by(col(Workspace.id)))).all())

    async with planner.database.transaction() as session:
        session.add(Workspace(name="First", created_at=clock.now()))
        assert "First" in await read_once(session, "names", names)  # what waits for its flush is seen
        await session.exec(select(Workspace.id))
        await read_once(session, "names", names)
        await read_once(session, "names", names)
        assert readings == 1, "kept"
        await read_once(session, "other names", names)
        assert readings == 2, "of this key alone"
        session.add(Workspace(name="Second", created_at=clock.now()))
        await session.flush()
        assert "Second" in await read_once(session, "names", names)
        await session.exec(update(Workspace).values(name="Third"))
        assert set(await read_once(session, "names", names)) == {"Third"}
        await session.exec(select(Workspace.id).with_for_update())
        await read_once(session, "names", names)
        assert readings == 5, "a lock is taken to see what others wrote"
