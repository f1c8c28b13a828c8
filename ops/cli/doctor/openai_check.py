"""Checks of OpenAI: the key is accepted, and the configured models exist."""

from collections.abc import Iterator

import httpx

from models.runtime.settings import Settings
from ops.cli.bounded_request import send_bounded_request
from ops.cli.doctor.findings import Finding, fail, ok, warn

SECONDS = 10
# Raised by a response that is not a list of models.
_ODD_SHAPES = (ValueError, RecursionError, LookupError, TypeError, AttributeError)
ADDRESS = "https://api.openai.com/v1"


def check_openai(chosen: Settings) -> Iterator[Finding]:
    """Request the list of models; without a key, report that local rules read messages."""
    if chosen.openai_api_key is None:
        if chosen.understanding == "openai":
            yield fail("OpenAI", "UNDERSTANDING=openai without a key", "set OPENAI_API_KEY")
        else:
            yield ok("OpenAI", "no key: local rules read messages, voice notes are not transcribed")
        return
    base = (chosen.openai_base_url or ADDRESS).rstrip("/")
    try:
        key = {"Authorization": f"Bearer {chosen.openai_api_key.get_secret_value()}"}
        answer = send_bounded_request("GET", f"{base}/models", headers=key, seconds=SECONDS)
        known = {model["id"] for model in answer.json().get("data", [])} if answer.is_success else set()
    except (httpx.HTTPError, httpx.InvalidURL, *_ODD_SHAPES) as error:
        yield warn(
            "OpenAI",
            f"not reachable ({type(error).__name__})",
            "local rules read messages until then; check OPENAI_BASE_URL",
        )
        return
    yield from _answered(answer.status_code, known, chosen)


def _answered(status: int, known: set[str], chosen: Settings) -> Iterator[Finding]:
    if status in {401, 403}:
        yield fail("OpenAI", f"the key is refused ({status})", "correct OPENAI_API_KEY")
        return
    if status != 200:
        yield warn(
            "OpenAI", f"answers {status} to the list of models", "local rules read messages until then"
        )
        return
    yield ok("OpenAI", f"reachable, {len(known)} models")
    wanted = (chosen.openai_model, chosen.openai_transcription_model, chosen.openai_embedding_model)
    for name in wanted:
        if name not in known:
            yield warn("OpenAI model", f"{name} is not in the list", "choose one that the key can use")
