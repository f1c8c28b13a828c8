"""/start and /help, and the menu of commands."""

from models.tables.member import Member
from worker.core.command_request import CommandRequest
from worker.core.i18n import gettext_noop
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.dashboard_login.commands import has_dashboard
from worker.features.directory.accounts import is_invitation_valid
from worker.features.directory.invitations import find_invitation
from worker.features.help.views import greeting

_PLANNING_MENU: tuple[tuple[str, str], ...] = (
    ("plan", gettext_noop("plan the day: /plan, /plan tomorrow, /plan week")),
    ("now", gettext_noop("the one thing to do now")),
    ("find", gettext_noop("find tasks by words or meaning")),
    ("accuracy", gettext_noop("how good the estimates are")),
    ("hours", gettext_noop("working hours, lunch, days off")),
    ("after", gettext_noop("make one task wait for another")),
)


async def start_command(request: CommandRequest) -> list[Reply]:
    """Greet the speaker, and ask for the zone until it is known. A valid link of somebody else is explained and stays valid."""
    link = await _opened_link_reply(request) if request.argument.strip() else None
    return [link] if link is not None else greeting(request.speaker)


async def _opened_link_reply(request: CommandRequest) -> Reply | None:
    """The reply to a valid link opened by a member who has access already; None for every other payload."""
    speaker, session = request.speaker, request.session
    invitation = await find_invitation(session, request.argument.strip(), request.context.now)
    if invitation is None or invitation.member_id is None:
        return None
    member = await session.get_one(Member, invitation.member_id)
    if not await is_invitation_valid(session, invitation, member):
        return None
    return Reply(_text_for_member(speaker, member))


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
_TOPICS: dict[str, str] = {
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
    """What one can write, and the commands; with one of the topics as argument, what to do about that."""
    translator = request.speaker.translator
    if topic := _TOPICS.get(request.argument.strip().lower()):
        return [Reply(translator.gettext(topic))]
    lines = [
        translator.gettext(
            "Write or say what needs doing: one thing or several, with days, times and durations."
        ),
        "",
        *(f"/{name} — {translator.gettext(about)}" for name, about in COMMAND_MENU),
    ]
    if request.speaker.is_owner and has_dashboard(request.settings):
        lines.append("/dashboard — " + translator.gettext("a link to the dashboard"))
    return [Reply("\n".join(lines))]


# Commands and their descriptions, in /help and in Telegram's menu.
COMMAND_MENU: tuple[tuple[str, str], ...] = (
    ("today", gettext_noop("today's list")),
    ("tomorrow", gettext_noop("tomorrow's list")),
    ("week", gettext_noop("the next seven days")),
    ("done", gettext_noop("mark a task done")),
    ("undo", gettext_noop("undo the last change")),
    *_PLANNING_MENU,
    ("settings", gettext_noop("all settings, and how to change them")),
    ("digest", gettext_noop("when the morning digest comes")),
    ("evening", gettext_noop("close the day")),
    ("weekly", gettext_noop("the week in figures")),
    ("skip", gettext_noop("skip a recurring task once")),
    ("quiet", gettext_noop("hours without reminders")),
    ("reminders", gettext_noop("how long before something begins I remind you")),
    ("repeats", gettext_noop("recurring tasks that were not done")),
    ("nudge", gettext_noop("when the silent are asked again")),
    ("calendar", gettext_noop("your plan in your calendar")),
    ("travel", gettext_noop("another time zone for a while")),
    ("timezone", gettext_noop("your time zone")),
    ("language", gettext_noop("English or Russian")),
    ("business", gettext_noop("your businesses")),
    ("projects", gettext_noop("your projects")),
    ("team", gettext_noop("your team")),
    ("notes", gettext_noop("notes to sort out")),
    ("why", gettext_noop("what happened to a message, and why")),
    ("invite", gettext_noop("invite somebody")),
    ("forget", gettext_noop("delete all data, or one person's")),
    ("usage", gettext_noop("what the model costs")),
    ("help", gettext_noop("what you can do here")),
)
