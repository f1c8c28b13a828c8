"""Whatever a workspace holds: its archive, loaded into an empty database, makes the same rows in every table."""

import hashlib
import io
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlmodel import select

from models.runtime import clock
from models.runtime.database import Database
from models.tables.all_tables import METADATA
from models.tables.chat import Chat
from models.tables.export import Export, ExportPart
from tests.stores import OWNER, Stores, settings_for
from tests.worker.features.restore.random_worlds import RandomWorld
from worker.core.speaker import find_speaker
from worker.features.export.exported_rows import OWN, SHARED
from worker.features.export.service import make_archive
from worker.features.forget.erased_rows import Lanes, workspace_conditions
from worker.features.restore.load_archive import load_archive
from worker.features.restore.read_archive import open_archive

_TABLES = [table.name for table in METADATA.sorted_tables if table.name in SHARED | OWN]
# PostgreSQL holds every letter but this one.
WORDS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    min_size=1,
    max_size=6,
)
A_FEW = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    name, url = stores.new_database()
    database = Database(settings_for(database_url=url).database_url, size=1)
    yield database
    await database.close()
    stores.postgres.drop_database(name)


async def hashes(database: Database) -> dict[str, str]:
    """Of each table, the hash of all its rows in the order of their keys."""
    found = {}
    async with database.transaction() as session:
        for name in _TABLES:
            table = METADATA.tables[name]
            keys = ", ".join(f't."{column.name}"' for column in table.primary_key.columns)
            rows = await session.execute(text(f'SELECT to_jsonb(t)::text FROM "{name}" AS t ORDER BY {keys}'))
            found[name] = hashlib.sha256("\n".join(rows.scalars()).encode()).hexdigest()
    return found


async def archive_of(database: Database) -> list[io.BytesIO]:
    """The parts of the owner's archive, as the job makes them."""

    async def untold(_: int) -> None: ...

    async with database.transaction() as session:
        [chat] = (await session.exec(select(Chat).where(Chat.telegram_id == OWNER))).all()
        export = Export(
            workspace_id=chat.workspace_id, chat_id=chat.id or 0, trace_id="x", requested_at=clock.now()
        )
        session.add(export)
    async with database.transaction() as session:
        speaker = await find_speaker(session, OWNER)
        assert speaker is not None
    async with database.transaction() as session:
        await make_archive(session, speaker, export, clock.now(), untold)
    async with database.transaction() as session:
        bodies = (await session.exec(select(ExportPart.body).order_by(ExportPart.part))).all()
    return [io.BytesIO(body) for body in bodies]


async def erased(database: Database) -> None:
    async with database.transaction() as session:
        speaker = await find_speaker(session, OWNER)
        assert speaker is not None
        for name, condition in workspace_conditions(speaker.workspace_id, Lanes((), ())).items():
            await session.execute(delete(METADATA.tables[name]).where(condition))


async def comes_back(database: Database, seed: int, words: list[str]) -> None:
    """Make a world with rows in every table, take it away, and load it again."""
    async with database.transaction() as session:
        # What an example before left that failed.
        await session.execute(text("TRUNCATE workspace CASCADE"))
        world = await RandomWorld(session, seed, words).made()
    assert [name for name in _TABLES if not world[name]] == []
    before = await hashes(database)
    parts = await archive_of(database)
    await erased(database)
    empty = await hashes(database)
    assert set(empty.values()) == {hashlib.sha256(b"").hexdigest()}
    with open_archive(parts) as archive:
        async with database.transaction() as session:
            loaded = await load_archive(session, archive)
    assert loaded == world
    after = await hashes(database)
    assert [name for name in _TABLES if after[name] != before[name]] == []


@A_FEW
@given(seed=st.integers(0, 2**32), words=WORDS)
async def test_a_few_random_worlds_come_back(database: Database, seed: int, words: list[str]) -> None:
    await comes_back(database, seed, words)


@pytest.mark.slow
@MANY
@given(seed=st.integers(0, 2**32), words=WORDS)
async def test_many_random_worlds_come_back(database: Database, seed: int, words: list[str]) -> None:
    await comes_back(database, seed, words)
