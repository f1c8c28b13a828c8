"""Structured questions to a model from features: paid by the ledger, and never waited for long."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import structlog

from worker.budget.call_outcomes import OverBudget
from worker.budget.purchase import (
    CallFailedError,
    DatabaseLedger,
    Ledger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.openai.client import ChatRequest
from worker.services import Services
from worker.understanding.llm.calls import Calls, prompt_hash
from worker.understanding.llm.prompt import most_tokens_in

log = structlog.get_logger()

# A plan is there without the model's word: nobody waits longer than this for it (s).
_PATIENCE = 8.0
_OUTPUT_TOKENS = 600


@dataclass(frozen=True, slots=True)
class Question:
    """A structured question. `step` names it within its trace, `purpose` in the ledger ("planning", "estimating")."""

    workspace_id: int
    step: str
    purpose: str
    system: str
    user: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The model's JSON object, None when there is none; `over_budget` is the cap that forbade the call."""

    content: dict[str, Any] | None
    over_budget: OverBudget | None = None


class ModelQuestions:
    """Asks one trace's questions."""

    def __init__(self, calls: Calls, ledger: Ledger, model: str, trace_id: str) -> None:
        self._calls, self._ledger, self._model, self._trace_id = calls, ledger, model, trace_id

    @classmethod
    def from_services(cls, services: Services, trace_id: str) -> "ModelQuestions | None":
        """The questions of these services; None without a key, or where only rules may read."""
        settings = services.settings
        if services.openai is None or settings.understanding == "rules":
            return None
        ledger = DatabaseLedger.from_settings(services.database, settings)
        return cls(services.openai, ledger, settings.openai_model, trace_id)

    async def ask(self, question: Question) -> Answer:
        """The answer, or none: a model that is away, slow, garbled or too dear is done without, and the log says why."""
        request = ChatRequest(
            self._model, question.system, question.user, question.step, question.schema, _OUTPUT_TOKENS
        )
        price = self._ledger.prices.price_of(self._model)
        most = price.ceiling(tokens_in=most_tokens_in(request), tokens_out=_OUTPUT_TOKENS)
        purchase = PaidCall(
            question.workspace_id,
            self._trace_id,
            question.step,
            prompt_hash(request),
            question.purpose,
            self._model,
            most,
        )

        async def call() -> PaidAnswer:
            found = await self._calls.complete(request)
            finished = found.finish_reason not in ("length", "content_filter") and not found.refusal
            return PaidAnswer({"content": found.content if finished else None}, found.usage)

        try:
            async with asyncio.timeout(_PATIENCE):
                bought = await make_paid_call(self._ledger, purchase, call)
        except OverBudgetError as error:
            return Answer(None, error.refusal)
        except (CallFailedError, TimeoutError) as error:
            log.info("model_away", step=question.step, reason=getattr(error, "code", "timeout"))
            return Answer(None)
        return Answer(_object(bought.get("content")))


def _object(content: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(content) if isinstance(content, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def strict(**properties: dict[str, Any]) -> dict[str, Any]:
    """An object's schema as strict mode wants it: every property required, none besides."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
