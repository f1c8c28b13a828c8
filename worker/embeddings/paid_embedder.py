"""Vectors by the configured model, paid once for the same texts and the same job."""

import asyncio
import base64
import hashlib
import json
import struct
from collections.abc import Awaitable
from typing import Protocol

from models.runtime.settings import Settings
from worker.budget.purchase import (
    CallFailedError,
    Ledger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.openai.answers import Embeddings
from worker.openai.client import EMBEDDING_DIMENSIONS
from worker.openai.errors import TimedOutError
from worker.understanding.llm.llm_reader import ModelUnavailableError, unavailable
from worker.understanding.llm.token_estimate import bound

PURPOSE = "embedding"
MOST_TEXTS = 64
LONGEST_TEXT = 500
_MOST_REFUSED = 1000
_PACKED = f"<{EMBEDDING_DIMENSIONS}e"  # half floats, as the table keeps them


class EmbeddingClient(Protocol):
    """Anything that gives vectors. Raises errors of `worker.openai.errors`."""

    async def embed(
        self, texts: list[str], *, model: str, dimensions: int = EMBEDDING_DIMENSIONS
    ) -> Embeddings:
        """A vector for each text."""


class Embedder:
    """Gives each text its vector of 512 half-precision numbers. `placer` is None without a key."""

    def __init__(self, placer: EmbeddingClient | None, ledger: Ledger, settings: Settings) -> None:
        self._placer = placer
        self._ledger = ledger
        self.model = settings.openai_embedding_model
        # Questions that the server refused for good, by their hash: the reconciler would send them again every five minutes.
        self._refused: dict[str, str] = {}

    async def embed(
        self,
        texts: list[str],
        *,
        workspace_id: int,
        trace_id: str,
        step: str = "embed",
        purpose: str = PURPOSE,
        seconds: float | None = None,
    ) -> list[list[float]]:
        """Vectors in the order of `texts` (1 to 64, each read up to 500 characters), within `seconds` if given.

        Raises ModelUnavailableError, and ValueError for too many texts.
        """
        if self._placer is None:
            raise ModelUnavailableError("no_key")
        if not 1 <= len(texts) <= MOST_TEXTS:
            raise ValueError(f"between 1 and {MOST_TEXTS} texts, not {len(texts)}")
        placer, read = self._placer, [text[:LONGEST_TEXT].strip() or "-" for text in texts]
        asked = hashlib.sha256(json.dumps([self.model, read]).encode()).hexdigest()
        if asked in self._refused:
            raise ModelUnavailableError("broken_answer", self._refused[asked], final=True)
        most = self._ledger.prices.price_of(self.model).ceiling(
            tokens_in=sum(bound(text) + 2 for text in read)
        )
        purchase = PaidCall(workspace_id, trace_id, step, asked, purpose, self.model, most)

        async def call() -> PaidAnswer:
            found = await _within(seconds, placer.embed(read, model=self.model))
            return PaidAnswer({"vectors": [_pack(vector) for vector in found.vectors]}, found.usage)

        try:
            answer = await make_paid_call(self._ledger, purchase, call)
        except (OverBudgetError, CallFailedError) as error:
            away = unavailable(error)
            # A key can become right at the vendor; a request that was refused for what it says stays refused.
            if away.final and away.reason != "wrong_key":
                self._remember_refusal(asked, away.detail)
            raise away from error
        return [_unpack(packed) for packed in answer["vectors"]]

    def _remember_refusal(self, asked: str, detail: str) -> None:
        if len(self._refused) >= _MOST_REFUSED:
            self._refused.pop(next(iter(self._refused)))
        self._refused[asked] = detail


async def _within(seconds: float | None, call: Awaitable[Embeddings]) -> Embeddings:
    """The call's answer. One that takes too long has failed, and may have been billed."""
    try:
        async with asyncio.timeout(seconds):
            return await call
    except TimeoutError as error:
        raise TimedOutError(f"no answer in {seconds:g} s") from error


def _pack(vector: tuple[float, ...]) -> str:
    return base64.b64encode(struct.pack(_PACKED, *vector)).decode()


def _unpack(packed: str) -> list[float]:
    return list(struct.unpack(_PACKED, base64.b64decode(packed)))
