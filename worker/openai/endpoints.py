"""Which server answers what: the address and key of chat, transcription and embeddings, by the settings."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from models.runtime.settings import Settings

Service = Literal["chat", "transcription", "embedding"]
OFFICIAL = "https://api.openai.com/v1"
# What a server that asks for no key is sent: the SDK insists on some.
NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that speaks OpenAI's HTTP."""

    base_url: str
    api_key: str = field(repr=False)


def endpoint_of(settings: Settings, service: Service) -> Endpoint | None:
    """Where a service is asked; None when it is not set up.

    Its own address and key come first, then the common ones. An address of its own needs no key, and the common key is
    sent to it only when it is on the common server's host: a key is not shown to another server.
    """
    own_url: str | None = getattr(settings, f"openai_{service}_base_url")
    own_key: SecretStr | None = getattr(settings, f"openai_{service}_api_key")
    common_url = settings.openai_base_url or OFFICIAL
    key = own_key
    if key is None and (own_url is None or _host(own_url) == _host(common_url)):
        key = settings.openai_api_key
    if key is None and own_url is None:
        return None
    return Endpoint(own_url or common_url, NO_KEY if key is None else key.get_secret_value())


def _host(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
