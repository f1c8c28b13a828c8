"""Hands for steering a planner under test: the operator's, and a way to make messages fail for good."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from tests.planner import Planner

_REFUSE = """
CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.title ILIKE '%poison%' THEN RAISE EXCEPTION 'this title is poison'; END IF;
  RETURN NEW;
END $$;
"""
_GUARD = "CREATE TRIGGER refuse_poison BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION refuse_poison()"


@dataclass
class Poison:
    """While it works, no task whose title holds "poison" can be written: the message fails on every attempt."""

    planner: Planner

    async def works(self) -> None:
        async with self.planner.database.transaction() as session:
            await session.execute(text(_REFUSE))
            await session.execute(text(_GUARD))

    async def ends(self) -> None:
        async with self.planner.database.transaction() as session:
            await session.execute(text("DROP TRIGGER refuse_poison ON task"))
            await session.execute(text("DROP FUNCTION refuse_poison"))


@pytest.fixture
async def operator_context(planner: Planner) -> AsyncIterator[OperatorContext]:
    postgres = PostgresPool(planner.settings.database_url)
    yield OperatorContext(postgres, planner.redis)
    await postgres.close()


@pytest.fixture
def poison(planner: Planner) -> Poison:
    return Poison(planner)
