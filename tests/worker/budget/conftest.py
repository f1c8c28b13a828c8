"""A fresh database in a real PostgreSQL for every money test."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from models.runtime import clock
from models.runtime.database import Database
from models.tables.workspace import Workspace
from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings, serve_openai_stand_in
from tests.stores import Stores
from tests.worker.budget.databases import a_database


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    async with a_database(stores, size=8) as found:
        yield found


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
    async with (
        serve_openai_stand_in(OpenAiSandboxSettings(port=0)) as url,
        OpenAiSandboxClient(url) as control,
    ):
        yield control
