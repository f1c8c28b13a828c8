"""Every sentence beside a closed request is read as the data say, and every near miss is no request."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.tables import for_every
from worker.understanding.context import Context, KnownMember, KnownTask, Message
from worker.understanding.intents import Absence, AskWhich, Intent, RunCommand
from worker.understanding.requests.closed_requests import closed_language, find_fragment, read_closed_request

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    members=(KnownMember("Maria"), KnownMember("Dima"), KnownMember("Josh"), KnownMember("Лена"), KnownMember("Lucy")),
    open_tasks=tuple(
        KnownTask(f"T{number}", title)
        for number, title in (
            (1, "Run payroll"),
            (2, "Put up the shelves"),
            (3, "Order hinges"),
            (4, "Start painting the gate"),
            (5, "Painting of the fence"),
            (11, "Посчитать зарплату"),
            (12, "Собрать полки"),
            (13, "Красить забор"),
            (14, "Красить ворота"),
        )
    ),
    speaker="Anna Berg",
    zone_chosen=False,
)


def read(text: str, context: Context = WORLD, **of_message: Any) -> tuple[Intent, ...] | None:
    reading = read_closed_request(Message(text, NOW, **of_message), context)
    return None if reading is None else reading.intents


def shown(intents: tuple[Intent, ...] | None) -> str:
    """Intents as the data files write them."""
    return "; ".join(_shown(intent) for intent in intents or ())


def _shown(intent: Intent) -> str:
    match intent:
        case RunCommand():
            return f"/{intent.command} {intent.argument}".strip()
        case Absence():
            return f"absence {intent.member or 'me'} {intent.first}..{intent.last} {intent.part or ''}".strip()
        case AskWhich():
            return " ".join(("ask_which", intent.wish, *intent.tasks))
        case _:
            return " ".join(map(str, intent.model_dump().values()))


LANGUAGES = tuple((name, closed_language(name)) for name in ("en", "ru"))
SAID = [(text, meant) for _, language in LANGUAGES for request in language.requests for text, meant in request.says.items()]
NEAR = [text for _, language in LANGUAGES for request in language.requests for text in request.near_misses]


@for_every(("text", "meant"), SAID)
def test_a_request_is_read_as_its_data_say(text: str, meant: str) -> None:
    assert shown(read(text)) == meant


@for_every("text", NEAR)
def test_a_near_miss_is_no_request(text: str) -> None:
    assert read(text) is None
