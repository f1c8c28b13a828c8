"""Chat, transcription and embeddings: each at its own server with its own key, or at the common one."""

from typing import Any

from models.runtime.settings import Settings
from tests.tables import for_every
from worker.openai.endpoints import NO_KEY, OFFICIAL, Endpoint, endpoint_of
from worker.openai.model_clients import ModelClients

LOCAL = "http://whisper:8000/v1"
COMMON = Endpoint(OFFICIAL, "sk-common")


@for_every(
    ("given", "chat", "transcription", "embedding"),
    [
        ({}, None, None, None),
        ({"openai_api_key": "sk-common"}, COMMON, COMMON, COMMON),
        # A local Whisper alone: no key is needed, and nothing else is switched on.
        ({"openai_transcription_base_url": LOCAL}, None, Endpoint(LOCAL, NO_KEY), None),
        # The common key is not shown to another host.
        (
            {"openai_api_key": "sk-common", "openai_transcription_base_url": LOCAL},
            COMMON,
            Endpoint(LOCAL, NO_KEY),
            COMMON,
        ),
        (
            {
                "openai_api_key": "sk-common",
                "openai_base_url": "http://gateway:1/v1",
                "openai_embedding_base_url": "http://gateway:1/other",
            },
            Endpoint("http://gateway:1/v1", "sk-common"),
            Endpoint("http://gateway:1/v1", "sk-common"),
            Endpoint("http://gateway:1/other", "sk-common"),
        ),
        (
            {
                "openai_api_key": "sk-common",
                "openai_chat_base_url": "http://ollama:11434/v1",
                "openai_chat_api_key": "sk-own",
                "openai_embedding_api_key": "sk-other",
            },
            Endpoint("http://ollama:11434/v1", "sk-own"),
            COMMON,
            Endpoint(OFFICIAL, "sk-other"),
        ),
    ],
)
def test_where_each_service_is_asked(
    given: dict[str, Any], chat: Endpoint | None, transcription: Endpoint | None, embedding: Endpoint | None
) -> None:
    settings = Settings(**given)
    found = [endpoint_of(settings, service) for service in ("chat", "transcription", "embedding")]
    assert found == [chat, transcription, embedding]


def test_services_on_one_server_share_a_client() -> None:
    one = ModelClients.from_settings(Settings(openai_api_key="k"))
    assert one.chat is one.transcription is one.embedding is not None
    two = ModelClients.from_settings(Settings(openai_api_key="k", openai_transcription_base_url=LOCAL))
    assert two.chat is two.embedding is not two.transcription


def test_no_key_is_shown_with_an_endpoint() -> None:
    assert "sk-common" not in repr(COMMON)
