"""/start and /help, and the buttons of the help."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.command_request import CommandRequest
from worker.core.handler import HandlerContext
from worker.core.i18n import gettext_noop
from worker.core.member_roles import has_right, only_sees_text
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.dashboard_login.commands import has_dashboard
from worker.features.directory.accounts import is_invitation_valid
from worker.features.directory.invitations import DeadLink, find_invitation
from worker.features.help.dead_links import DEAD_LINK_TEXTS
from worker.features.help.views import greeting, help_screen, topic_screen


async def start_command(request: CommandRequest) -> list[Reply]:
    """Greet the speaker, and ask for the zone until it is known. A valid link of somebody else is explained and stays valid."""
    link = await _opened_link_reply(request) if request.argument.strip() else None
    if link is not None:
        return [link]
    return await greeting(request.session, request.speaker, request.context.now)


async def _opened_link_reply(request: CommandRequest) -> Reply | None:
    """The reply to a link opened by a member who has access already; None for a used one, most likely the link they joined by."""
    speaker, session = request.speaker, request.session
    invitation = await find_invitation(session, request.argument.strip(), request.context.now)
    if invitation == "used":
        return None
    if isinstance(invitation, str):
        return Reply(_dead_link_text(speaker, invitation))
    if invitation.member_id is None:
        return None
    member = await session.get_one(Member, invitation.member_id)
    if not await is_invitation_valid(session, invitation, member):
        return Reply(_dead_link_text(speaker, "withdrawn"))
    return Reply(_text_for_member(speaker, member))


def _dead_link_text(speaker: Speaker, why: DeadLink) -> str:
    gettext = speaker.translator.gettext
    inside = gettext("You are already in, as {me}, and need no link.", me=escape_html(speaker.name))
    return f"{gettext(DEAD_LINK_TEXTS[why])}\n{inside}"


def _text_for_member(speaker: Speaker, member: Member) -> str:
    gettext = speaker.translator.gettext
    if member.workspace_id != speaker.workspace_id:
        return gettext("This Telegram account is already in a planner, and can be in only one.")
    if member.id == speaker.member_id:
        return gettext("This account is already in. The link is still good: open it with the new one.")
    return gettext(
        "You are already in, as {me}. This link is for {name} and still good: pass it on.",
        me=escape_html(speaker.name),
        name=escape_html(member.name),
    )


# What is answered to "how do I ...?", and to wishes that words alone do not fulfil.
_ANSWERS: dict[str, str] = {
    "add": gettext_noop(
        "Write what needs doing, in your own words: “Call the bank tomorrow at 10”. Several things at once are fine."
    ),
    "change": gettext_noop(
        "Reply to its card with the new value (“make it Friday”, “Maria does it”), press Edit on the card, or name it: “move the dentist to Friday”, “#12 is urgent”."
    ),
    "delete": gettext_noop(
        "Reply “no longer needed” to its card, press Undo on it, or name it: “drop #12”. /undo takes back the last change. Nothing was deleted now."
    ),
}


async def help_command(request: CommandRequest) -> list[Reply]:
    """The short help with its topics; with the name of one as argument, what is said about that."""
    said, speaker = request.argument.strip().lower(), request.speaker
    if topic := _ANSWERS.get(said):
        if not has_right(speaker, "change"):
            return [Reply(only_sees_text(speaker))]
        return [Reply(speaker.translator.gettext(topic))]
    screen = topic_screen(speaker, said)
    return [screen or help_screen(speaker, dashboard=speaker.is_owner and has_dashboard(request.settings))]


async def handle_help_callback(
    session: AsyncSession,  # noqa: ARG001 - the signature of every callback
    speaker: Speaker,
    path: Sequence[str],
    context: HandlerContext,  # noqa: ARG001
) -> Reply | None:
    """The screen after a button whose data is `help:` and `path`; None for made-up data."""
    return topic_screen(speaker, path[0]) if path else help_screen(speaker, dashboard=False)
