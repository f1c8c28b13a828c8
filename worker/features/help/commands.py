"""/start and /help: what this is and how to talk to it."""

from models.tables.member import Member
from worker.core.command_request import CommandRequest
from worker.core.i18n import gettext_noop
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.dashboard_login.commands import is_there
from worker.features.directory.accounts import is_invitation_valid
from worker.features.directory.invitations import find_invitation
from worker.features.help.menu_planning import PLANNING_SHOWN
from worker.features.settings import timezone


async def start(request: CommandRequest) -> list[Reply]:
    """A greeting by name; the zone is asked for until it is known. Somebody's good link is left good, with a word."""
    link = await _link_opened(request) if request.argument.strip() else None
    return [link] if link is not None else greeting(request.speaker)


async def _link_opened(request: CommandRequest) -> Reply | None:
    """What a good link means to somebody who is in already; None for every other payload."""
    speaker, session = request.speaker, request.session
    invitation = await find_invitation(session, request.argument.strip(), request.moment.now)
    if invitation is None or invitation.member_id is None:
        return None
    member = await session.get_one(Member, invitation.member_id)
    if not await is_invitation_valid(session, invitation, member):
        return None
    return Reply(_word_to_one_inside(speaker, member))


def _word_to_one_inside(speaker: Speaker, member: Member) -> str:
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


def greeting(speaker: Speaker) -> list[Reply]:
    """The first words to somebody who was let in."""
    translator = speaker.translator
    hello = translator.gettext(
        "Hello, {name}. Tell me what needs doing, as you would tell an assistant:\n\n<i>Call the supplier tomorrow morning, about half an hour, and send the offer by Friday</i>\n\nI turn it into tasks and send you the day's list every morning. For more, see /help.",
        name=escape_html(speaker.name),
    )
    return [Reply(hello)] if speaker.zone_confirmed else [Reply(hello), timezone.offer(speaker)]


async def help_(request: CommandRequest) -> list[Reply]:
    """What can be said, and the commands."""
    translator = request.speaker.translator
    lines = [
        translator.gettext(
            "Write or say what needs doing: one thing or several, with days, times and durations."
        ),
        "",
        *(f"/{name} — {translator.gettext(about)}" for name, about in SHOWN),
    ]
    if request.speaker.is_owner and is_there(request.settings):
        lines.append("/dashboard — " + translator.gettext("a link to the dashboard"))
    return [Reply("\n".join(lines))]


# Name and what stands beside it, in Telegram's menu as well.
SHOWN: tuple[tuple[str, str], ...] = (
    ("today", gettext_noop("today's list")),
    ("tomorrow", gettext_noop("tomorrow's list")),
    ("week", gettext_noop("the next seven days")),
    ("done", gettext_noop("mark a task done")),
    ("undo", gettext_noop("undo the last change")),
    *PLANNING_SHOWN,
    ("digest", gettext_noop("when the morning digest comes")),
    ("evening", gettext_noop("close the day")),
    ("weekly", gettext_noop("the week in figures")),
    ("skip", gettext_noop("skip a recurring task once")),
    ("quiet", gettext_noop("hours without reminders")),
    ("travel", gettext_noop("another time zone for a while")),
    ("timezone", gettext_noop("your time zone")),
    ("language", gettext_noop("English or Russian")),
    ("business", gettext_noop("your businesses")),
    ("projects", gettext_noop("your projects")),
    ("team", gettext_noop("your team")),
    ("notes", gettext_noop("notes to sort out")),
    ("why", gettext_noop("what happened to a message, and why")),
    ("invite", gettext_noop("invite somebody")),
    ("usage", gettext_noop("what the model costs")),
    ("help", gettext_noop("what you can do here")),
)
