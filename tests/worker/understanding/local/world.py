"""A small world for stories: a repair shop and a web studio, with a team and a few open tasks."""

import datetime as dt
from zoneinfo import ZoneInfo

from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
)
from worker.understanding.intents import Due
from worker.understanding.local.local_reader import read

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Vilnius"))  # a Monday
SHOP, STUDIO = "Ремонт «Искра»", "Bright Web"
WORLD = Context(
    businesses=(
        KnownBusiness(SHOP, ("ремонт", "плата", "дрель")),
        KnownBusiness(STUDIO, ("website", "hosting", "сайт")),
    ),
    projects=(KnownProject("Acme portal", STUDIO), KnownProject("Переезд мастерской", SHOP)),
    members=(
        KnownMember("Дмитрий", (SHOP,), "мастер"),
        KnownMember("Daniel", (STUDIO,), "developer"),
        KnownMember("Vera", (SHOP, STUDIO), "bookkeeper"),
    ),
    open_tasks=(
        KnownTask("T1", "Починить дрель Иванова", SHOP, Due(date=dt.date(2026, 11, 24))),
        KnownTask("T2", "Renew hosting", STUDIO, Due(date=dt.date(2026, 11, 27), time=dt.time(15, 0))),
        KnownTask(
            "T3", "Send the quote to Bell", STUDIO, Due(date=dt.date(2026, 11, 23), time=dt.time(12, 0))
        ),
    ),
)


def intents(text, context=WORLD, *, voice=False, now=NOW):
    """The intents read from a text, as a list."""
    return list(read(Message(text, now, voice), context).intents)


def only(text, context=WORLD, **options):
    """The single intent of a text; fails when there is none, or more than one."""
    (intent,) = intents(text, context, **options)
    return intent
