"""Every sentence beside a closed request is read as the data say, and every near miss is no request."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownMember, KnownTask, Message
from worker.understanding.intents import Absence, AskWhich, Intent, RunCommand
from worker.understanding.requests.closed_language import closed_language
from worker.understanding.requests.closed_requests import (
    find_fragment,
    read_closed_request,
    split_closed_clauses,
)
from worker.understanding.step_budget import counted, steps_for

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    members=(
        KnownMember("Maria"),
        KnownMember("Dima"),
        KnownMember("Josh"),
        KnownMember("Лена"),
        KnownMember("Lucy"),
    ),
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
            return (
                f"absence {intent.member or 'me'} {intent.first}..{intent.last} {intent.part or ''}".strip()
            )
        case AskWhich():
            return " ".join(("ask_which", intent.wish, *intent.tasks))
        case _:
            return " ".join(map(str, intent.model_dump().values()))


LANGUAGES = tuple((name, closed_language(name)) for name in ("en", "ru"))
SAID = [
    (text, meant)
    for _, language in LANGUAGES
    for request in language.requests
    for text, meant in request.says.items()
]
NEAR = [text for _, language in LANGUAGES for request in language.requests for text in request.near_misses]


@for_every(("text", "meant"), SAID)
def test_a_request_is_read_as_its_data_say(text: str, meant: str) -> None:
    assert shown(read(text)) == meant


@for_every("text", NEAR)
def test_a_near_miss_is_no_request(text: str) -> None:
    assert read(text) is None


def test_in_an_answer_to_a_card_a_cancelling_word_means_its_task() -> None:
    assert read("отмени", reply=True) is None
    assert read("starting payroll", reply=True) is None
    assert shown(read("undo", reply=True)) == "/undo"


def test_politeness_case_and_marks_around_a_request_do_not_matter() -> None:
    for text in (
        "SETTINGS!!!",
        "please: settings",
        "  Settings?  ",
        "ok, settings please",
        "Could you please show my settings, thanks",
    ):
        assert shown(read(text)) == "/settings", text


def test_a_message_of_several_requests_is_read_as_all_of_them() -> None:
    said = "No more evening messages. Send my list at 7:45\n- Maria is on holiday 14-18 Dec; quiet hours from 22 to 7"
    assert shown(read(said)) == (
        "/evening off; /digest 07:45; absence Maria 2026-12-14..2026-12-18; /quiet 22:00-07:00"
    )
    # With anything else beside it the message is read as a whole.
    assert read("No more evening messages. Call the bank tomorrow") is None


@for_every(
    ("said", "kept", "rest"),
    [
        ("safe code 4417", "keep_note safe code 4417", ""),
        ("Код от ворот 2580#. Позвонить Ане", "keep_note Код от ворот 2580#", "Позвонить Ане"),
        ("idea: gift cards, call Bob tomorrow", "", "idea: gift cards, call Bob tomorrow"),
        ("Anna's phone 555 0199. Call her tomorrow", "", "Anna's phone 555 0199. Call her tomorrow"),
        ("Call:\nNovak +420 601 222 333", "", "Call:\nNovak +420 601 222 333"),
        ("Позвонить:\n- Ане 8 900 123 45 67", "", "Позвонить:\n- Ане 8 900 123 45 67"),
    ],
)
def test_what_is_told_beside_other_sentences_is_kept_unless_they_need_it(
    said: str, kept: str, rest: str
) -> None:
    intents, left = split_closed_clauses(Message(said, NOW), WORLD)
    assert (shown(intents), left) == (kept, rest)


def test_requests_beside_other_sentences_are_told_from_the_rest() -> None:
    said = "No more evening messages. Call the bank tomorrow.\nMaria is ill today"
    intents, rest = split_closed_clauses(Message(said, NOW), WORLD)
    assert shown(intents) == "/evening off; absence Maria 2026-11-23..2026-11-23"
    assert rest == "Call the bank tomorrow."
    # What takes back or notes stands alone only; what stops or skips may have more behind it.
    assert split_closed_clauses(Message("Call the bank. Undo", NOW), WORLD) == ((), "Call the bank. Undo")

    assert split_closed_clauses(Message("Call the bank. Stop", NOW), WORLD) == ((), "Call the bank. Stop")


@for_every(
    ("said", "request", "behind"),
    [
        ("no payroll this friday, we paid early", "skip T1", "we paid early"),
        ("стоп, клиент пришёл", "stop_timer", "клиент пришёл"),
        ("Лены не будет завтра, у неё сын болеет", "absence Лена 2026-11-24..2026-11-24", "у неё сын болеет"),
        ("мы теперь с 8 до 16:30, обед час", "/hours mon,tue,wed,thu,fri 08:00-16:30", "обед час"),
        ("I'm off tomorrow - call the bank", "absence me 2026-11-24..2026-11-24", "call the bank"),
        ("no evening messages, except on Fridays", "", "no evening messages, except on Fridays"),
        ("I'm off on Friday, 9 to 12", "", "I'm off on Friday, 9 to 12"),
    ],
)
def test_what_stands_behind_a_request_and_a_comma_is_read_by_itself(
    said: str, request: str, behind: str
) -> None:
    intents, rest = split_closed_clauses(Message(said, NOW), WORLD)
    assert (shown(intents), rest) == (request, behind)


def test_somebody_elses_words_and_a_chosen_zone_are_left_alone() -> None:
    assert read("undo", forwarded=True) is None
    assert read("I'm in Berlin", replace(WORLD, zone_chosen=True)) is None


def test_days_alone_are_a_setting_unless_a_recurring_task_was_just_spoken_of() -> None:
    assert shown(read("only on weekdays")) == "/digest mon,tue,wed,thu,fri"
    daily = KnownTask("T1", "Water the plants", recurrence="FREQ=DAILY")
    assert read("only on weekdays", Context(open_tasks=(daily,), recent=("T1",))) is None


def test_a_word_that_is_one_letter_off_is_another_one_beside_free_words() -> None:
    assert shown(read("turn off the evning mesage")) == "/evening off"
    assert read("ship payroll this time") is None


@for_every(
    ("text", "number"),
    [
        ("Paint the gate after #7", "T7"),
        ("buy nails (only after task #12 is done)", "T12"),
        ("покрасить ворота, но только после задачи #7", "T7"),
        ("look after 7 cats", None),
    ],
)
def test_what_a_new_task_waits_for_is_found_in_its_words(text: str, number: str | None) -> None:
    found = find_fragment("wait", Message(text, NOW), Context())
    assert (found and found[2]["number"]) == number


def test_a_long_message_is_read_in_steps_that_its_length_bounds() -> None:
    for piece in ("start ", "Maria is ", "я в отпуске ", "#1 after ", "send my list at 7 ", "note "):
        with counted(steps_for(piece * 600)) as steps:
            read(piece * 600)
        assert steps.taken < steps.most / 4, piece
