"""The settings of a whole workspace, which are its owner's: missed repeats, asking again, the model, the data."""

from models.tables.workspace import Workspace
from worker.budget.spending import spending_of
from worker.features.settings.setting import Choice, Place
from worker.features.usage.views import dollars

_NUDGES = (2, 4, 8, 24, 48)
_MORNING, _NEVER = "morning", "0"


async def _workspace(place: Place) -> Workspace:
    return await place.session.get_one(Workspace, place.speaker.workspace_id, with_for_update=True)


async def read_repeats(place: Place) -> str:
    """What becomes of a recurring task that was not done."""
    gettext = place.speaker.translator.gettext
    stays = (await _workspace(place)).missed_stays_open
    return gettext("stay open beside the next") if stays else gettext("missed when the next is due")


async def offer_repeats(place: Place) -> list[Choice]:
    """Keep or close."""
    gettext = place.speaker.translator.gettext
    return [Choice(gettext("Keep them open"), "keep"), Choice(gettext("Close as missed"), "close")]


async def set_repeats(place: Place, value: str) -> bool:
    """Keep a recurring task that was not done, or close it as missed when the next one is due."""
    workspace = await _workspace(place)
    workspace.missed_stays_open = value == "keep"
    place.session.add(workspace)
    return value in ("keep", "close")


async def read_nudges(place: Place) -> str:
    """When an executor who has not answered is asked again."""
    hours, translator = (await _workspace(place)).nudge_hours, place.speaker.translator
    if hours is None:
        return translator.gettext("on the next working morning")
    if hours == 0:
        return translator.gettext("never")
    return translator.ngettext("after {n} hour", "after {n} hours", hours)


async def offer_nudges(place: Place) -> list[Choice]:
    """Hours, the next morning, never."""
    translator = place.speaker.translator
    hours = [Choice(translator.gettext("{h} h", h=hour), str(hour)) for hour in _NUDGES]
    return [
        *hours,
        Choice(translator.gettext("Next morning"), _MORNING),
        Choice(translator.gettext("Never"), _NEVER),
    ]


async def set_nudges(place: Place, value: str) -> bool:
    """After how many hours the silent are asked again. Raises ValueError for made-up values."""
    hours = None if value == _MORNING else int(value)
    if hours not in (None, 0, *_NUDGES):
        return False
    workspace = await _workspace(place)
    workspace.nudge_hours = hours
    place.session.add(workspace)
    return True


async def read_model(place: Place) -> str:
    """Whether a model reads messages, and what it cost this month."""
    gettext = place.speaker.translator.gettext
    spending = await spending_of(place.session, place.speaker.workspace_id, place.now)
    spent = gettext("{spent} this month", spent=dollars(spending.month.spent + spending.month.reserved))
    rules = (await _workspace(place)).reads_by_rules
    reader = gettext("messages by rules alone") if rules else gettext("reads what rules cannot")
    return f"{reader}, {spent}"


async def offer_model(place: Place) -> list[Choice]:
    """With and without."""
    gettext = place.speaker.translator.gettext
    return [Choice(gettext("Let a model read"), "on"), Choice(gettext("Rules alone"), "off")]


async def set_model(place: Place, value: str) -> bool:
    """Let a model read messages, where one is connected, or rules alone. Voice messages are listened to either way."""
    workspace = await _workspace(place)
    workspace.reads_by_rules = value == "off"
    place.session.add(workspace)
    return value in ("on", "off")


async def read_nothing(_: Place) -> str:
    """No value: its screen only explains."""
    return ""


async def offer_nothing(_: Place) -> list[Choice]:
    """A screen that only explains."""
    return []


async def set_nothing(_: Place, __: str) -> bool:
    """No value is one."""
    return False
