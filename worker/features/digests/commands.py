"""/weekly when a model is configured: the model is asked before the transaction that answers."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.speaker import Speaker
from worker.features.digests.review_insights.service import ask_week_insights
from worker.features.digests.schedules import schedule_of
from worker.features.digests.service import digest_now, recipient_of_today
from worker.features.usage.views import cap_reached_notice
from worker.services import Services


def is_weekly_command(services: Services, name: str, argument: str) -> bool:
    """Whether a command is `/weekly` alone and a model is configured."""
    return services.openai is not None and name == "weekly" and not argument


async def prepare_weekly_review(
    services: Services, speaker: Speaker, received_at: dt.datetime, trace_id: str
) -> Handler:
    """A handler that answers with the review and the model's remarks; without remarks when the model does not answer."""
    async with services.database.transaction() as session:
        schedule = await schedule_of(session, speaker, "weekly_review")
    observed = await ask_week_insights(services, recipient_of_today(speaker, schedule, received_at), trace_id)

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        kept = await schedule_of(session, speaker, "weekly_review")
        replies = await digest_now(session, speaker, kept, context, observed)
        if observed.over_budget is not None and observed.over_budget.announce:
            replies.append(cap_reached_notice(speaker, observed.over_budget))
        return HandlerResult(replies, workspace_id=speaker.workspace_id)

    return Handler(apply)
