"""Two more worlds, one per language, and a reading told in one line per intent."""

import datetime as dt
from dataclasses import replace

from tests.worker.understanding.local.world import NOW
from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
    Reading,
)
from worker.understanding.intents import Due
from worker.understanding.local.local_reader import read

BREWERY, STUDIO = "Pine & Copper Brewery", "Northlight Studio"
CAFE, GARAGE = "Кофейня «Зерно»", "Автосервис «Поршень»"


def _due(day, time=None):
    return Due(date=dt.date(2026, 11, day), time=time)


ENGLISH = Context(
    businesses=(
        KnownBusiness(BREWERY, ("beer", "keg", "hops", "taproom")),
        KnownBusiness(STUDIO, ("portrait", "shoot", "camera")),
    ),
    projects=(
        KnownProject("Autumn festival", BREWERY),
        KnownProject("Wharf taproom", BREWERY),
        KnownProject("Hotel catalogue", STUDIO),
    ),
    members=(
        KnownMember("Benjamin", (BREWERY,), "brewer"),
        KnownMember("Theodora", (STUDIO,), "retoucher"),
        KnownMember("Louise", (BREWERY, STUDIO), "bookkeeper"),
        KnownMember("Gregory", (BREWERY,), "driver"),
    ),
    open_tasks=(
        KnownTask("T1", "Repair the keg washer", BREWERY, _due(24), 60),
        KnownTask("T2", "Send Moreno the portrait proofs", STUDIO, _due(23, dt.time(15, 0)), 30),
        KnownTask("T3", "Order bottle caps", BREWERY, _due(20), 15),
        KnownTask("T4", "Quote for the Lindgren wedding", STUDIO, _due(27)),
    ),
)
RUSSIAN = Context(
    businesses=(
        KnownBusiness(CAFE, ("кофе", "выпечка", "бариста")),
        KnownBusiness(GARAGE, ("машина", "подъёмник", "запчасти")),
    ),
    projects=(KnownProject("Летняя веранда", CAFE), KnownProject("Второй бокс", GARAGE)),
    members=(
        KnownMember("Елизавета", (CAFE,), "бариста"),
        KnownMember("Тимофей", (GARAGE,), "механик"),
        KnownMember("Маргарита", (CAFE, GARAGE), "бухгалтер"),
        KnownMember("Глеб", (GARAGE,), "приёмщик"),
    ),
    open_tasks=(
        KnownTask("T1", "Починить кофемашину", CAFE, _due(24), 60),
        KnownTask("T2", "Заменить сцепление на Ладе Петрова", GARAGE, _due(23, dt.time(15, 0)), 120),
        KnownTask("T3", "Сдать отчёт по НДС", None, _due(20)),
        KnownTask("T4", "Смета на покраску Тойоты", GARAGE, _due(27)),
    ),
)
_MARKS = {"business": "#", "project": "~", "assignee": "@"}
_SHORT = {BREWERY: "brewery", STUDIO: "studio", CAFE: "кофейня", GARAGE: "сервис"}


def reading_of(text: str, recent: tuple[str, ...] = ()) -> Reading:
    """The reading of a text in the world of its language; a text without capitals counts as spoken."""
    world = RUSSIAN if any("а" <= letter <= "я" for letter in text.lower()) else ENGLISH
    return read(Message(text, NOW, text == text.lower()), replace(world, recent=recent))


def told(text: str, recent: tuple[str, ...] = ()) -> list[str]:
    """Each intent as one line: kind or title, day of November (or month-day) and time, then the fields that are set."""
    return [_line(intent) for intent in reading_of(text, recent).intents]


def _line(intent) -> str:
    said = intent.model_dump(mode="json", exclude={"timing"}, exclude_none=True)
    kind, title, due = said.pop("kind"), said.pop("title", None), said.pop("due", None)
    parts = [title or kind]
    if due:
        parts.append(
            "on " + due["date"][5:].removeprefix("11-") + (f" {due['time'][:5]}" if "time" in due else "")
        )
    for name, value in said.items():
        parts.append(f"{_MARKS.get(name, name + '=')}{_SHORT.get(value, value)}")
    return " ".join(parts).replace("estimate_minutes", "minutes").replace("FREQ=", "")
