"""Answers to "How long did it take?": with a unit, without one, with words around, and none."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.requests.time_taken import answered_minutes, is_unclear_time, skips_time, time_taken

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@for_every(
    ("text", "minutes"),
    [
        *(("45m", 45), ("25m", 25), ("23m", 23), ("45 m", 45), ("45м", 45), ("45 мин.", 45), ("Took 20 mins", 20)),
        *(("took me 20 mins", 20), ("I spent 3 hours on it", 180), ("90 minutes I think", 90), ("it was quick, 10 min", 10)),
        *(("минут сорок", 40), ("минут 40", 40), ("ушло минут сорок", 40), ("минут 20 от силы", 20), ("минут пятнадцать-двадцать", 20)),
        *(("an hour and a half", 90), ("hour and a half", 90), ("полтора часа", 90), ("ну часа полтора", 90), ("час с половиной", 90)),
        *(("час двадцать", 80), ("час 20", 80), ("an hour twenty", 80), ("hour and 20", 80), ("two hours fifteen", 135), ("2 часа 15", 135)),
        *(("1h30", 90), ("1ч30", 90), ("1h05", 65), ("1:20", 80), ("0:45", 45), ("2,5 часа", 150), ("два с половиной часа", 150)),
        *(("just over an hour", 60), ("меньше часа", 60), ("час с небольшим", 60), ("час или около того", 60), ("an hour or so", 60)),
        *(("минуту", 1), ("a minute", 1), ("полчасика", 30), ("three quarters of an hour", 45), ("весь день", 480), ("2 days", 960)),
    ],
)  # fmt: skip
def test_a_length_is_read_whatever_stands_around_it(text: str, minutes: int) -> None:
    assert time_taken(text, NOW) == minutes
    assert answered_minutes(text, NOW, 60) == minutes


@for_every(
    ("text", "expected", "minutes"),
    [
        *(("about 2", 60, 120), ("about 2", None, 120), ("2", 15, 2), ("2", 240, 120), ("took me 3", 120, 180), ("часа два", 60, 120)),
        *(("90", 60, 90), ("forty", None, 40), ("сорок", None, 40), ("примерно 45", 30, 45), ("45 I guess", 60, 45), ("40-45", 60, 45)),
        *(("5", None, 5), ("10", 240, 10), ("1.5", None, 90), ("2,5", 30, 150), ("полтора", None, 90), ("два с половиной", 10, 150)),
    ],
)  # fmt: skip
def test_a_bare_number_is_of_the_unit_that_is_nearer_to_what_was_expected(
    text: str, expected: int | None, minutes: int
) -> None:
    assert answered_minutes(text, NOW, expected) == minutes
    assert time_taken(text, NOW) is None or "час" in text


@for_every(
    "text",
    [
        *(
            "quite a while",
            "ages",
            "not long",
            "too long",
            "довольно долго",
            "недолго",
            "быстро",
            "it took forever",
        ),
        *("3 hours and something", "5 sec", "2 часа с гаком", "45 minutes, with Dima"),
    ],
)
def test_what_tries_to_be_a_time_is_asked_about(text: str) -> None:
    assert answered_minutes(text, NOW, 60) is None
    assert is_unclear_time(text, NOW)


@for_every("text", ["skip", "no idea", "idk", "I don't remember", "не знаю", "Не помню", "понятия не имею"])
def test_who_does_not_know_skips(text: str) -> None:
    assert skips_time(text)
    assert not is_unclear_time(text, NOW)


@for_every(
    "text",
    [
        *(
            "call the bank in 90 minutes",
            "tomorrow at 10",
            "0",
            "from 2 to 4",
            "с 2 до 4",
            "100000",
            "ok",
            "да",
            "2pm",
            "at 5",
        ),
        *(
            "Buy paint, 2 hours",
            "Купить краску, 2 часа",
            "Order 10 cutters",
            "3 doors",
            "Milk",
            "what took so long?",
            "/plan",
        ),
        *("Meeting 2 hours", "2 hours tomorrow for the tax", "Long bolts", "Быстро купить краску"),
    ],
)
def test_anything_else_is_no_answer(text: str) -> None:
    assert answered_minutes(text, NOW, 60) is None
    assert not is_unclear_time(text, NOW)
    assert not skips_time(text)
