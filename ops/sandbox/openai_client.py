"""A typed client of the OpenAI stand-in's control API."""

import hashlib
from types import TracebackType
from typing import Any, Self

import httpx

from ops.sandbox.client import LIMITS
from ops.sandbox.openai_stand_in.planted_answers import Endpoint, OpenAiFaultKind

Json = dict[str, Any]


class OpenAiSandboxClient:
    """Plants answers and injects faults at a running stand-in; its OPENAI_BASE_URL is `api_url`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.api_url = f"{self.base_url}/v1"
        self._http = httpx.AsyncClient(
            base_url=f"{self.base_url}/control", timeout=30, trust_env=False, limits=LIMITS
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def answer(self, contains: str, answer: Any, *, times: int | None = None, **narrower: str) -> None:
        """Answer prompts whose last user message contains the words with text or JSON.

        `schema_name=` and `system=` narrow it down. The newest planted answer that fits wins.
        """
        await self._post("answers", {"contains": contains, "answer": answer, "times": times, **narrower})

    async def transcript(self, text: str, audio: bytes | None = None, *, seconds: float = 3.0) -> None:
        """Plant the transcript of exactly these bytes, or of every other file when none are given."""
        digest = hashlib.sha256(audio).hexdigest() if audio is not None else ""
        await self._post("transcripts", {"text": text, "sha256": digest, "seconds": seconds})

    async def vector(self, text: str, vector: list[float]) -> None:
        await self._post("vectors", {"text": text, "vector": vector})

    async def inject(
        self, endpoint: Endpoint, kind: OpenAiFaultKind, *, times: int | None = 1, **order: Any
    ) -> None:
        """Inject a fault: `code`, `error_code`, `retry_after`, `seconds`, `probability`, `text`."""
        await self._post("troubles", {"endpoint": endpoint, "kind": kind, "times": times, **order})

    async def calls(self, endpoint: str = "") -> list[Json]:
        """The calls made: index, endpoint, at, body, status, trouble (the injected fault's kind)."""
        answer = await self._http.get("/calls")
        answer.raise_for_status()
        return [call for call in answer.json() if endpoint in ("", call["endpoint"])]

    async def state(self) -> Json:
        """`calls` in all, `running` now, `most` at once."""
        answer = await self._http.get("/state")
        answer.raise_for_status()
        return dict(answer.json())

    async def reset(self) -> None:
        await self._post("reset", {})

    async def _post(self, path: str, body: Json) -> None:
        answer = await self._http.post(f"/{path}", json=body)
        if answer.is_error:
            raise ValueError(answer.text)
