"""OpenAI, and every server that speaks its HTTP: structured answers, embeddings, transcripts.

Structured answers use chat.completions with a strict json_schema: of OpenAI's APIs it is the one that vLLM, llama.cpp,
Ollama, LM Studio, Azure and the gateways all serve; the newer Responses API most of them do not.
The SDK is imported at the first call: it takes 65 MB that a worker without a key shall not pay.
"""

import asyncio
import importlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from models.runtime.bounded_answers import UNCOMPRESSED, read_bounded
from models.runtime.settings import Settings
from worker.openai import errors
from worker.openai.answers import (
    ChatAnswer,
    Embeddings,
    Transcript,
    read_chat,
    read_embeddings,
    read_transcript,
)
from worker.openai.endpoints import OFFICIAL, Service, endpoint_of
from worker.openai.errors import (
    BadRequestError,
    MalformedAnswerError,
    ModelCallError,
    RateLimitedError,
    TimedOutError,
)

if TYPE_CHECKING:
    from openai import AsyncOpenAI

CONNECT_SECONDS = 5.0
RETRIES = 1
# The SDK would honour a Retry-After of two minutes; a person waits for this answer, and rules can answer instead.
LONGEST_PAUSE = 2.0
FIRST_PAUSE = 0.3
# What a server asks for beyond this is tried again all the same.
LONGEST_REST = 600.0
# Fetching, hearing and reading must fit into one try of a job (120 s, worker/main.py).
LONGEST_HEARING = 75.0
EMBEDDING_DIMENSIONS = 512
# An hour's transcript has 60,000 letters, a hundred vectors of 512 numbers 1.2 MB.
MOST_BYTES = 8 * 1024 * 1024
_MARKS_CACHE = re.compile(r"gpt-(5\.[6-9]|[6-9]|\d\d)")
_OPTIONAL = ("reasoning_effort", "prompt_cache_key", "prompt_cache_options", "max_completion_tokens")


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One structured question. `system` is the stable prefix, byte for byte the same for all messages."""

    model: str
    system: str
    user: str
    schema_name: str
    schema: dict[str, Any]
    max_output_tokens: int


class OpenAIClient:
    """A pool of connections to one server. Each call ends within `timeout_seconds`, its one retry included.

    All calls raise the errors of `openai_errors` and no others. Parameters that only some models and servers know are
    left out for good once the server refuses them. An answer of more than MOST_BYTES is refused as garbled; a redirect
    is not followed.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str | None = None,
        timeout_seconds: float = 20.0,
        reasoning_effort: str | None = None,
    ) -> None:
        self._api_key = api_key
        self._base_url = base_url or OFFICIAL
        self._timeout = timeout_seconds
        self._effort = reasoning_effort
        self._refused: set[str] = set()
        # Whether this server takes a number of dimensions; None until it has shown.
        self._takes_dimensions: bool | None = None
        # Until when (time.monotonic) the server wants no calls of a model.
        self._rests: dict[str, float] = {}
        self._sdk: AsyncOpenAI | None = None

    @classmethod
    def from_settings(cls, settings: Settings, service: Service = "chat") -> "OpenAIClient | None":
        """The client of a service, None where it is not set up. Loads nothing and connects to nothing yet."""
        endpoint = endpoint_of(settings, service)
        if endpoint is None:
            return None
        return cls(
            api_key=endpoint.api_key,
            base_url=endpoint.base_url,
            timeout_seconds=settings.openai_timeout_seconds,
            reasoning_effort=settings.openai_reasoning_effort,
        )

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The model's answer to a structured question, unparsed."""
        for _ in _OPTIONAL:
            try:
                return read_chat(
                    await self._post(request.model, lambda sdk: _create(sdk, self.chat_body(request)))
                )
            except BadRequestError as error:
                if not self.drop_refused(str(error)):
                    raise
        return read_chat(await self._post(request.model, lambda sdk: _create(sdk, self.chat_body(request))))

    async def embed(
        self, texts: list[str], *, model: str, dimensions: int = EMBEDDING_DIMENSIONS
    ) -> Embeddings:
        """A vector of `dimensions` numbers for each text.

        A server that refuses to be told the number is asked again without it; one that refuses or ignores it is never told
        it again. Its vectors are cut, or filled with zeros, to `dimensions`.
        """
        if self._takes_dimensions is not False:
            try:
                body = await self._post(model, lambda sdk: _embed(sdk, model, texts, dimensions=dimensions))
            except BadRequestError as error:
                if not self._may_be_about_dimensions(error):
                    raise
                # Believed once the call has worked without them.
                self._takes_dimensions = True
            else:
                found = read_embeddings(body, count=len(texts), dimensions=dimensions, any_length=True)
                # A server may take the number and give its own length all the same: it is not told again.
                self._takes_dimensions = found.length == dimensions
                return found
        body = await self._post(model, lambda sdk: _embed(sdk, model, texts))
        self._takes_dimensions = False
        return read_embeddings(body, count=len(texts), dimensions=dimensions, any_length=True)

    def _may_be_about_dimensions(self, error: BadRequestError) -> bool:
        """Whether a refusal may be one of the parameter `dimensions`: it says so, or it is the first of a server that has
        not shown yet whether it takes the parameter."""
        told = str(error).lower()
        named = "dimension" in told or "matryoshka" in told
        return error.status in {400, 422} and (named or self._takes_dimensions is None)

    async def transcribe(
        self,
        audio: bytes,
        *,
        filename: str,
        mime: str,
        model: str,
        words: tuple[str, ...] = (),
        prompt: str = "",
        language: str | None = None,
        seconds: float | None = None,
    ) -> Transcript:
        """What is said in `audio`. `words` are names to expect; `language` (ISO 639-1) is a hint; `seconds` is its length.

        A long recording is given more time than a question: a tenth of its length. gpt-transcribe takes words and languages as lists; older models and other servers take one prompt.
        """
        hints: dict[str, Any] = {}
        if model.rsplit("/", 1)[-1].startswith("gpt-transcribe"):
            hints = {"keywords": list(words) or None, "languages": [language] if language else None}
        else:
            hints = {"prompt": prompt or None, "language": language}
        given = {name: value for name, value in hints.items() if value}
        allowed = max(self._timeout, min(10 + (seconds or 0.0) / 10, LONGEST_HEARING))

        async def call(sdk: "AsyncOpenAI") -> str:
            raw = await sdk.audio.transcriptions.with_raw_response.create(
                file=(filename, audio, mime), model=model, response_format="json", timeout=allowed, **given
            )
            return str(raw.http_response.text)

        return read_transcript(await self._post(model, call, allowed))

    async def close(self) -> None:
        """Give back all connections."""
        if self._sdk is not None:
            await self._sdk.close()
            self._sdk = None

    def chat_body(self, request: ChatRequest) -> dict[str, Any]:
        """The request as it is sent, without what this server has refused before."""
        system: Any = request.system
        body: dict[str, Any] = {"model": request.model}
        if self._marks_cache(request.model):
            # From gpt-5.6 on only marked prefixes are found again, and writing the rest to the cache costs extra.
            mark = {"mode": "explicit"}
            system = [{"type": "text", "text": request.system, "prompt_cache_breakpoint": mark}]
            body |= {"prompt_cache_key": request.schema_name, "prompt_cache_options": mark}
        body["messages"] = [{"role": "system", "content": system}, {"role": "user", "content": request.user}]
        wanted = {"name": request.schema_name, "strict": True, "schema": request.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        limit = "max_tokens" if "max_completion_tokens" in self._refused else "max_completion_tokens"
        body[limit] = request.max_output_tokens
        if self._effort and "reasoning_effort" not in self._refused:
            body["reasoning_effort"] = self._effort
        return body

    def _marks_cache(self, model: str) -> bool:
        host = urlsplit(self._base_url).hostname or ""
        official = host == "api.openai.com" or host.endswith(".api.openai.com")
        kept = {"prompt_cache_key", "prompt_cache_options"}.isdisjoint(self._refused)
        return official and kept and _MARKS_CACHE.match(model) is not None

    def drop_refused(self, refusal: str) -> bool:
        """Leave out from now on what a refusal names; False when it names nothing that can be left out."""
        named = {name for name in _OPTIONAL if name in refusal} - self._refused
        if "prompt_cache_breakpoint" in refusal and "prompt_cache_options" not in self._refused:
            named.add("prompt_cache_options")
        self._refused |= named
        return bool(named)

    async def _post(
        self, model: str, call: Callable[["AsyncOpenAI"], Awaitable[str]], seconds: float | None = None
    ) -> str:
        allowed = self._timeout if seconds is None else seconds
        try:
            async with asyncio.timeout(allowed):
                return await self._tried(model, call)
        except TimeoutError as error:
            raise TimedOutError(f"no answer in {allowed:g} s") from error

    async def _tried(self, model: str, call: Callable[["AsyncOpenAI"], Awaitable[str]]) -> str:
        """One call, and one more when the first surely did nothing and the pause is short."""
        for attempt in range(RETRIES + 1):
            try:
                await self._wait_for_rest(model)
                return await self._once(call)
            except ModelCallError as error:
                self._note_rest(model, error)
                pause = error.retry_after if error.retry_after is not None else FIRST_PAUSE
                final = error.billed or not error.transient or pause > LONGEST_PAUSE
                if final or attempt == RETRIES:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def _wait_for_rest(self, model: str) -> None:
        """Wait while the server wants no calls of this model. Raises RateLimitedError when that is too long to wait."""
        left = self._rests.get(model, 0.0) - time.monotonic()
        if left > LONGEST_PAUSE:
            raise RateLimitedError("the server has asked for a rest", retry_after=left)
        if left > 0:
            await asyncio.sleep(left)

    def _note_rest(self, model: str, error: ModelCallError) -> None:
        """One job's refusal holds for all: further calls would only be refused, and prolong it."""
        if isinstance(error, RateLimitedError) and error.retry_after:
            until = time.monotonic() + min(error.retry_after, LONGEST_REST)
            self._rests[model] = max(until, self._rests.get(model, 0.0))

    async def _once(self, call: Callable[["AsyncOpenAI"], Awaitable[str]]) -> str:
        await asyncio.to_thread(
            importlib.import_module, "openai"
        )  # a second of work that must not stop the loop
        import openai

        try:
            return await call(self._connected())
        except openai.APIStatusError as error:
            raise errors.error_for_status(error) from error
        except openai.APIConnectionError as error:
            raise errors.error_for_connection(error) from error
        except (openai.OpenAIError, UnicodeDecodeError) as error:
            raise MalformedAnswerError(type(error).__name__) from error

    def _connected(self) -> "AsyncOpenAI":
        if self._sdk is None:
            from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

            timeout = Timeout(self._timeout, connect=min(CONNECT_SECONDS, self._timeout))
            self._sdk = AsyncOpenAI(
                api_key=self._api_key,
                base_url=self._base_url,
                max_retries=0,
                timeout=timeout,
                # A redirect would carry the key, or a person's words, to another server.
                http_client=DefaultAsyncHttpxClient(
                    timeout=timeout,
                    follow_redirects=False,
                    headers=UNCOMPRESSED,
                    event_hooks={"response": [_bound]},
                ),
            )
        return self._sdk


async def _bound(response: Any) -> None:
    import httpx2

    await read_bounded(response, MOST_BYTES, httpx2)


async def _embed(sdk: "AsyncOpenAI", model: str, texts: list[str], **told: Any) -> str:
    raw = await sdk.embeddings.with_raw_response.create(
        model=model, input=texts, encoding_format="float", **told
    )
    return str(raw.http_response.text)


async def _create(sdk: "AsyncOpenAI", body: dict[str, Any]) -> str:
    raw = await sdk.chat.completions.with_raw_response.create(**body)
    return str(raw.http_response.text)
