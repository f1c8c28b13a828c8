"""Builds what a worker process works with from its settings."""

from models.queue.connection import connect_queue
from models.queue.lanes import Lanes
from models.queue.producer import Producer
from models.runtime.database import Database
from models.runtime.settings import Settings
from worker.budget.purchase import DatabaseLedger
from worker.embeddings.embedder import TaskEmbedder
from worker.embeddings.paid_embedder import Embedder
from worker.openai.model_clients import ModelClients
from worker.queue.heartbeat import new_worker_id
from worker.router.command_registry import QUICK_COMMANDS
from worker.services import Services
from worker.telegram.client import TelegramClient
from worker.understanding.llm.llm_reader import ModelReader
from worker.understanding.reader import Understanding
from worker.understanding.voice.transcriber import VoiceTranscriber
from worker.understanding.voice.transcription import Transcriber


def connect_services(chosen: Settings) -> Services:
    """The services of one worker process; nothing is contacted yet."""
    redis = connect_queue(chosen.redis_url, timeout=5.0, retries=3)
    database = Database(chosen.database_url, size=chosen.worker_max_jobs)
    clients = ModelClients.from_settings(chosen)
    ledger = DatabaseLedger.from_settings(database, chosen)
    ears = Transcriber(clients.transcription, ledger, chosen)
    return Services(
        settings=chosen,
        worker_id=new_worker_id(),
        database=database,
        redis=redis,
        lanes=Lanes(redis),
        producer=Producer(redis),
        telegram=TelegramClient(chosen),
        models=clients,
        understanding=Understanding(chosen, ModelReader(clients.chat, ledger, chosen)),
        transcriber=VoiceTranscriber(
            ears, has_key=clients.transcription is not None, most_minutes=chosen.voice_max_minutes
        ),
        embedding=TaskEmbedder(
            Embedder(clients.embedding, ledger, chosen), has_key=clients.embedding is not None
        ),
        commands=QUICK_COMMANDS,
    )


async def close_services(services: Services) -> None:
    """Let go of every connection."""
    await services.telegram.close()
    await services.models.close()
    await services.database.close()
    await services.redis.aclose()
