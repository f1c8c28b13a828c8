"""The screens of the set-up: one message that is edited from step to step."""

import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from worker.core.directory_names import load_directory_names
from worker.core.member_roles import has_right
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.zones import city_of_zone, zone_name
from worker.features.settings.views import offered_zones
from worker.features.setup.steps import PURPOSE, Step, step_after, step_before, steps_of
from worker.features.setup.typical_businesses import typical_businesses
from worker.features.working_hours.service import OFFERED_HOURS
from worker.features.working_hours.views import offered_hours_text

Rows = tuple[tuple[Button, ...], ...]


async def step_screen(
    session: AsyncSession, speaker: Speaker, step: Step, now: dt.datetime, note: str = ""
) -> Reply:
    """The message of a step, HTML; `note` says above it what the step before has set."""
    makers = {"zone": _zone, "firms": _firms, "people": _people, "hours": _hours, "task": _task}
    text, rows = await makers[step](session, speaker, now)
    steps, gettext = steps_of(speaker), speaker.translator.gettext
    place = gettext("Step {n} of {all}", n=steps.index(step) + 1, all=len(steps))
    head = [f"{note}\n"] if note else []
    return Reply(
        "\n".join([*head, f"<b>{place}</b>", text]), (*rows, _ways(speaker, step)), purpose=PURPOSE + step
    )


def _ways(speaker: Speaker, step: Step) -> tuple[Button, ...]:
    """Back and onward; from the last step into the settings and the help."""
    gettext, before = speaker.translator.gettext, step_before(speaker, step)
    back = () if before is None else (Button(gettext("‹ Back"), f"su:{before}"),)
    if step == "task":
        return (*back, Button(gettext("Settings"), "st"), Button(gettext("Help"), "help"))
    return (*back, Button(gettext("Skip"), f"su:{step_after(speaker, step)}"))


async def _zone(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> tuple[str, Rows]:
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id))).one()
    buttons = [
        Button(city_of_zone(speaker.translator.language, zone), f"su:zone:{zone}")
        for zone in offered_zones(speaker)
    ]
    text = speaker.translator.gettext(
        "Your time zone is {zone}. It is {time} there now. Tap yours, write your city or send me your location.",
        zone=zone_name(chat.zone),
        time=f"{now.astimezone(speaker.zone):%H:%M}",
    )
    return text, _pairs(buttons)


async def _firms(session: AsyncSession, speaker: Speaker, _: dt.datetime) -> tuple[str, Rows]:
    names = await load_directory_names(session, speaker)
    known = [business.name for business in names.businesses.values() if business.archived_at is None]
    folded = {name.casefold() for name in known}
    buttons = [
        Button(f"{'✓' if each.name.casefold() in folded else each.emoji} {each.name}", f"su:firm:{place}")
        for place, each in enumerate(typical_businesses(speaker.translator.language))
    ]
    lines = [
        speaker.translator.gettext(
            "Which businesses do you have? Tap them, or write their names with commas. Tasks of each are kept apart."
        )
    ]
    if known:
        lines.append(_so_far(speaker, known))
        onward = Button(speaker.translator.gettext("Next"), "su:people")
        return "\n".join(lines), (*_pairs(buttons), (onward,))
    return "\n".join(lines), _pairs(buttons)


async def _people(session: AsyncSession, speaker: Speaker, _: dt.datetime) -> tuple[str, Rows]:
    names = await load_directory_names(session, speaker)
    known = [
        member.name
        for member in names.members.values()
        if member.archived_at is None and member.id != speaker.member_id
    ]
    gettext = speaker.translator.gettext
    lines = [gettext("Who works with you? Write their names with commas: you can give them tasks by name.")]
    if known:
        lines += [_so_far(speaker, known), gettext("/invite gives each of them a chat of their own with me.")]
    only_me = gettext("Next") if known else gettext("I work alone")
    return "\n".join(lines), ((Button(only_me, "su:hours"),),)


async def _hours(_: AsyncSession, speaker: Speaker, __: dt.datetime) -> tuple[str, Rows]:
    buttons = [
        Button(offered_hours_text(speaker, number), f"su:hours:{number}")
        for number in range(len(OFFERED_HOURS))
    ]
    text = speaker.translator.gettext(
        "When do you work? I plan your days within these hours. Tap, or write: Mon–Sat 10–19."
    )
    return text, _pairs(buttons)


async def _task(_: AsyncSession, speaker: Speaker, __: dt.datetime) -> tuple[str, Rows]:
    if not has_right(speaker, "change"):
        return speaker.translator.gettext("That is all I need. /today and /week show what is due."), ()
    text = speaker.translator.gettext(
        "That is all I need. Now write or say the first thing to do, in your own words:\n\n"
        "<i>Call the supplier tomorrow at 10, half an hour</i>"
    )
    return text, ()


def _so_far(speaker: Speaker, names: list[str]) -> str:
    return speaker.translator.gettext("So far: {names}", names=escape_html(", ".join(names)))


def _pairs(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
