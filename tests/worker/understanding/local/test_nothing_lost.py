"""No word of what is to be done is eaten by the words about when: each comes back in a title."""

import re

from tests.tables import for_every
from tests.worker.understanding.local.world import intents

DEEDS_EN = [
    "close the till",
    "fix the shop's till",
    "empty the till drawer",
    "turn the heating on",
    "log the printer in",
    "pick the parcel up",
    "plug the freezer in",
    "count what we started with",
    "check what the mill is made of",
    "stop by the bakery",
    "clean up before the guests arrive",
    "print the poster about the fair",
    "order the book on roses",
    "set the tables for the reception",
]
WHEN_EN = [
    "{}",
    "{} by Friday",
    "{} tomorrow at 10",
    "tomorrow {}",
    "on Monday {}",
    "every Friday at 16:00 {}, 20 min",
    "{} every Friday",
    "{}, 30 min",
]
DEEDS_RU = [
    "подготовить зал до открытия",
    "убрать зал после гостей",
    "купить розы к свадьбе",
    "отложить розы до выдачи",
    "доехать до склада",
    "забрать ключи у соседа по гаражу",
    "выяснить к кому обратиться",
    "закрыть кассу",
]
WHEN_RU = [
    "{}",
    "{} до пятницы",
    "завтра {}",
    "{} завтра в 10",
    "каждую пятницу в 16:00 {}, 20 минут",
    "{} к пятнице",
    "{}, полчаса",
]


def words(text):
    return set(re.findall(r"[\w'-]+", text.lower().replace("ё", "е"))) - {"the", "a"}


@for_every(
    ("deed", "when"),
    [(deed, when) for deed in DEEDS_EN for when in WHEN_EN]
    + [(deed, when) for deed in DEEDS_RU for when in WHEN_RU],
)
def test_every_word_of_the_deed_is_in_a_title(deed, when):
    made = intents(when.format(deed))
    titles = set().union(*(words(task.title) for task in made))
    assert words(deed) - titles == set()


@for_every(
    ("text", "title"),
    [
        ("send the draft, deadline is by, um, Friday", "Send the draft"),
        ("the meeting about roses is at 3 pm tomorrow", "Meeting about roses"),
    ],
)
def test_a_preposition_whose_time_was_taken_out_goes_with_it(text, title):
    (task,) = intents(text)
    assert task.title == title
