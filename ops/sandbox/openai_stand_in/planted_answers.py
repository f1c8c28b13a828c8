"""The answers, transcripts, embeddings and faults that tests plant in the OpenAI stand-in."""

import hashlib
import random
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Endpoint = Literal["chat", "responses", "embeddings", "transcriptions", "models", "*"]
OpenAiFaultKind = Literal[
    "error",  # an OpenAI error with `code`; 429 carries Retry-After
    "slow",  # waits `seconds`, then works as usual
    "hang",  # no answer comes
    "drop",  # the connection is closed without an answer
    "garbage",  # 200 whose body is no JSON
    "invalid_output",  # a normal answer whose content is no valid JSON
    "refusal",  # the model refuses, in `text`
    "length",  # the answer is cut off in the middle (finish_reason length)
    "empty",  # the answer has no content
    "no_dimensions",  # embeddings: refuses the parameter `dimensions` (400, in `text`), works without it
    "ignores_dimensions",  # embeddings: takes `dimensions`, and gives vectors of its own length
]


class OrderBody(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PlantedAnswer(OrderBody):
    """An answer for prompts whose last user message contains `contains`.

    `answer` is text or any JSON, `schema_name` limits it to one response format, `system` to prompts
    whose instructions contain it, `times` None means always. The newest planted answer wins.
    """

    answer: Any
    contains: str = ""
    schema_name: str = ""
    system: str = ""
    times: int | None = Field(default=None, ge=1)


class PlantedTranscript(OrderBody):
    """The words of an audio file, by the SHA-256 of its bytes; without one, for every other file."""

    text: str
    sha256: str = ""
    language: str = "english"
    seconds: float = 3.0


class PlantedVector(OrderBody):
    """An embedding to give for exactly this text; it is cut to the asked dimensions and made unit."""

    text: str
    vector: list[float] = Field(min_length=1)


class OpenAiFault(OrderBody):
    """A fault for the next `times` calls of an endpoint (None: until cleared), or by chance."""

    endpoint: Endpoint = "*"
    kind: OpenAiFaultKind
    times: int | None = Field(default=1, ge=1)
    probability: float = Field(default=1.0, ge=0, le=1)
    code: int = Field(default=500, ge=400, le=599)
    error_code: str = ""
    retry_after: float | None = None
    seconds: float = Field(default=600.0, ge=0)
    text: str = "I can't help with that."


class PlantedAnswers:
    """Everything that tests have planted, in memory."""

    def __init__(self) -> None:
        self.answers: list[PlantedAnswer] = []
        self.transcripts: dict[str, PlantedTranscript] = {}
        self.vectors: dict[str, list[float]] = {}
        self.faults: list[OpenAiFault] = []
        self._random = random.Random(0)  # noqa: S311 - a repeatable dice, no secret

    def clear(self) -> None:
        for kept in (self.answers, self.transcripts, self.vectors, self.faults):
            kept.clear()
        self._random.seed(0)

    def answer_for(self, user: str, system: str, schema_name: str) -> PlantedAnswer | None:
        """The newest planted answer that fits, counted; None without one."""
        for planted in reversed(self.answers):
            fits = planted.contains in user and planted.system in system
            if fits and planted.schema_name in ("", schema_name):
                if planted.times is not None:
                    planted.times -= 1
                    if planted.times == 0:
                        self.answers.remove(planted)
                return planted
        return None

    def transcript_for(self, content: bytes) -> PlantedTranscript:
        """The planted words of a file, or the default ones."""
        known = self.transcripts.get(hashlib.sha256(content).hexdigest()) or self.transcripts.get("")
        return known or PlantedTranscript(text="Call the supplier tomorrow at ten")

    def fault_for(self, endpoint: str) -> OpenAiFault | None:
        """The first fault that fits the endpoint, counted; None without one."""
        for fault in self.faults:
            if fault.endpoint not in ("*", endpoint) or self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self.faults.remove(fault)
            return fault
        return None
