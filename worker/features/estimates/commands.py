"""/accuracy: how good the estimates of the last 90 days were."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.estimates.service import accuracy_lines
from worker.features.estimates.views import BIAS_DAYS, LEAST_COMPLETED


async def accuracy_command(request: CommandRequest) -> list[Reply]:
    """`/accuracy`: the accuracy of the estimates, by business."""
    return [await accuracy_reply(request.session, request.speaker, request.context.now)]


async def accuracy_reply(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    """The accuracy of the last 90 days; what is missing when there is none yet."""
    lines = await accuracy_lines(session, speaker, now - dt.timedelta(days=BIAS_DAYS))
    if not lines:
        translator = speaker.translator
        return Reply(
            translator.gettext(
                "No score yet: I need {n} completed tasks of a business with the time they took. "
                "One tap after Done is enough.",
                n=LEAST_COMPLETED,
            )
        )
    return Reply("\n".join([speaker.translator.gettext("<b>Estimates, the last 90 days</b>"), "", *lines]))
