"""Who a task is given to, in the words of a hurry: called without a comma, named in front, refused, unable, or only paid."""

import datetime as dt

from tests.tables import for_every
from worker.understanding.context import Context, KnownMember, KnownTask, Message
from worker.understanding.intents import CreateTask
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
WORLD = Context(
    members=(
        KnownMember("Lucy"),
        KnownMember("Tom"),
        KnownMember("Rashid"),
        KnownMember("Siew Ling"),
        KnownMember("Hoi-yan"),
        KnownMember("Дима"),
        KnownMember("Серёга"),
    ),
    open_tasks=(KnownTask("T1", "Call the mill"), KnownTask("T2", "Заточить стамески")),
)
Tasks = list[tuple[str, str | None]]


@for_every(
    ("text", "tasks"),
    [
        ("job for tom: fix the dripping tap", [("Fix the dripping tap", "Tom")]),
        ("задача для Димы: поменять цепь", [("Поменять цепь", "Дима")]),
        ("это на Диму: заточить ножи", [("Заточить ножи", "Дима")]),
        ("rashid dont forget to lock the gate", [("Lock the gate", "Rashid")]),
        ("lucy can u print the labels", [("Print the labels", "Lucy")]),
        ("tom please rebuild the wheel", [("Rebuild the wheel", "Tom")]),
        ("siewling pls redo the name cards", [("Redo the name cards", "Siew Ling")]),
        ("hoy yan should mark the essays", [("Mark the essays", "Hoi-yan")]),
        ("Диме премию выписать", [("Выписать диме премию", None)]),
        ("Серёге аванс перевести завтра", [("Перевести серёге аванс", None)]),
        ("Диме отдать чеки бухгалтеру", [("Отдать чеки бухгалтеру", "Дима")]),
        ("не Серёга, а Дима повезёт стол", [("Повезти стол", "Дима")]),
        ("not tom but lucy will paint the fence", [("Paint the fence", "Lucy")]),
        ("Tom can't do the shelves, give them to Lucy", [("Do the shelves", "Lucy")]),
        ("tom cant fix the gate , give it to lucy", [("Fix the gate", "Lucy")]),
        ("Серёга не успевает покрасить забор, отдай это Диме", [("Покрасить забор", "Дима")]),
        ("Дима не может отвезти стол — передай Серёге", [("Отвезти стол", "Серёга")]),
        ("rent the van and return it to the garage", [("Rent the van and return it to the garage", None)]),
    ],
)
def test_whose_task_it_is(text: str, tasks: Tasks) -> None:
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert [(each.title, each.assignee) for each in reading.intents if isinstance(each, CreateTask)] == tasks
    assert len(reading.intents) == len(tasks)
