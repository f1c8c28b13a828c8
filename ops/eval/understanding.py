"""Connects the product's understanding for the runner: local rules, or a model that is asked, recorded or replayed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from models.runtime.settings import SettingsError, read_settings
from worker.budget.evaluation_ledger import EvaluationLedger
from worker.budget.prices import Prices
from worker.openai.answers import ChatAnswer
from worker.openai.client import ChatRequest, OpenAIClient
from worker.openai.endpoints import endpoint_of
from worker.understanding.context import Context, Message, Reading
from worker.understanding.llm.calls import Calls
from worker.understanding.llm.llm_reader import ModelReader, prompt_size
from worker.understanding.llm.record_replay import RecordingCalls, ReplayingCalls
from worker.understanding.reader import Understanding, read_request

Mode = Literal["rules", "auto", "openai"]
_WORKSPACE = 1


class NoUnderstandingError(RuntimeError):
    """The requested mode is not available; the text says in one line what is missing."""


@dataclass(slots=True)
class PromptMeter:
    """Passes calls to `inner` and sums the estimated tokens of their prompts by part."""

    inner: Calls
    asked: int = 0
    tokens: dict[str, int] = field(default_factory=dict)

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The answer of `inner`."""
        self.asked += 1
        for part, tokens in prompt_size(request).items():
            self.tokens[part] = self.tokens.get(part, 0) + tokens
        return await self.inner.complete(request)


@dataclass(slots=True)
class EvalUnderstanding:
    """The understanding of one run, with what it has cost."""

    mode: Mode
    understanding: Understanding
    tally: EvaluationLedger
    model: str = ""
    meter: PromptMeter | None = None
    client: OpenAIClient | None = None

    async def read(self, message: Message, context: Context, trace_id: str) -> Reading:
        """One message as the product reads it, closed requests first. Raises NoUnderstandingError when the key is refused."""
        requested = read_request(message, context)
        if requested is not None:
            return requested
        reading = await self.understanding.read(
            message, context, workspace_id=_WORKSPACE, trace_id=trace_id, step="eval"
        )
        if reading.degraded == "wrong_key":
            raise NoUnderstandingError("the server refused OPENAI_API_KEY (wrong, revoked or not allowed)")
        return reading

    async def close(self) -> None:
        """Close the connections."""
        if self.client:
            await self.client.close()


def connect_understanding(
    mode: Mode, *, record: Path | None = None, replay: Path | None = None
) -> EvalUnderstanding:
    """The understanding of `mode`, with key, server and model from the environment.

    `replay` answers from a folder alone; `record` keeps every question and answer in one, and without a key writes the
    questions only. Raises NoUnderstandingError when neither a key nor a folder can answer."""
    try:
        settings = read_settings(understanding=mode)
        tally = EvaluationLedger(Prices(settings.openai_prices))
    except (SettingsError, ValueError) as error:
        raise NoUnderstandingError(str(error)) from error
    if mode == "rules":
        return EvalUnderstanding(mode, Understanding(settings, ModelReader(None, tally, settings)), tally)
    client = None if replay else OpenAIClient.from_settings(settings)
    meter = PromptMeter(_calls(mode, client, record, replay))
    understanding = Understanding(settings, ModelReader(meter, tally, settings))
    endpoint = endpoint_of(settings, "chat")
    model = f"{settings.openai_model} at {endpoint.base_url}" if endpoint else settings.openai_model
    return EvalUnderstanding(
        mode, understanding, tally, f"{model}, replayed" if replay else model, meter, client
    )


def _calls(mode: Mode, client: OpenAIClient | None, record: Path | None, replay: Path | None) -> Calls:
    if replay:
        if not replay.is_dir():
            raise NoUnderstandingError(f"nothing to replay at {replay}: record a run there first")
        return ReplayingCalls(replay)
    if record:
        return RecordingCalls(client, record)
    if client is None:
        raise NoUnderstandingError(f"{mode} needs OPENAI_API_KEY, or --replay with a folder of answers")
    return client
