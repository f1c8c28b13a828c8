"""The greeting of a new member, and the screens of /help."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.directory_names import load_directory_names
from worker.core.member_roles import has_right
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.zones import city_of_zone
from worker.features.directory.own_name import owner_name
from worker.features.help.topics import topics_for
from worker.features.setup.steps import first_unsettled
from worker.features.setup.views import step_screen


async def greeting(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> list[Reply]:
    """The first messages to a member: the greeting, and the first step of the set-up that is not settled."""
    step = await first_unsettled(session, speaker)
    hello = Reply(_hello(speaker) if speaker.is_owner else await _members_hello(session, speaker))
    return [hello] if step == "task" else [hello, await step_screen(session, speaker, step, now)]


def _hello(speaker: Speaker) -> str:
    return speaker.translator.gettext(
        "Hello, {name}. Tell me what needs doing, as you would tell an assistant:\n\n<i>Call the supplier tomorrow morning, about half an hour, and send the offer by Friday</i>\n\nI turn it into tasks and send you the day's list every morning. For more, see /help.",
        name=escape_html(speaker.name),
    )


async def _members_hello(session: AsyncSession, speaker: Speaker) -> str:
    """Whose planner it is, which businesses the member works for in it, and what they can do here."""
    gettext, names = speaker.translator.gettext, await load_directory_names(session, speaker)
    hello = gettext(
        "Hello, {name}. This planner is run by {owner}.",
        name=escape_html(speaker.name),
        owner=escape_html(await owner_name(session, speaker.workspace_id)),
    )
    businesses = sorted(
        escape_html(names.businesses[each].name)
        for each in names.works_for[speaker.member_id]
        if names.businesses[each].archived_at is None
    )
    if businesses:
        hello += " " + gettext("You are on the team of: {businesses}.", businesses=", ".join(businesses))
    if not has_right(speaker, "change"):
        sees = gettext("You can look at their tasks: /today and /week show what is due. For more, see /help.")
        return f"{hello}\n\n{sees}"
    can = gettext(
        "Tasks for you arrive here. Answer with the buttons or in your own words: “ok”, “can't, no parts till Monday”, “done, took 2 hours”. You can also write down tasks of your own:\n\n<i>Call the supplier tomorrow morning, about half an hour</i>\n\nI send you your list every morning. For more, see /help."
    )
    return f"{hello}\n\n{can}"


def greeting_beside_task(speaker: Speaker, now: dt.datetime) -> Reply:
    """The greeting of somebody whose first message already says what to do: it asks nothing, and says whose clock counts."""
    gettext = speaker.translator.gettext
    text = gettext(
        "Hello, {name}. I make tasks of what you write or say, and send you the day's list every morning. My clock shows "
        "{time} ({city}) until you tell me where you are. /help",
        name=escape_html(speaker.name),
        time=f"{now.astimezone(speaker.zone):%H:%M}",
        city=city_of_zone(speaker.translator.language, speaker.zone.key),
    )
    return Reply(text, ((Button(gettext("Set up in a minute"), "su"),),))


def help_screen(speaker: Speaker, *, dashboard: bool) -> Reply:
    """The short help, with a button for each topic; `dashboard` says whether the speaker may open one."""
    gettext = speaker.translator.gettext
    lines = [
        *_first_words(speaker),
        *([gettext("/dashboard gives you a link to the dashboard.")] if dashboard else []),
        "",
        gettext("Tap what you want to know more about."),
    ]
    topics = [Button(gettext(topic.label), f"help:{topic.key}") for topic in topics_for(speaker.role)]
    pairs = [tuple(topics[start : start + 2]) for start in range(0, len(topics), 2)]
    return Reply("\n".join(lines), (*pairs, (Button(gettext("Settings"), "st"),)))


def _first_words(speaker: Speaker) -> list[str]:
    """What to do first; for a viewer nothing that changes a task."""
    gettext = speaker.translator.gettext
    if not has_right(speaker, "change"):
        return [
            gettext("You can look at the tasks here, but not change them. The owner can let you do more."),
            "",
            gettext("/today and /week show what is due, /find finds tasks, /team shows the team's week."),
        ]
    return [
        gettext("Write or say what needs doing: one thing or several, with days, times and durations."),
        "",
        gettext("/today and /week show it, /plan arranges your day, /undo takes the last change back."),
    ]


def topic_screen(speaker: Speaker, key: str) -> Reply | None:
    """What is said about a topic; None for one that the speaker has not."""
    gettext = speaker.translator.gettext
    found = [topic for topic in topics_for(speaker.role) if topic.key == key]
    if not found:
        return None
    back = Button(gettext("‹ Back"), "help")
    return Reply(f"<b>{gettext(found[0].label)}</b>\n\n{gettext(found[0].text)}", ((back,),))
