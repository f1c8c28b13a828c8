"""Reports that tell how long it took, and numbers that belong to names."""

from dataclasses import replace

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import ENGLISH, RUSSIAN, reading_of, told
from tests.worker.understanding.local.world import intents
from worker.understanding.context import KnownTask

_MORE = (
    KnownTask("T5", "Lay turf at 9 Mill Rd", ENGLISH.businesses[0].name),
    KnownTask("T6", "Reply to the brewers' guild about the stall"),
    KnownTask("T7", "Replace cellar pump seal", ENGLISH.businesses[0].name),
)
_MORE_RU = (
    KnownTask("T5", "Лакировка столешницы", RUSSIAN.businesses[0].name),
    KnownTask("T6", "Помыть витрину", RUSSIAN.businesses[0].name),
)


def _said(text):
    russian = "а" <= text[-1].lower() <= "я" or any("а" <= letter <= "я" for letter in text.lower())
    world, more = (RUSSIAN, _MORE_RU) if russian else (ENGLISH, _MORE)
    world = replace(world, open_tasks=world.open_tasks + more)
    return [(a.kind, a.task, getattr(a, "actual_minutes", None)) for a in intents(text, world)]


@for_every(
    ("text", "task", "minutes"),
    [
        ("столешницу отлакировал, с 9:20 до 11:00", "T5", 100),
        ("пролакировали столешницу, с 14 до 15:30", "T5", 90),
        ("витрина помыта, Лиза уложилась в двадцать минут", "T6", 20),
        ("Кофемашина готова, Тимофей уложился в час сорок", "T1", 100),
        ("сцепление на ладе готово, уложились в два часа", "T2", 120),
        ("смета на покраску готова, управился за полчаса", "T4", 30),
        ("Turf's down at Mill Road, the guys were at it 3 and a half hours", "T5", 210),
        ("guild reply's sent took ten minutes", "T6", 10),
        ("the pump seal is changed that one was forty minutes", "T7", 40),
    ],
)
def test_a_report_keeps_the_time_it_took(text, task, minutes):
    assert _said(text) == [("complete", task, minutes)]


@for_every(
    "text", ["Taproom website's down, call the host", "The washer is down again, ring the engineer by noon"]
)
def test_what_is_down_is_laid_only_where_something_was_to_be_laid(text):
    assert "complete" not in {kind for kind, *_ in [(a.kind,) for a in intents(text, ENGLISH)]}


@for_every("text", ["столешницу лакировать с 9 до 11", "лакировал столешницу, ещё не готова"])
def test_what_goes_on_is_no_report(text):
    world = replace(RUSSIAN, open_tasks=RUSSIAN.open_tasks + _MORE_RU)
    assert not [each for each in intents(text, world) if each.kind == "complete"]


def test_a_change_told_in_the_past_is_never_sure():
    assert not reading_of("кофемашину чинил с 10 до 12").sure


@for_every(
    ("text", "line"),
    [
        ("завести страницу кофейни в 2гис", "Завести страницу кофейни в 2гис #кофейня"),
        ("Маргарита заливает ведомость в 1С до пятницы", "Заливать ведомость в 1С on 27 @Маргарита"),
        ("позвонить поставщику кофе в 3ч", "Позвонить поставщику кофе on 23 15:00 #кофейня"),
    ],
)
def test_a_number_that_begins_a_name_is_no_hour(text, line):
    assert told(text) == [line]


@for_every(
    ("text", "line"),
    [
        (
            "call the hop supplier tuesday at ten no make that eleven",
            "Call the hop supplier on 24 11:00 #brewery",
        ),
        (
            "позвонить поставщику кофе завтра в десять нет в одиннадцать",
            "Позвонить поставщику кофе on 24 11:00 #кофейня",
        ),
    ],
)
def test_a_spoken_hour_is_put_right(text, line):
    assert told(text) == [line]
