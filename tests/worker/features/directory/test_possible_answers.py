"""What can be the name that the bot asked for, and what is plainly something else."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.features.directory.possible_answers import can_be_answer

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@for_every(
    ("verb", "text"),
    [
        ("new", "Prokat"),
        ("new", "Paint Shop"),
        ("new", "Столярка на Ленина"),
        ("new", "Repair: spindle, mill"),
        ("new", "Dima: fitter, Repair, nickname Dimon"),
        ("words", "spindle, mill, -lathe"),
        ("name", "Friday"),
        ("nick", "Димон, Димыч"),
        ("role", "runs the workshop"),
        ("emoji", "🔧"),
    ],
)
def test_a_name_or_a_list_is_an_answer(verb: str, text: str) -> None:
    assert can_be_answer(verb, text, NOW)


@for_every(
    ("verb", "text"),
    [
        ("new", "buy milk tomorrow"),
        ("new", "buy milk"),
        ("new", "купить молоко"),
        ("name", "what is on Friday?"),
        ("new", "/today"),
        ("new", "never mind"),
        ("invite", "нет"),
        ("name", "The client wants the door painted in another blue"),
        ("words", "call the mill on Friday"),
        ("role", "line one\nline two"),
    ],
)
def test_something_else_is_none(verb: str, text: str) -> None:
    assert not can_be_answer(verb, text, NOW)
