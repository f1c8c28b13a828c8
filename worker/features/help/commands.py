"""/start and /help: what this is and how to talk to it."""

from models.tables.member import Member
from worker.core.command_request import Request
from worker.core.i18n import later
from worker.core.reply import Reply, safe
from worker.core.speaker import Speaker
from worker.features.dashboard_login.commands import is_there
from worker.features.help.menu_planning import PLANNING_SHOWN
from worker.features.settings import timezone
from worker.features.team.accounts import invitation_holds
from worker.features.team.invitations import find_invitation


async def start(request: Request) -> list[Reply]:
    """A greeting by name; the zone is asked for until it is known. Somebody's good link is left good, with a word."""
    link = await _link_opened(request) if request.argument.strip() else None
    return [link] if link is not None else greeting(request.speaker)


async def _link_opened(request: Request) -> Reply | None:
    """What a good link means to somebody who is in already; None for every other payload."""
    speaker, session = request.speaker, request.session
    invitation = await find_invitation(session, request.argument.strip(), request.moment.now)
    if invitation is None or invitation.member_id is None:
        return None
    member = await session.get_one(Member, invitation.member_id)
    if not await invitation_holds(session, invitation, member):
        return None
    return Reply(_word_to_one_inside(speaker, member))


def _word_to_one_inside(speaker: Speaker, member: Member) -> str:
    say = speaker.words.say
    if member.workspace_id != speaker.workspace_id:
        return say("This Telegram account is already in a planner, and can be in only one.")
    if member.id == speaker.member_id:
        return say("This account is already in. The link is still good: open it with the new one.")
    return say(
        "You are already in, as {me}. This link is for {name} and still good: pass it on.",
        me=safe(speaker.name),
        name=safe(member.name),
    )


def greeting(speaker: Speaker) -> list[Reply]:
    """The first words to somebody who was let in."""
    words = speaker.words
    hello = words.say(
        "Hello, {name}. Tell me what needs doing, as you would tell an assistant:\n\n<i>Call the supplier tomorrow morning, about half an hour, and send the offer by Friday</i>\n\nI turn it into tasks and send you the day's list every morning. For more, see /help.",
        name=safe(speaker.name),
    )
    return [Reply(hello)] if speaker.zone_confirmed else [Reply(hello), timezone.offer(speaker)]


async def help_(request: Request) -> list[Reply]:
    """What can be said, and the commands."""
    words = request.speaker.words
    lines = [
        words.say("Write or say what needs doing: one thing or several, with days, times and durations."),
        "",
        *(f"/{name} — {words.say(about)}" for name, about in SHOWN),
    ]
    if request.speaker.is_owner and is_there(request.settings):
        lines.append("/dashboard — " + words.say("a link to the dashboard"))
    return [Reply("\n".join(lines))]


# Name and what stands beside it, in Telegram's menu as well.
SHOWN: tuple[tuple[str, str], ...] = (
    ("today", later("today's list")),
    ("tomorrow", later("tomorrow's list")),
    ("week", later("the next seven days")),
    ("done", later("mark a task done")),
    ("undo", later("undo the last change")),
    *PLANNING_SHOWN,
    ("digest", later("when the morning digest comes")),
    ("evening", later("close the day")),
    ("weekly", later("the week in figures")),
    ("skip", later("skip a recurring task once")),
    ("quiet", later("hours without reminders")),
    ("travel", later("another time zone for a while")),
    ("timezone", later("your time zone")),
    ("language", later("English or Russian")),
    ("business", later("your businesses")),
    ("projects", later("your projects")),
    ("team", later("your team")),
    ("notes", later("notes to sort out")),
    ("why", later("what happened to a message, and why")),
    ("invite", later("invite somebody")),
    ("usage", later("what the model costs")),
    ("help", later("what you can do here")),
)
