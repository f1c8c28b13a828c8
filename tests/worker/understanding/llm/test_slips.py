"""Slips of cheaper models, planted into the answers of a careful reader: read rightly all the same, or marked as doubtful."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any

import pytest

from tests.worker.understanding.llm.answered_messages import ENGLISH, RUSSIAN, Action
from tests.worker.understanding.local.two_teams import BREWERY, CAFE, GARAGE, STUDIO
from tests.worker.understanding.local.two_teams import ENGLISH as ENGLISH_WORLD
from tests.worker.understanding.local.two_teams import RUSSIAN as RUSSIAN_WORLD
from tests.worker.understanding.local.world import NOW
from worker.understanding.context import Context, Message, Reading
from worker.understanding.llm.answer import parse
from worker.understanding.llm.answer_checks import Checker
from worker.understanding.llm.rules_comparison import compared
from worker.understanding.reader import read_by_rules

Spoil = Callable[[list[Action]], list[Action]]
SETS = {"en": (ENGLISH, ENGLISH_WORLD), "ru": (RUSSIAN, RUSSIAN_WORLD)}
NAMES = {
    "Benjamin": ("Ben", "benjamin", "Бенджамин"),
    "Theodora": ("Theo", "theodora's", "THEODORA"),
    "Louise": ("Louise's", "louise", "Luise"),
    "Gregory": ("Greg", "gregory's", "Грегори"),
    "Елизавета": ("Елизавете", "Елизаветой", "Лиза", "Elizaveta"),
    "Тимофей": ("Тимофею", "Тимофея", "Тима", "Timofey"),
    "Маргарита": ("Маргарите", "Маргариту", "Рита", "Margarita"),
    "Глеб": ("Глебу", "Глебом", "глеба", "Gleb"),
    BREWERY: ("pine & copper brewery", "Pine and Copper", "the Pine & Copper Brewery"),
    STUDIO: ("northlight", "Northlight studio's", "Northlight"),
    CAFE: ("Кофейне «Зерно»", "кофейни Зерно", "Зерно"),
    GARAGE: ("Автосервиса «Поршень»", "Поршень", "автосервису Поршень"),
}


def without_business(actions: list[Action]) -> list[Action]:
    return [{**action, "business": None} if action["kind"] == "create" else action for action in actions]


def other_references(actions: list[Action]) -> list[Action]:
    forms, number = ("#{}", "t{}", "{}", "№{}"), count()

    def other(ref: str) -> Any:
        form = forms[next(number) % len(forms)].format(ref[1:])
        return int(form) if form.isdecimal() else form

    return [_mapped(action, ("task", "other"), other) for action in actions]


def inflected_names(actions: list[Action]) -> list[Action]:
    def other(name: str) -> str:
        forms = NAMES.get(name, (name,))
        return forms[len(json.dumps(actions)) % len(forms)]

    return [_mapped(action, ("assignee", "business", "member", "value", "text"), other) for action in actions]


def loose_times(actions: list[Action]) -> list[Action]:
    def other(time: str) -> str:
        hour, minute = int(time[:2]), time[3:]
        forms = [f"{hour}:{minute}", f"{(hour - 1) % 12 + 1}:{minute} {'pm' if hour >= 12 else 'am'}"]
        forms += [str(hour), f"{hour}h"] if minute == "00" else []
        return forms[len(json.dumps(actions)) % len(forms)]

    return [
        {**action, "due": _mapped(action["due"], ("time",), other)} if action.get("due") else action
        for action in actions
    ]


def texts_for_values(actions: list[Action]) -> list[Action]:
    nulls = {"business": "null", "assignee": "None", "project": "none", "priority": "null", "rrule": ""}
    spoilt = [
        {**nulls, **{k: v for k, v in a.items() if v is not None}} if a["kind"] == "create" else a
        for a in actions
    ]
    return [_mapped(action, ("minutes", "remind"), lambda number: f"{number} min") for action in spoilt]


def one_left_out(actions: list[Action]) -> list[Action]:
    return actions[:-1]


def _mapped(action: Action, fields: tuple[str, ...], other: Callable[[Any], Any]) -> Action:
    return {
        key: other(value) if key in fields and value is not None else value for key, value in action.items()
    }


@cache
def by_rules(text: str, world: Context) -> Reading:
    return read_by_rules(Message(text, NOW), world)


def reading_of(text: str, actions: list[Action], world: Context) -> Reading:
    """What becomes of an answer: parsed, checked, and compared with the rules' reading."""
    parsed = parse(json.dumps({"actions": actions}, ensure_ascii=False), None, "stop")
    intents, told = Checker(Message(text, NOW), world, world).check(parsed.said)
    assert not parsed.malformed
    reading = Reading(intents, "openai", sure=not told, doubts=told)
    return compared(reading, by_rules(text, world), Message(text, NOW), world)


def spoilt(language: str, spoil: Spoil) -> Iterator[tuple[str, Reading, Reading]]:
    """Each message that the slip touches, with its reading and that of the spoilt answer."""
    messages, world = SETS[language]
    for text, actions in messages:
        worse = spoil(actions)
        if worse != actions:
            yield text, reading_of(text, actions, world), reading_of(text, worse, world)


@pytest.mark.parametrize("language", SETS)
def test_careful_answers_are_read_as_they_are(language: str) -> None:
    messages, world = SETS[language]
    readings = [(text, actions, reading_of(text, actions, world)) for text, actions in messages]
    assert [text for text, actions, reading in readings if len(reading.intents) != len(actions)] == []
    doubted = [(text, reading.doubts) for text, _, reading in readings if not reading.sure]
    assert len(doubted) <= len(messages) * 0.1, doubted


@pytest.mark.parametrize("language", SETS)
@pytest.mark.parametrize(
    ("spoil", "fewest"),
    [
        (without_business, 15),
        (other_references, 10),
        (inflected_names, 20),
        (loose_times, 8),
        (texts_for_values, 20),
        (one_left_out, 40),
    ],
)
def test_of_each_slip_nine_in_ten_are_right_or_marked(language: str, spoil: Spoil, fewest: int) -> None:
    found = list(spoilt(language, spoil))
    wrong = [
        (text, spoiled.intents, spoiled.doubts)
        for text, careful, spoiled in found
        if spoiled.sure and spoiled.intents != careful.intents
    ]
    assert len(found) >= fewest
    assert len(wrong) <= len(found) * 0.1, wrong


@pytest.mark.parametrize("language", SETS)
def test_of_several_clauses_the_one_left_out_is_marked(language: str) -> None:
    several = [
        (text, spoiled)
        for text, careful, spoiled in spoilt(language, one_left_out)
        if len(careful.intents) > 1
    ]
    assert len(several) >= 8
    assert [text for text, spoiled in several if spoiled.sure or not spoiled.unread] == []


def test_a_clause_that_is_left_out_is_named() -> None:
    text = "keg washer done. Order new gaskets for it by Wednesday"
    reading = reading_of(text, [{"kind": "complete", "task": "T1"}], ENGLISH_WORLD)
    assert [intent.kind for intent in reading.intents] == ["complete"]
    assert (reading.sure, len(reading.unread)) == (False, 1)
    assert "gaskets" in reading.unread[0]
    assert reading.left_out == reading.unread


def test_an_empty_answer_is_sure_only_of_small_talk() -> None:
    assert reading_of("thanks a lot!", [], ENGLISH_WORLD).sure
    assert not reading_of("#12: the client wants it in blue", [], ENGLISH_WORLD).sure
    assert not reading_of("Reopen #5", [], ENGLISH_WORLD).sure
