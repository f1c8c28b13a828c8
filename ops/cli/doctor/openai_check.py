"""Checks of the models' servers: the key is accepted, and the configured models exist."""

from collections.abc import Iterator

import httpx

from models.runtime.settings import Settings
from ops.cli.bounded_request import send_bounded_request
from ops.cli.doctor.findings import Finding, fail, ok, warn
from worker.budget.prices import Prices
from worker.openai.client import EMBEDDING_DIMENSIONS
from worker.openai.endpoints import OFFICIAL, Endpoint, Service, endpoint_of

SECONDS = 10
# Raised by a response that is not a list of models.
_ODD_SHAPES = (ValueError, RecursionError, LookupError, TypeError, AttributeError)
_SERVICES: tuple[Service, ...] = ("chat", "transcription", "embedding")
_MODELS = {
    "chat": "openai_model",
    "transcription": "openai_transcription_model",
    "embedding": "openai_embedding_model",
}
_MEANWHILE = {
    "chat": "local rules read messages until then",
    "transcription": "voice notes are not transcribed until then",
    "embedding": "search and estimates go without the model until then",
}


def check_openai(chosen: Settings) -> Iterator[Finding]:
    """Request each server's list of models; without a key, report that local rules read messages."""
    endpoints = {service: endpoint_of(chosen, service) for service in _SERVICES}
    if endpoints["chat"] is None:
        if chosen.understanding == "openai":
            yield fail("OpenAI", "UNDERSTANDING=openai without a key", "set OPENAI_API_KEY")
        elif endpoints["transcription"] is None:
            yield ok("OpenAI", "no key: local rules read messages, voice notes are not transcribed")
        else:
            yield ok("OpenAI", "no key for chat: local rules read messages")
    for endpoint in dict.fromkeys(found for found in endpoints.values() if found is not None):
        served = [service for service in _SERVICES if endpoints[service] == endpoint]
        yield from _server(chosen, endpoint, served)


def _server(chosen: Settings, endpoint: Endpoint, served: list[Service]) -> Iterator[Finding]:
    """The findings about one server; one that serves all is called by its vendor's name alone."""
    name = "OpenAI" if len(served) == len(_SERVICES) else f"OpenAI ({', '.join(served)})"
    meanwhile = "; ".join(_MEANWHILE[service] for service in served)
    try:
        key = {"Authorization": f"Bearer {endpoint.api_key}"}
        url = f"{endpoint.base_url.rstrip('/')}/models"
        answer = send_bounded_request("GET", url, headers=key, seconds=SECONDS)
        known = {model["id"] for model in answer.json().get("data", [])} if answer.is_success else set()
    except (httpx.HTTPError, httpx.InvalidURL, *_ODD_SHAPES) as error:
        fix = f"{meanwhile}; check {_variables(served, 'BASE_URL')}"
        yield warn(name, f"not reachable ({type(error).__name__})", fix)
        return
    yield from _answered(name, answer.status_code, known, served, meanwhile, chosen)
    if "embedding" in served and answer.is_success and endpoint.base_url.rstrip("/") != OFFICIAL.rstrip("/"):
        yield _vectors(endpoint, chosen.openai_embedding_model)


def _vectors(endpoint: Endpoint, model: str) -> Finding:
    """Whether the server gives vectors as long as it is asked for; asked of other servers than OpenAI's own."""
    name, url = "OpenAI embeddings", f"{endpoint.base_url.rstrip('/')}/embeddings"
    asked = {"model": model, "input": ["planner"], "encoding_format": "float"}
    key = {"Authorization": f"Bearer {endpoint.api_key}"}
    try:
        for told in ({"dimensions": EMBEDDING_DIMENSIONS}, {}):
            answer = send_bounded_request("POST", url, headers=key, json=asked | told, seconds=SECONDS)
            if answer.is_success:
                length = len(answer.json()["data"][0]["embedding"])
                break
        else:
            return warn(
                name, f"answers {answer.status_code}", f"{_MEANWHILE['embedding']}; check the model's name"
            )
    except (httpx.HTTPError, *_ODD_SHAPES) as error:
        return warn(name, f"no vector ({type(error).__name__})", _MEANWHILE["embedding"])
    if told and length == EMBEDDING_DIMENSIONS:
        return ok(name, f"{length} numbers, as asked")
    return ok(
        name, f"the server has {length} numbers of its own; they are cut or filled to {EMBEDDING_DIMENSIONS}"
    )


def _answered(
    name: str, status: int, known: set[str], served: list[Service], meanwhile: str, chosen: Settings
) -> Iterator[Finding]:
    if status in {401, 403}:
        yield fail(name, f"the key is refused ({status})", f"correct {_variables(served, 'API_KEY')}")
        return
    if status != 200:
        yield warn(name, f"answers {status} to the list of models", meanwhile)
        return
    yield ok(name, f"reachable, {len(known)} models")
    prices = Prices(chosen.openai_prices)
    for service in served:
        wanted = getattr(chosen, _MODELS[service])
        # Ollama lists a model with its tag: "llama3" is there as "llama3:latest".
        if wanted not in known and f"{wanted}:latest" not in known:
            yield warn("OpenAI model", f"{wanted} is not in the list", "choose one that the key can use")
        if not prices.knows(wanted):
            yield warn(
                "OPENAI_PRICES",
                f"{wanted} has no known price; the budget counts the dearest one that is known",
                f'set OPENAI_PRICES={{"{wanted}": {{"input": …, "output": …}}}}, with 0 for a model of your own',
            )


def _variables(served: list[Service], part: str) -> str:
    """The settings that may be wrong: the common one, and the service's own where a server is for some alone."""
    own = [] if len(served) == len(_SERVICES) else [f"OPENAI_{service.upper()}_{part}" for service in served]
    return " or ".join([f"OPENAI_{part}", *own])
