"""Messages about tasks that are there already: done, moved, changed, dropped; named or answered."""

import datetime as dt
from dataclasses import replace

from tests.tables import for_every
from tests.worker.understanding.local.world import WORLD, intents, only
from worker.understanding.intents import CompleteTask, DeleteTask, Due, RescheduleTask, UpdateTask

ANSWER = replace(WORLD, replied_to="T2")


@for_every(
    ("text", "minutes"),
    [
        ("дрель Иванова починили, ушло полтора часа", 90),
        ("дрель готова", None),
        ("Дрель починил. Минут сорок", 40),
    ],
)
def test_a_report_completes_the_task_it_names(text, minutes):
    assert only(text) == CompleteTask(task="T1", actual_minutes=minutes)


def test_two_reports_complete_two_tasks():
    done = intents("quote to Bell sent, hosting renewed in 20 minutes")
    assert done == [CompleteTask(task="T3"), CompleteTask(task="T2", actual_minutes=20)]


@for_every(
    "text", ["I haven't sent the quote to Bell yet", "дрель ещё не починил", "is the hosting renewed?"]
)
def test_what_is_not_done_completes_nothing(text):
    assert not [intent for intent in intents(text) if intent.kind == "complete"]


@for_every(
    ("text", "day", "time"),
    [
        ("push the hosting to Monday", 30, dt.time(15, 0)),
        ("hosting renewal: same day but 5pm", 27, dt.time(17, 0)),
        ("hosting two days later", 29, dt.time(15, 0)),
    ],
)
def test_a_move_keeps_the_half_it_does_not_name(text, day, time):
    assert only(text) == RescheduleTask(task="T2", due=Due(date=dt.date(2026, 11, day), time=time))


def test_everything_due_today_moves_and_nothing_else():
    moved = only("перенеси всё сегодняшнее на завтра")
    assert moved == RescheduleTask(task="T3", due=Due(date=dt.date(2026, 11, 24), time=dt.time(12, 0)))


@for_every(
    ("text", "field", "value"),
    [
        ("assign the hosting to Daniel", "assignee", "Daniel"),
        ("make the hosting low priority", "priority", 3),
        ("hosting will take 20 minutes", "estimate_minutes", 20),
        ("remind me 2 hours before the hosting", "reminder_minutes_before", 120),
        ("rename the hosting to Renew hosting and domain", "title", "Renew hosting and domain"),
        ("make the hosting monthly", "recurrence", "FREQ=MONTHLY"),
    ],
)
def test_a_field_of_a_named_task_changes(text, field, value):
    assert only(text) == UpdateTask(task="T2", field=field, value=value)


@for_every(
    ("text", "expected"),
    [
        (
            "make it Friday at 4pm",
            RescheduleTask(task="T2", due=Due(date=dt.date(2026, 11, 27), time=dt.time(16, 0))),
        ),
        ("Daniel does it", UpdateTask(task="T2", field="assignee", value="Daniel")),
        ("done, 40 min", CompleteTask(task="T2", actual_minutes=40)),
        ("не надо", DeleteTask(task="T2")),
        ("2 hours", UpdateTask(task="T2", field="estimate_minutes", value=120)),
        ("это по Acme", UpdateTask(task="T2", field="project", value="Acme portal")),
    ],
)
def test_an_answer_to_a_card_means_its_task(text, expected):
    assert only(text, ANSWER) == expected


def test_no_longer_needed_deletes_and_a_forbidden_deletion_does_not():
    assert only("хостинг, который renew hosting, больше не нужен") == DeleteTask(task="T2")
    assert intents("don't cancel the hosting") == []


def test_without_such_a_task_the_verb_is_a_task_of_its_own():
    assert only("cancel the gym membership tomorrow").kind == "create"
