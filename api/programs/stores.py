"""What all requests of programs to one api process share; nothing is opened before the first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from redis.asyncio import Redis

from api.intake import Intake
from api.programs.rate_limit import RequestRate
from api.programs.refusals import unavailable
from models.console.postgres_pool import Connection, PostgresPool
from models.queue.program_requests import ProgramRequests


@dataclass
class ProgramStores:
    """The queue, the database and the rates."""

    redis: "Redis"
    intake: Intake
    postgres: PostgresPool
    rate: RequestRate = field(default_factory=RequestRate)

    @property
    def requests(self) -> ProgramRequests:
        """The numbers of requests."""
        return ProgramRequests(self.redis)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection to the database. Raises RefusedError (503) when it does not respond."""
        try:
            async with self.postgres.connection() as connection:
                yield connection
        except Exception as error:
            refused = unavailable(error)
            if refused is None:
                raise
            raise refused from error
