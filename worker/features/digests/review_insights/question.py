"""Asks the model about a week: one paid call through the budget ledger, outside any transaction."""

import datetime as dt
import json
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from worker.budget.call_outcomes import OverBudget
from worker.budget.purchase import (
    CallFailedError,
    DatabaseLedger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.features.digests.queries import Recipient
from worker.features.digests.review_insights.figures import WeekFigure, figures_as_json
from worker.features.digests.review_insights.number_check import Remark, check_remark
from worker.openai.client import ChatRequest, OpenAIClient
from worker.services import Services
from worker.understanding.llm.calls import prompt_hash
from worker.understanding.llm.token_estimate import bound

log = structlog.get_logger()

PURPOSE, STEP, SCHEMA_NAME = "week", "observe_week", "week_observations"
MOST = 3
_LANGUAGES = {"en": "English", "ru": "Russian (formal «вы»)"}
_SYSTEM = """You look at the week of the owner of small businesses and write at most three observations that help them
decide something: a pattern, a risk of next week, an estimate that is off. One plain sentence each, warm and exact, no
advice the figures do not support, no praise without a figure, no exclamation marks.
You are given figures by name. Write a figure ONLY as its name in braces, for example: {business1} took {business1_spent}
against {business1_estimated}. Never write a digit, a number word (two, half, twice, both, percent) or a name of a business,
task or day yourself: always the name in braces. "reads" shows what will stand in its place: inflect the words around it to fit.
When the sentence compares two figures, name them in left and right and say in relation whether left is more, less or equal;
otherwise all three are null. Names of businesses and tasks are not shown to you; they are put in afterwards. Return fewer, or none, when nothing is worth saying.
Use each figure in one observation at most, and do not repeat what merely lists the week."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    left: str | None
    relation: str | None
    right: str | None


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    observations: list[_Said]


_NULLABLE: dict[str, Any] = {"type": ["string", "null"]}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "observations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "left": _NULLABLE,
                    "relation": _NULLABLE,
                    "right": _NULLABLE,
                },
                "required": ["text", "left", "relation", "right"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["observations"],
    "additionalProperties": False,
}


async def ask_for_remarks(
    services: Services,
    client: OpenAIClient,
    recipient: Recipient,
    figures: dict[str, WeekFigure],
    trace_id: str,
) -> tuple[list[Remark], OverBudget | None]:
    """The model's remarks, unchecked, and the cap that forbade the call, if any. A failed call gives no remarks and is logged."""
    request = _request(services, recipient, figures)
    ledger = DatabaseLedger.from_settings(services.database, services.settings)
    asked = bound(request.system) + bound(request.user) + bound(json.dumps(_SCHEMA))
    most = ledger.prices.price_of(request.model).ceiling(
        tokens_in=asked, tokens_out=request.max_output_tokens
    )
    purchase = PaidCall(
        recipient.speaker.workspace_id, trace_id, STEP, prompt_hash(request), PURPOSE, request.model, most
    )

    async def call() -> PaidAnswer:
        answer = await client.complete(request)
        return PaidAnswer({"content": answer.content, "finish_reason": answer.finish_reason}, answer.usage)

    try:
        answer = await make_paid_call(ledger, purchase, call)
    except OverBudgetError as error:
        return [], error.refusal
    except CallFailedError as error:
        log.warning("week_not_observed", reason=error.code)
        return [], None
    return _said(answer.get("content")), None


def checked_sentences(
    remarks: list[Remark], figures: dict[str, WeekFigure], recipient: Recipient, today: dt.date
) -> list[str]:
    """The remarks that pass the check as HTML sentences, at most three."""
    sentences = []
    for remark in remarks:
        sentence = check_remark(remark, figures, recipient.speaker.translator, today)
        if sentence is None:
            log.warning("observation_dropped", relation=remark.relation)
        else:
            sentences.append(sentence)
    return sentences[:MOST]


def _request(services: Services, recipient: Recipient, figures: dict[str, WeekFigure]) -> ChatRequest:
    translator = recipient.speaker.translator
    shown = {
        "language": _LANGUAGES[translator.language],
        "figures": figures_as_json(figures, translator, recipient.local_on),
    }
    return ChatRequest(
        model=services.settings.openai_model,
        system=_SYSTEM,
        user=json.dumps(shown, ensure_ascii=False, sort_keys=True),
        schema_name=SCHEMA_NAME,
        schema=_SCHEMA,
        max_output_tokens=services.settings.openai_max_output_tokens,
    )


def _said(content: object) -> list[Remark]:
    try:
        answer = _Answer.model_validate_json(content if isinstance(content, str) else "")
    except ValidationError:
        log.warning("week_not_observed", reason="broken_answer")
        return []
    return [Remark(one.text.strip(), one.left, one.relation, one.right) for one in answer.observations]
