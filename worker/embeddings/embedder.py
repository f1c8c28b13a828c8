"""Vectors with the name of the model that made them: only vectors of one model may be compared."""

from dataclasses import dataclass

from worker.embeddings.local_embedder import MODEL as LOCAL_MODEL
from worker.embeddings.local_embedder import embed_locally
from worker.embeddings.paid_embedder import PURPOSE, Embedder


@dataclass(frozen=True, slots=True)
class EmbeddingBatch:
    """One vector per text, in order."""

    model: str
    vectors: list[list[float]]


class TaskEmbedder:
    """Makes vectors by the model when there is a key, locally otherwise."""

    def __init__(self, embedder: Embedder, *, has_key: bool) -> None:
        self._embedder = embedder
        self._has_key = has_key

    @property
    def has_model(self) -> bool:
        """Whether a model makes the vectors."""
        return self._has_key

    @property
    def model(self) -> str:
        """The name that new vectors are kept under."""
        return self._embedder.model if self._has_key else LOCAL_MODEL

    async def make(
        self,
        texts: list[str],
        *,
        workspace_id: int,
        trace_id: str,
        step: str = "embed",
        purpose: str = PURPOSE,
        seconds: float | None = None,
    ) -> EmbeddingBatch:
        """A vector per text (1 to 64). Raises ModelUnavailableError: then it is tried again later, never mixed.

        `purpose` is the ledger's word for it; a model that takes longer than `seconds` counts as away.
        """
        if not self._has_key:
            return EmbeddingBatch(LOCAL_MODEL, [embed_locally(text) for text in texts])
        vectors = await self._embedder.embed(
            texts, workspace_id=workspace_id, trace_id=trace_id, step=step, purpose=purpose, seconds=seconds
        )
        return EmbeddingBatch(self._embedder.model, vectors)
