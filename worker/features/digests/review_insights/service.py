"""A model's remarks on one person's week: asked outside a transaction, checked against the rows afterwards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.budget.call_outcomes import OverBudget
from worker.features.digests.queries import Recipient, load_digest_facts
from worker.features.digests.review_insights.figures import WeekFigure, named_figures
from worker.features.digests.review_insights.number_check import Remark
from worker.features.digests.review_insights.question import ask_for_remarks, checked_sentences
from worker.features.digests.week_figures import load_move_counts, week_figures
from worker.services import Services


@dataclass(frozen=True, slots=True)
class WeekInsights:
    """Unchecked remarks on a week; `over_budget` when a cap forbade the call."""

    remarks: Sequence[Remark] = ()
    over_budget: OverBudget | None = None


async def ask_week_insights(services: Services, recipient: Recipient, trace_id: str) -> WeekInsights:
    """Ask the model about the recipient's week; nothing without a key or when the week is empty."""
    if services.openai is None:
        return WeekInsights()
    async with services.database.transaction() as session:
        figures = await _figures(session, recipient)
    if not figures:
        return WeekInsights()
    remarks, refused = await ask_for_remarks(services, services.openai, recipient, figures, trace_id)
    return WeekInsights(remarks, refused)


async def insight_sentences(
    session: AsyncSession, recipient: Recipient, insights: WeekInsights, today: dt.date
) -> list[str]:
    """The remarks that pass the check against the rows of this transaction, with its numbers."""
    if not insights.remarks:
        return []
    return checked_sentences(list(insights.remarks), await _figures(session, recipient), recipient, today)


async def _figures(session: AsyncSession, recipient: Recipient) -> dict[str, WeekFigure]:
    facts = (await load_digest_facts(session, [recipient]))[recipient.speaker.workspace_id]
    week = week_figures(recipient, facts, await load_move_counts(session, [recipient]))
    return {} if week.empty else named_figures(recipient, facts, week)
