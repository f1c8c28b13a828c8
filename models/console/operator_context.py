"""Steering: the hands an operator has: the stores and the queue, in one bundle."""

from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from models.console.postgres_pool import PostgresPool
from models.console.queue_scripts import QueueScripts
from models.queue.lanes import Lanes
from models.queue.producer import Producer

Outcome = Literal["done", "asked", "nothing", "refused"]
CANCELLED = "Cancelled by an operator."


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of one wish: done, asked (a worker was told), nothing (there was nothing to do) or refused.

    `say` is one sentence for the operator.
    """

    outcome: Outcome
    say: str


class OperatorContext:
    """One process's connections for steering jobs; `records` and `redis` are closed by their owner."""

    def __init__(self, records: PostgresPool, redis: "Redis") -> None:
        self.records = records
        self.redis = redis
        self.lanes = Lanes(redis)
        self.producer = Producer(redis)
        self.scripts = QueueScripts(redis)
