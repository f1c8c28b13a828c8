"""One client for each service of a model; services on the same server share one."""

from dataclasses import dataclass

from models.runtime.settings import Settings
from worker.openai.client import OpenAIClient
from worker.openai.endpoints import Endpoint, Service, endpoint_of


@dataclass(frozen=True, slots=True)
class ModelClients:
    """The clients of one process; None for a service that is not set up. Loads and contacts nothing before the first call."""

    chat: OpenAIClient | None
    transcription: OpenAIClient | None
    embedding: OpenAIClient | None

    @classmethod
    def from_settings(cls, settings: Settings) -> "ModelClients":
        """The clients that the settings name."""
        made: dict[Endpoint | None, OpenAIClient | None] = {None: None}

        def client_of(service: Service) -> OpenAIClient | None:
            endpoint = endpoint_of(settings, service)
            if endpoint not in made:
                made[endpoint] = OpenAIClient.from_settings(settings, service)
            return made[endpoint]

        return cls(client_of("chat"), client_of("transcription"), client_of("embedding"))

    async def close(self) -> None:
        """Give back all connections."""
        for client in {
            id(each): each for each in (self.chat, self.transcription, self.embedding) if each
        }.values():
            await client.close()
