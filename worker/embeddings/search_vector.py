"""The vector of a search by the configured model, paid by the ledger and never waited for long."""

from dataclasses import dataclass

import structlog

from worker.budget.call_outcomes import OverBudget
from worker.embeddings.embedder import TaskEmbedder
from worker.understanding.llm.llm_reader import ModelUnavailableError

log = structlog.get_logger()

PURPOSE = "search"
# Words find most of what is looked for: nobody waits longer than this for the meaning (s).
SEARCH_WAIT_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, in one workspace. `step` names it within its trace."""

    workspace_id: int
    words: str
    step: str = "find"


@dataclass(frozen=True, slots=True)
class SearchVector:
    """A search's vector and the model whose rows alone it may be compared to; no vector when the model gave none.

    `over_budget` is the cap that forbade the call.
    """

    model: str
    vector: tuple[float, ...] = ()
    over_budget: OverBudget | None = None


class SearchEmbedder:
    """Gives one trace's searches their vectors."""

    def __init__(self, embedding: TaskEmbedder, trace_id: str) -> None:
        self._embedding, self._trace_id = embedding, trace_id

    async def ask(self, search: Search) -> SearchVector:
        """The vector, or none: a model that is away, slow or too dear is done without, and the log says why."""
        try:
            made = await self._embedding.make(
                [search.words],
                workspace_id=search.workspace_id,
                trace_id=self._trace_id,
                step=search.step,
                purpose=PURPOSE,
                seconds=SEARCH_WAIT_SECONDS,
            )
        except ModelUnavailableError as error:
            log.info("search_without_model", reason=error.reason)
            return SearchVector(self._embedding.model, over_budget=error.over_budget)
        return SearchVector(made.model, tuple(made.vectors[0]))
