"""Where labels would lose something that the rules have read, the rules' reading counts. Each row names what would be lost."""

from dataclasses import replace

import pytest

from tests.worker.understanding.local.world import NOW, WORLD
from worker.understanding.context import KnownTask, Message
from worker.understanding.intents import UpdateTask
from worker.understanding.local import local_reader
from worker.understanding.local.labelled_reader import read

LOST_BY_LABELS = {
    # Tasks with times, or with verbs and objects, of their own.
    "so two things the dentist tomorrow at nine and the plumber on friday at ten": ["Dentist", "Plumber"],
    "сегодня после обеда встреча с ириной и потом к шести вечера отправить ей проект договора": [
        "Встреча с ириной",
        "Отправить ей проект договора",
    ],
    "tomorrow i gotta drop off the drills at the museum invoice mister bell for the saw and get daniel to test the new form": [
        "Drop off the drills at the museum",
        "Invoice mister bell for the saw",
        "Test the new form",
    ],
    "Send the offer by Friday. Buy paper": ["Send the offer", "Buy paper"],
    # The only task: urgent, a fault, with a reminder, or a verb and its object.
    "rent!!! friday": ["Rent"],
    "urgent!! the front door lock is broken": ["Front door lock is broken"],
    "my sis's wedding thing thurs 3:45pm, remind me an hr before": ["My sis's wedding thing"],
    "attack the world": ["Attack the world"],
    "Из Минска написали, что грузят вагон. Давай через две недели проверим его статус.": [
        "Проверить его статус (вагон)"
    ],
    # A reminder, and a question.
    "new tenant walk through in ninety minutes ping me ten minutes before": ["New tenant walk through"],
    "hmm the thing about the blue door and what she said": [],
    "what do i have today and whats with the boiler lol": [],
}


@pytest.mark.parametrize("text", LOST_BY_LABELS)
def test_what_the_rules_read_is_not_lost(text):
    reading = read(Message(text, NOW), WORLD)
    assert [intent.title for intent in reading.intents if intent.kind == "create"] == LOST_BY_LABELS[text]
    assert reading.intents == local_reader.read(Message(text, NOW), WORLD).intents


@pytest.mark.parametrize(
    ("text", "name"),
    [("дрель иванова чинит не вера а дмитрий", "Дмитрий"), ("дрель чинит не дмитрий а вера", "Vera")],
)
def test_who_is_said_not_to_do_a_task_does_not_get_it(text, name):
    (edit,) = read(Message(text, NOW), WORLD).intents
    assert edit == UpdateTask(task="T1", field="assignee", value=name)


def test_a_task_that_is_somebodys_is_not_done_by_its_length():
    tasks = (KnownTask("T1", "Service the pump"), KnownTask("T2", "Fix the dust filter"))
    reading = read(
        Message("dust filter is for daniel and its more like three hours", NOW),
        replace(WORLD, open_tasks=tasks),
    )
    assert not any(intent.kind == "complete" for intent in reading.intents)
