"""Week: the remarks on one person's week: asked with nothing held, checked against the rows as they are afterwards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.budget.call_outcomes import OverBudget
from worker.features.digests.queries import load_facts
from worker.features.digests.recipient import Recipient
from worker.features.digests.review_insights.figures import Figure, figures_of
from worker.features.digests.review_insights.number_check import Remark
from worker.features.digests.review_insights.question import kept, remarks_on
from worker.features.digests.week_figures import moves_of, week_of
from worker.services import Services


@dataclass(frozen=True, slots=True)
class Observed:
    """What was said of a week; `over_budget` when a cap forbade the question."""

    remarks: Sequence[Remark] = ()
    over_budget: OverBudget | None = None


async def observe(services: Services, recipient: Recipient, trace_id: str) -> Observed:
    """Ask the model about the recipient's week; nothing without a key or when the week is empty."""
    if services.openai is None:
        return Observed()
    async with services.database.transaction() as session:
        figures = await _figures(session, recipient)
    if not figures:
        return Observed()
    remarks, refused = await remarks_on(services, services.openai, recipient, figures, trace_id)
    return Observed(remarks, refused)


async def sentences(
    session: AsyncSession, recipient: Recipient, observed: Observed, today: dt.date
) -> list[str]:
    """Those remarks that hold by the rows of this very transaction, with its numbers."""
    if not observed.remarks:
        return []
    return kept(list(observed.remarks), await _figures(session, recipient), recipient, today)


async def _figures(session: AsyncSession, recipient: Recipient) -> dict[str, Figure]:
    facts = (await load_facts(session, [recipient]))[recipient.speaker.workspace_id]
    week = week_of(recipient, facts, await moves_of(session, [recipient]))
    return {} if week.empty else figures_of(recipient, facts, week)
