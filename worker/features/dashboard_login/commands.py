"""/dashboard: a login link for the operator of this server: valid once, for ten minutes, in their private chat only."""

from sqlmodel import col, select

from models.console.login_links import LINK_PATH, LINK_SECONDS, issue_login
from models.runtime.settings import Settings
from models.tables.workspace import Workspace
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.services import Services
from worker.telegram.update import IncomingUpdate


async def dashboard_link(services: Services, speaker: Speaker, incoming: IncomingUpdate) -> Reply:
    """The link, or why there is none. Its outbox row is deleted once sent, so that the code is stored nowhere."""
    gettext = speaker.translator.gettext
    if not await _is_operator(services, speaker, incoming):
        return Reply(gettext("Only the person who runs this server can open its dashboard."))
    if not incoming.private:
        return Reply(
            gettext("Ask me for the dashboard in our private chat: the link lets in anybody who has it.")
        )
    if not has_dashboard(services.settings) or services.settings.webhook_url is None:
        return Reply(
            gettext("There is no dashboard here. To turn it on, set DASHBOARD_PASSWORD and WEBHOOK_URL.")
        )
    code = await issue_login(services.redis, speaker.name)
    link = f"{services.settings.public_address}{LINK_PATH}#{code}"
    told = gettext("The dashboard. The link works once, within {n} minutes:", n=LINK_SECONDS // 60)
    return Reply(f"{told}\n{escape_html(link)}", ephemeral=True)


def has_dashboard(settings: Settings) -> bool:
    """Whether the API serves a dashboard."""
    return settings.dashboard_password is not None or settings.dashboard_open


async def _is_operator(services: Services, speaker: Speaker, incoming: IncomingUpdate) -> bool:
    """Whether the speaker is OWNER_TELEGRAM_ID or, without it, the first workspace's owner: the dashboard shows all workspaces."""
    if not speaker.is_owner:
        return False
    if services.settings.owner_telegram_id is not None:
        return incoming.user_telegram_id == services.settings.owner_telegram_id
    async with services.database.transaction() as session:
        first = await session.exec(select(Workspace.id).order_by(col(Workspace.id)).limit(1))
        return speaker.workspace_id == first.first()
