"""Reader: the one door to understanding: the model when it is there and needed, rules otherwise, and which was it."""

import asyncio
from dataclasses import replace

import structlog

from models.database import Database
from models.settings import Settings
from worker.embedding.local import MODEL as LOCAL_MODEL
from worker.embedding.local import embed_locally
from worker.embedding.made import Made
from worker.understanding.context import Context, Message, Reading
from worker.understanding.rules.reader import read as read_by_rules
from worker.understanding.voice import CannotHear

log = structlog.get_logger()


class Understanding:
    """Reads messages for one worker. Holds no connection while a model works."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    async def read(self, message: Message, context: Context, *, workspace_id: int, trace_id: str) -> Reading:
        """What a message asks for. Never raises for a model that is away: rules answer, and the reading says so."""
        # In a thread: a long message must not hold up the loop that renews the job's lease.
        reading = await asyncio.to_thread(read_by_rules, message, context)
        return replace(reading, degraded="no_key")

    def check_voice(self, seconds: int) -> None:
        """Raises CannotHear before anything is fetched, when it is plain that the recording cannot be heard."""
        raise CannotHear("no_key")

    async def transcribe(
        self, audio: bytes, *, mime: str, seconds: int, language: str, workspace_id: int, trace_id: str
    ) -> str:
        """A recording's words. Raises CannotHear."""
        raise CannotHear("no_key")

    @property
    def embedding_model(self) -> str:
        """The name that new embeddings are kept under."""
        return LOCAL_MODEL

    async def embed(self, texts: list[str], *, workspace_id: int, trace_id: str) -> Made:
        """A vector per text."""
        return Made(LOCAL_MODEL, [embed_locally(text) for text in texts])
