"""A real PostgreSQL for the money tests: one server, one migrated template, a fresh database for every test."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from migrations.upgrade import migrate
from models import clock
from models.database import Database
from models.workspace import Workspace
from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings, serving
from ops.stores import Postgres, scratch_folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with scratch_folder("money") as folder:
        server = Postgres(Path(folder) / "postgres", fast=True)
        server.start()
        try:
            migrate(asyncpg(server.ensure_database("ledger_template")))
            yield server
        finally:
            server.stop()


@pytest.fixture
async def database(postgres: Postgres, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    name = f"t{abs(hash(request.node.nodeid))}"
    found = Database(asyncpg(postgres.create_database(name, template="ledger_template")), size=8)
    yield found
    await found.close()
    postgres.drop_database(name)


@pytest.fixture
async def workspace(make_workspace: Callable[[], Any]) -> int:
    return await make_workspace()


@pytest.fixture
def make_workspace(database: Database) -> Callable[[], Any]:
    async def make() -> int:
        async with database.transaction() as session:
            made = Workspace(name="Workshop", created_at=clock.now())
            session.add(made)
            await session.flush()
        assert made.id is not None
        return made.id

    return make


@pytest.fixture
async def stand_in() -> AsyncIterator[OpenAiSandboxClient]:
    async with serving(OpenAiSandboxSettings(port=0)) as url, OpenAiSandboxClient(url) as control:
        yield control


def asyncpg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)
