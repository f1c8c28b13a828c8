"""Names are cleaned whatever they are; doubts are worded; corrections are told from other changes."""

import datetime as dt
import unicodedata
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.tables.business import Business
from models.tables.operation import Operation
from tests.tables import for_every
from worker.core.speaker import Speaker
from worker.features.directory.command_arguments import parse_command_argument
from worker.features.directory.entries import BUSINESS, MEMBER, PROJECT
from worker.features.directory.glossary import corrected_words
from worker.features.directory.name_checks import clean_name, split_emoji, split_words
from worker.features.directory.queries import Directory
from worker.features.directory.requests import (
    ArchiveEntry,
    EntryDetails,
    ListEntries,
    RenameEntry,
    SaveEntry,
    ShowEntry,
)
from worker.features.directory.sentences.sentence_reader import read_directory_sentence
from worker.features.explain.service import find_reasons, store_reasons
from worker.features.notes.service import without_vague_task
from worker.features.tasks.reading_doubts import MAX_DOUBT_LINES, doubt_lines
from worker.understanding.context import Context, KnownBusiness, KnownMember, Message
from worker.understanding.intents import CreateTask, Due
from worker.understanding.local.local_reader import read

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def speaker(language: str = "en") -> Speaker:
    return Speaker(1, 1, 1, 1, "Anna", True, language, ZoneInfo("Europe/Berlin"), True)


def rows() -> Directory:
    firms = [
        Business(id=at, workspace_id=1, name=name, created_at=NOW)
        for at, name in enumerate(("Repair", "Ремонт"), 1)
    ]
    return Directory(1, {"b": firms, "p": [], "m": []})


@given(st.text(max_size=300))
def test_a_clean_name_is_one_visible_line_and_stays_clean(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= 60
    assert not [
        letter for letter in name if unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029"
    ]
    assert name == clean_name(name)


@given(st.text(max_size=400), st.booleans())
def test_no_text_makes_reading_a_wish_fail(text: str, spoken: bool) -> None:
    read_directory_sentence(text, rows(), NOW, spoken=spoken)
    for kind in (BUSINESS, PROJECT, MEMBER):
        parse_command_argument(kind, text, rows())


@given(st.lists(st.text(max_size=60), max_size=10))
def test_no_doubt_breaks_a_card(doubts: list[str]) -> None:
    lines = doubt_lines(speaker("ru"), doubts, numbered=True)
    assert len(lines) <= MAX_DOUBT_LINES
    assert not [line for line in lines if "<" in line]


@for_every(
    ("doubt", "english", "russian"),
    [
        (
            "0:due:unchecked:by next week",
            "~ deadline unsure: “by next week”",
            "~ срок под вопросом: «by next week»",
        ),
        ("1:due:unread", "? 2: deadline not understood", "? 2: срок не понят"),
        (
            "-:task:unknown_task",
            "? one of the tasks you meant is not open",
            "? одной из названных задач среди открытых нет",
        ),
        ("two businesses", "~ two businesses fit", "~ подходят два бизнеса"),
    ],
)
def test_doubts_are_half_a_line_in_both_languages(doubt: str, english: str, russian: str) -> None:
    numbered = doubt.startswith("1")
    assert doubt_lines(speaker("en"), [doubt], numbered=numbered) == [english]
    assert doubt_lines(speaker("ru"), [doubt], numbered=numbered) == [russian]


def test_codes_that_only_tune_sureness_say_nothing() -> None:
    assert (
        doubt_lines(speaker(), ["time", "no plain verb", "no business", "long message", "person Dima"]) == []
    )


@for_every(
    ("before", "after", "words"),
    [
        ("fix the spindel of ivanoff", "Fix the spindle of Ivanov", ["spindle", "Ivanov"]),
        ("позвонить в озон банк", "Позвонить в Азон-Банк", ["Азон-Банк"]),
        ("call the bank", "Visit the bank", []),
        ("call the bank", "Call the bank about the loan", []),
    ],
)
def test_mended_words_are_told_from_new_ones(before: str, after: str, words: list[str]) -> None:
    assert corrected_words(before, after) == words


@for_every(
    ("kind", "argument", "expected"),
    [
        (BUSINESS, "", ListEntries(BUSINESS)),
        (BUSINESS, "архив", ListEntries(BUSINESS, archived=True)),
        (BUSINESS, "Repair", ShowEntry(BUSINESS, 1)),
        (
            BUSINESS,
            "🥐 Bakery - bread, cake",
            SaveEntry(BUSINESS, "Bakery ", EntryDetails(emoji="🥐", keywords=("bread", "cake"))),
        ),
        (BUSINESS, "Bakery", SaveEntry(BUSINESS, "Bakery", EntryDetails())),
        (BUSINESS, "Repair → Workshop", RenameEntry(BUSINESS, "Repair", "Workshop")),
        (BUSINESS, "переименуй Ремонт в Сервис", RenameEntry(BUSINESS, "Ремонт", "Сервис")),
        (BUSINESS, "archive Repair", ArchiveEntry(BUSINESS, "Repair")),
        (PROJECT, "Kiosk: in Repair", SaveEntry(PROJECT, "Kiosk", EntryDetails(businesses=("Repair",)))),
        (
            MEMBER,
            "Дима: слесарь, в Ремонте, он же Димон",
            SaveEntry(
                MEMBER, "Дима", EntryDetails(role="слесарь", businesses=("Ремонт",), aliases=("Димон",))
            ),
        ),
    ],
)
def test_arguments_are_read_forgivingly(kind: object, argument: str, expected: object) -> None:
    found = parse_command_argument(kind, argument, rows())
    if isinstance(found, SaveEntry) and isinstance(expected, SaveEntry):
        assert clean_name(str(found.name)) == clean_name(str(expected.name))
        assert found.details == expected.details
    else:
        assert found == expected


def test_emoji_and_word_lists_are_taken_apart() -> None:
    assert split_emoji("👩‍🍳 Cafe") == ("👩‍🍳", "Cafe")
    assert split_emoji("🇮🇹Pizza") == ("🇮🇹", "Pizza")
    assert split_emoji("Cafe 🥐") == (None, "Cafe 🥐")
    assert split_words("bread, cake and flour; bread") == ("bread", "cake", "flour")


def test_reasons_name_the_words_of_each_field() -> None:
    context = Context(
        businesses=(KnownBusiness("Repair", ("spindle",)), KnownBusiness("Trade")),
        members=(KnownMember("Dima", ("Repair",), "fitter", ("Dimon",)),),
    )
    task = CreateTask(
        title="Fix the spindle", business="Repair", assignee="Dima", due=Due(date=dt.date(2026, 11, 27))
    )
    found = find_reasons("Dimon should fix the spindle by Friday", context, (task,), NOW) or []
    assert [(reason["field"], reason["by"], reason["words"]) for reason in found] == [
        ("due", "words", "by Friday"),
        ("business", "keyword", "spindle"),
        ("person", "name", "Dimon"),
    ]
    assert find_reasons("anything", context, (), NOW) is None


@for_every(
    ("text", "lines"),
    [
        ("Call the bank tomorrow at 5", ["~ deadline unsure: “tomorrow at 5”"]),
        ("Call the bank tomorrow at 9", []),
        ("Позвонить в банк завтра в 5", ["~ deadline unsure: “завтра в 5”"]),
    ],
)
def test_an_hour_that_was_taken_for_the_afternoon_is_shown_as_a_doubt(text: str, lines: list[str]) -> None:
    reading = read(Message(text, NOW), Context())
    operation = Operation(
        workspace_id=1, chat_id=1, kind="capture", reader="rules", trace_id="u1", created_at=NOW
    )
    store_reasons(operation, text, Context(), reading, NOW)
    assert doubt_lines(speaker(), operation.doubts) == lines


def test_a_murmur_is_no_task_and_a_short_task_is_none() -> None:
    for text in ("that thing again", "ну этот как его с ручками"):
        assert without_vague_task(read(Message(text, NOW), Context())).intents == ()
    for text in ("that invoice by Friday", "fix it", "молоко", "купить это завтра"):
        reading = read(Message(text, NOW), Context())
        assert without_vague_task(reading) is reading
