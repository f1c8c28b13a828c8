"""The model reader: one paid question about one message, its answer checked, every failure given a plain reason."""

import asyncio
from typing import Literal

from models.runtime.settings import Settings
from worker.budget.call_outcomes import OverBudget
from worker.budget.purchase import (
    CallFailedError,
    Ledger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.openai.client import ChatRequest
from worker.understanding.context import Context, Message, Reading
from worker.understanding.llm import doubts
from worker.understanding.llm.answer import BrokenAnswerError, RefusedAnswerError, parse
from worker.understanding.llm.answer_checks import Checker
from worker.understanding.llm.calls import Calls, prompt_hash
from worker.understanding.llm.prompt import build, message_text, most_tokens_in
from worker.understanding.llm.token_estimate import estimate

Reason = Literal[
    "no_key",
    "unreachable",
    "timeout",
    "rate_limited",
    "over_budget",
    "refused",
    "broken_answer",
    "wrong_key",
]
_REASONS: dict[str, Reason] = {
    "unreachable": "unreachable",
    "no_recording": "unreachable",
    "timeout": "timeout",
    "rate_limited": "rate_limited",
    "quota": "rate_limited",
    "wrong_key": "wrong_key",
    "bad_request": "broken_answer",
    "garbled": "broken_answer",
}
_FINAL = frozenset({"wrong_key", "bad_request"})
PURPOSE = "reading"


class ModelUnavailableError(Exception):
    """No reading from the model; the caller falls back to rules and says so.

    `detail` is for the log and holds neither key nor message. `retry_after` is in seconds when the server named it.
    `over_budget` is set for that reason alone; its `announce` is True when this update is to tell the user. `final`: the
    server refused this very request (a wrong key, a wrong model, a value it does not take); it is not to be sent again.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str = "",
        *,
        retry_after: float | None = None,
        over_budget: OverBudget | None = None,
        final: bool = False,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after
        self.over_budget = over_budget
        self.final = final

    @property
    def announce(self) -> bool:
        """Whether the user is to be told now that the budget is used up."""
        return self.over_budget is not None and self.over_budget.announce


class ModelReader:
    """Reads messages by a model. `calls` is None without a key; then every reading is unavailable."""

    def __init__(self, calls: Calls | None, ledger: Ledger, settings: Settings) -> None:
        self._calls = calls
        self._ledger = ledger
        self._model = settings.openai_model
        self._max_output = settings.openai_max_output_tokens

    async def read(
        self, message: Message, context: Context, *, workspace_id: int, trace_id: str, step: str = "read"
    ) -> Reading:
        """What the model makes of `message`; no database connection is held while it thinks.

        `message.now` must be the instant the message was received: it is part of the question, and a rerun with the same
        question gets the answer that is already paid for. Raises ModelUnavailableError.
        """
        if self._calls is None:
            raise ModelUnavailableError("no_key")
        # In a thread: choosing from a large world by the words of a long recording takes a while.
        request, shown = await asyncio.to_thread(
            build, message, context, model=self._model, max_output_tokens=self._max_output
        )
        answer = await self._bought(self._calls, request, workspace_id, trace_id, step)
        try:
            parsed = parse(answer.get("content"), answer.get("refusal"), answer.get("finish_reason"))
        except RefusedAnswerError as error:
            raise ModelUnavailableError("refused") from error
        except BrokenAnswerError as error:
            raise ModelUnavailableError("broken_answer", error.code) from error
        intents, told = Checker(message, context, shown).check(parsed.said)
        if parsed.malformed:
            told += (doubts.doubt("actions", doubts.MALFORMED),)
        if message_text(message)[1]:
            told += (doubts.doubt("message", doubts.CUT),)
        return Reading(intents=intents, reader="openai", sure=not told, doubts=told)

    async def _bought(
        self, calls: Calls, request: ChatRequest, workspace_id: int, trace_id: str, step: str
    ) -> dict[str, str | None]:
        price = self._ledger.prices.price_of(request.model)
        most = price.ceiling(tokens_in=most_tokens_in(request), tokens_out=request.max_output_tokens)
        purchase = PaidCall(workspace_id, trace_id, step, prompt_hash(request), PURPOSE, request.model, most)

        async def call() -> PaidAnswer:
            answer = await calls.complete(request)
            kept = {
                "content": answer.content,
                "refusal": answer.refusal,
                "finish_reason": answer.finish_reason,
            }
            return PaidAnswer(kept, answer.usage)

        try:
            return await make_paid_call(self._ledger, purchase, call)
        except (OverBudgetError, CallFailedError) as error:
            raise unavailable(error) from error


def unavailable(error: OverBudgetError | CallFailedError) -> ModelUnavailableError:
    """The reason a caller is given for a call that was not made or brought nothing."""
    if isinstance(error, OverBudgetError):
        return ModelUnavailableError("over_budget", str(error), over_budget=error.refusal)
    reason = _REASONS.get(error.code, "unreachable")
    retry_after = getattr(error, "retry_after", None)
    return ModelUnavailableError(
        reason, f"{error.code} {error}", retry_after=retry_after, final=error.code in _FINAL
    )


def prompt_size(request: ChatRequest) -> dict[str, int]:
    """Estimated tokens of the parts of a question, for the bench: stable prefix, schema, and the rest."""
    return {
        "prefix": estimate(request.system),
        "schema": estimate(str(request.schema)),
        "context_and_message": estimate(request.user),
    }
