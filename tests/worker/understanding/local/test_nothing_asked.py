"""Messages that ask for nothing the planner does, and near ones that do."""

from dataclasses import replace

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import ENGLISH, told
from tests.worker.understanding.local.world import intents

MASHED = ["asdkjh qwe", "фывапролд", "ывапр лорп", "qwerty", "jkl; sdfg", "gfhjkm", "йцукен фыв"]
WORDS = ["property tax", "tree", "pool", "Смит", "Икеа", "rhythm", "refresh hops", "мука", "dress", "power"]


@for_every("text", MASHED)
def test_keys_struck_at_random_are_no_task(text):
    assert told(text) == []


@for_every(
    "text",
    [
        "Happy birthday, Benjamin!",
        "С днём рождения, Светлана Ивановна!",
        "Happy birthday dear Mrs Pike 🎂",
        "good morning Theodora",
        "merry xmas to the whole crew, love you guys",
    ],
)
def test_a_good_wish_to_a_member_is_no_task(text):
    assert told(text) == []


@for_every(
    "text",
    ["Benjamin: birthday cards", "Happy birthday card for Pike", "wish Benjamin a happy birthday tomorrow"],
)
def test_what_is_to_be_wished_stays_a_task(text):
    assert len(told(text)) == 1


@for_every("text", WORDS)
def test_a_short_note_stays_a_task(text):
    assert len(told(text)) == 1


@for_every(
    "text",
    [
        "skip the next one",
        "skip this time",
        "don't remind me about the caps",
        "stop reminding me about the bottle caps",
        "пропусти следующую",
        "не напоминай мне про отчёт",
        "больше не напоминай про отчёт по НДС",
    ],
)
def test_what_is_not_to_be_told_makes_no_task(text):
    assert told(text) == []


@for_every(
    ("text", "line"),
    [
        ("don't let me forget to remind Ben about malt", "Remind Ben about malt #brewery"),
        ("пропустить машину Орлова вперёд", "Пропустить машину Орлова вперёд #сервис"),
    ],
)
def test_a_near_sentence_is_a_task(text, line):
    assert told(text) == [line]


@for_every("text", ["the weekly report is a mess", "The installer says what is missing on a bare machine"])
def test_what_is_only_told_makes_no_task(text):
    assert intents(text, replace(ENGLISH, open_tasks=())) == []


def test_what_others_say_without_a_remedy_stays_a_task():
    assert told("Guests say the shower drips") == ["Guests say the shower drips"]


@for_every(
    "text",
    ["уф, ну и денёк 😮‍💨", "фух, еле живая", "что за день", "i'm absolutely knackered", "phew, what a day"],
)
def test_how_the_day_went_is_small_talk(text):
    assert told(text) == []
