"""Services: what every job is given: the stores, the vendors' clients and the settings."""

from dataclasses import dataclass

from redis.asyncio import Redis

from models.database import Database
from models.queue.lanes import Lanes
from models.queue.producer import Producer
from models.settings import Settings
from worker.clients.openai import OpenAIClient
from worker.clients.telegram import TelegramClient
from worker.embedding.maker import Embedding
from worker.understanding.hearing import Hearing
from worker.understanding.reader import Understanding


@dataclass(frozen=True, slots=True)
class Services:
    """One worker process's connections. Made and closed by worker/connections.py."""

    settings: Settings
    worker_id: str
    database: Database
    redis: "Redis"
    lanes: Lanes
    producer: Producer
    telegram: TelegramClient
    openai: OpenAIClient | None
    understanding: Understanding
    hearing: Hearing
    embedding: Embedding
