"""The stores and queue that the operator's queries and commands need."""

from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from models.console.postgres_pool import PostgresPool
from models.console.queue_scripts import QueueScripts
from models.queue.lanes import Lanes
from models.queue.producer import Producer

CommandOutcome = Literal["done", "asked", "nothing", "refused"]
CANCELLED = "Cancelled by an operator."


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The outcome of one command: done, asked (a worker was notified), nothing (nothing to do) or refused.

    `message` is one sentence for the operator.
    """

    outcome: CommandOutcome
    message: str


class OperatorContext:
    """One process's connections for the operator; the caller closes `postgres` and `redis`."""

    def __init__(self, postgres: PostgresPool, redis: "Redis") -> None:
        self.postgres = postgres
        self.redis = redis
        self.lanes = Lanes(redis)
        self.producer = Producer(redis)
        self.scripts = QueueScripts(redis)
