"""/settings and the screen of one setting: its value, what it may be, and how it is said in words."""

from models.tables.schedule import Schedule
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.features.settings.catalogue import setting_of, settings_for
from worker.features.settings.setting import Place, Setting
from worker.features.settings.views import LETTER_OF, schedule_text

VERB = "st"


async def settings_overview(place: Place) -> Reply:
    """Every setting with its value, a line each, and a button for each."""
    gettext, settings = place.speaker.translator.gettext, settings_for(place.speaker)
    lines = [f"<b>{gettext('Settings')}</b> · {gettext('tap one, or say it')}"]
    values = [(each, await each.read(place)) for each in settings]
    lines += [f"{gettext(each.label)}: {value}" for each, value in values if value]
    buttons = [Button(gettext(each.label), f"{VERB}:{each.key}") for each in settings]
    return Reply("\n".join(lines), _rows(buttons, 2))


async def setting_screen(place: Place, setting: Setting) -> Reply:
    """One setting: its value, how to say it, and a button for each value that is offered."""
    gettext = place.speaker.translator.gettext
    text = f"<b>{gettext(setting.label)}</b>\n{await setting.read(place)}\n\n<i>{gettext(setting.hint)}</i>"
    return Reply(text, await setting_rows(place, setting))


async def schedule_card(place: Place, schedule: Schedule) -> Reply:
    """The card of a schedule, as its command answers: what is set and when it runs, with the buttons of its setting."""
    setting = setting_of(place.speaker, LETTER_OF[schedule.kind])
    assert setting is not None
    text = await schedule_text(place.session, place.speaker, schedule, place.now)
    return Reply(text, await setting_rows(place, setting))


async def setting_rows(place: Place, setting: Setting) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a setting, and the way back to all of them."""
    offered = [
        Button(choice.label, f"{VERB}:{setting.key}:{choice.value}") for choice in await setting.offer(place)
    ]
    further = setting.owner_leads if place.speaker.is_owner else ()
    leads = [(Button(place.speaker.translator.gettext(label), data),) for label, data in further]
    return (*_rows(offered, setting.in_a_row), *leads, (back_button(place.speaker),))


def back_button(speaker: Speaker) -> Button:
    """The way back to all settings."""
    return Button(speaker.translator.gettext("‹ Back"), VERB)


def _rows(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
