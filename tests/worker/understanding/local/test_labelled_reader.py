"""What the trained labels read that the rules alone do not: people called without a comma, reasons told beside a task,
tasks run together, and talk. Which member does what is told apart from who is only named."""

import pytest

from tests.worker.understanding.local.world import NOW, WORLD
from worker.understanding.context import Message
from worker.understanding.intents import CreateTask
from worker.understanding.local import local_reader
from worker.understanding.local.labelled_reader import read

# Each message with the titles and assignees of its tasks.
TOLD = {
    "надо позвонить в банк он опять звонил": [("Позвонить в банк", None)],
    "минус двадцать а снега всё нет": [],
    "job for daniel: sweep up": [("Sweep up", "Daniel")],
    "for Lucy: book the marquee": [("Book the marquee", None)],
    "order labels by thu n ring the bank about the card": [
        ("Order labels", None),
        ("Ring the bank about the card", None),
    ],
}


def _tasks(reading):
    assert all(isinstance(intent, CreateTask) for intent in reading.intents), reading
    return [(intent.title, intent.assignee) for intent in reading.intents]


@pytest.mark.parametrize("text", TOLD)
def test_people_reasons_and_tasks_are_told_apart(text):
    reading = read(Message(text, NOW), WORLD)
    assert _tasks(reading) == TOLD[text]
    assert not reading.sure
    assert _tasks(local_reader.read(Message(text, NOW), WORLD)) != TOLD[text]


def test_where_the_rules_are_sure_or_a_card_is_answered_the_labels_have_no_say():
    for text, context in (
        ("Send the samples to Orbit by Friday", WORLD),
        ("дмитрий завтра к 11 отвези станок на Садовую", _answering("T1")),
        ("thanks!", WORLD),
        ("", WORLD),
    ):
        assert (
            read(Message(text, NOW), context).intents
            == local_reader.read(Message(text, NOW), context).intents
        )


@pytest.mark.parametrize("name", ["nginx-2", "tomcat-20", "burst-2", "станок-2", "газель-20"])
def test_a_figure_stays_with_the_name_it_is_joined_to(name):
    verb = "order" if name.isascii() else "заказать"
    [(title, _)] = _tasks(read(Message(f"{verb} {name}", NOW), WORLD))
    assert title.endswith(name), title


def _answering(ref):
    return type(WORLD)(WORLD.businesses, WORLD.projects, WORLD.members, WORLD.open_tasks, replied_to=ref)


@pytest.mark.parametrize(
    "text",
    [
        "daniel vacuum the office tomorrow the carpet is a disgrace, and the bell rang twice",
        "вера на созвоне с банком в среду в 10, дрель у соседа одолжи",
        "new hosting for the bakery by friday, thats one for daniel",
    ],
)
def test_no_open_task_changes_where_none_is_named(text):
    reading = read(Message(text, NOW), WORLD)
    assert reading.intents
    assert not [intent for intent in reading.intents if not isinstance(intent, CreateTask)]


def test_a_message_that_ends_on_a_counting_word_is_read():
    assert read(Message("book the van in for a service she's making a noise in third", NOW), WORLD).intents
