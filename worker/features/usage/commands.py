"""/usage: what the models cost, against the caps."""

from worker.budget.caps import caps_of
from worker.budget.spending import spending_of
from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.usage.views import usage_text


async def usage_command(request: CommandRequest) -> list[Reply]:
    """Today's and this month's cost, by purpose."""
    spending = await spending_of(
        request.session, request.speaker.workspace_id, request.context.now, caps=caps_of(request.settings)
    )
    return [Reply(usage_text(request.speaker, spending))]
