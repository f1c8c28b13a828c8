"""A correction right after a card: with one task in the last exchange nothing else can be meant."""

import datetime as dt
from dataclasses import replace

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, WORLD
from worker.understanding.context import Message
from worker.understanding.intents import Due, RescheduleTask
from worker.understanding.local.local_reader import read

CORRECTIONS = [
    "no, make that Thursday",
    "make it Thursday",
    "No, Thursday",
    "нет, давай в четверг",
    "ой, лучше в четверг",
]


def read_after(text, *recent):
    return read(Message(text, NOW), replace(WORLD, recent=recent))


@for_every("text", CORRECTIONS)
def test_a_correction_of_the_one_task_just_made_is_sure(text):
    reading = read_after(text, "T1")
    assert reading.intents == (RescheduleTask(task="T1", due=Due(date=dt.date(2026, 11, 26))),)
    assert (reading.sure, reading.doubts) == (True, ())


@for_every("text", CORRECTIONS)
def test_after_two_tasks_it_may_be_the_other(text):
    assert "which task" in read_after(text, "T1", "T3").doubts


def test_a_correction_that_names_another_task_moves_that_one():
    (move,) = read_after("no, make the quote to Bell Thursday", "T1").intents
    assert move.task == "T3"


def test_a_no_before_a_new_task_is_no_part_of_its_title():
    (task,) = read_after("нет, плакаты в четверг", "T1").intents
    assert task.title == "Плакаты"
