"""What every job is given: the stores, the vendors' clients and the settings."""

from dataclasses import dataclass, field

from redis.asyncio import Redis

from models.queue.lanes import Lanes
from models.queue.producer import Producer
from models.queue.worker_counts import WorkerCounts
from models.runtime.database import Database
from models.runtime.settings import Settings
from worker.core.command_request import CommandHandlers
from worker.embeddings.embedder import TaskEmbedder
from worker.openai.client import OpenAIClient
from worker.openai.model_clients import ModelClients
from worker.telegram.client import TelegramClient
from worker.understanding.reader import Understanding
from worker.understanding.voice.transcriber import VoiceTranscriber


@dataclass(frozen=True, slots=True)
class Services:
    """One worker process's connections. Made and closed by worker/connect_services.py."""

    settings: Settings
    worker_id: str
    database: Database
    redis: "Redis"
    lanes: Lanes
    producer: Producer
    telegram: TelegramClient
    models: ModelClients
    understanding: Understanding
    transcriber: VoiceTranscriber
    embedding: TaskEmbedder
    # The commands that words stand for as well; they are above the features that read words.
    commands: CommandHandlers
    counts: WorkerCounts = field(default_factory=WorkerCounts)

    @property
    def openai(self) -> OpenAIClient | None:
        """The client that answers questions; None without a key."""
        return self.models.chat
