"""/usage: what the models cost, against the caps."""

from worker.conversation.commands.request import Request
from worker.conversation.money import usage_text
from worker.conversation.reply import Reply
from worker.money.caps import caps_of
from worker.money.spending import spending_of


async def usage(request: Request) -> list[Reply]:
    """Today's and this month's cost, by purpose."""
    spending = await spending_of(
        request.session, request.speaker.workspace_id, request.moment.now, caps=caps_of(request.settings)
    )
    return [Reply(usage_text(request.speaker, spending))]
