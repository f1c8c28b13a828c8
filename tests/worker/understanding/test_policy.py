"""The policy: one table of sentences for each of its lines, and for whole messages."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownMember, KnownTask, Message, Reading
from worker.understanding.intents import (
    CompleteTask,
    CreateTask,
    DeleteTask,
    Due,
    Intent,
    RescheduleTask,
    UpdateTask,
)
from worker.understanding.policy import POLICY, decide
from worker.understanding.reader import propose_by_rules, read_by_rules, read_request

NOW = dt.datetime(2026, 11, 30, 9, 30, tzinfo=ZoneInfo("Europe/London"))
TASKS = (
    KnownTask("T1", "Order brake pads", "Spoke", Due(date=dt.date(2026, 12, 4))),
    KnownTask("T2", "Call the mill supplier", "Spoke", Due(date=dt.date(2026, 12, 1), time=dt.time(10))),
    KnownTask("T3", "Menu for the Harper wedding", "Fern", Due(date=dt.date(2026, 12, 9))),
    KnownTask("T4", "Pay the rent", None, Due(date=dt.date(2026, 12, 2))),
    KnownTask("T5", "Book the marquee", "Fern"),
    KnownTask("T6", "Посчитать диван Петровым", "Столярка", Due(date=dt.date(2026, 12, 2))),
    KnownTask("T7", "Позвонить новому клиенту", "Столярка"),
    KnownTask("T8", "Планёрка", None, Due(date=dt.date(2026, 12, 1), time=dt.time(10))),
    KnownTask("T9", "Заточить стамески", "Столярка"),
    KnownTask("T10", "VAT return", None, Due(date=dt.date(2026, 12, 7))),
    KnownTask("T11", "Забрать договор", None),
    KnownTask("T12", "Отдать чеки бухгалтеру", None),
    KnownTask("T13", "Собрать справки у группы 17", None),
)
MEMBERS = tuple(KnownMember(name) for name in ("Lucy", "Tom", "Josh", "Дима", "Серёга"))
WORLD = Context(
    (KnownBusiness("Spoke"), KnownBusiness("Fern"), KnownBusiness("Столярка")), (), MEMBERS, TASKS
)
FRIDAY = Due(date=dt.date(2026, 12, 4))


def decided(
    text: str, *intents: Intent, forwarded: bool = False, reader: str = "openai", **world: object
) -> Reading:
    """What the policy makes of intents that a model proposes for a message."""
    context = Context(WORLD.businesses, (), MEMBERS, TASKS, **world)  # type: ignore[arg-type]
    message = Message(text, NOW, forwarded=forwarded)
    reading = Reading(intents, reader, sure=True)  # type: ignore[arg-type]
    return decide(message, context, reading, propose_by_rules)


def line_for(text: str, intent: Intent, **options: object) -> str:
    """The line that kept an intent from being done; "" when it is done."""
    reading = decided(text, intent, **options)  # type: ignore[arg-type]
    if reading.asked:
        assert intent not in reading.intents
        return reading.asked[0].why
    return "" if intent in reading.intents else "new"


@for_every(
    ("text", "intent", "line"),
    [
        ("rent paid", CompleteTask(task="T4"), ""),
        ("#4 done", CompleteTask(task="T4"), ""),
        ("I worked 40 minutes on the VAT return", CompleteTask(task="T10"), "work on it is not its end"),
        ("spent an hour on the VAT return, finished", CompleteTask(task="T10"), ""),
        ("поработал два часа над договором", CompleteTask(task="T11"), "work on it is not its end"),
        ("№4 сделано", CompleteTask(task="T4"), ""),
        ("с 17й группы справки все собрала", CompleteTask(task="T13"), ""),
        ("собрала справки к 17 декабря", CompleteTask(task="T13"), "a report with a day still to come"),
        ("move “Book the marquee” to friday", RescheduleTask(task="T5", due=FRIDAY), ""),
        ("the mill supplier can wait till friday", RescheduleTask(task="T2", due=FRIDAY), ""),
        ("has the rent been paid?", CompleteTask(task="T4"), "a question ends no task"),
        ("how do I delete a task", DeleteTask(task="T4"), "a question ends no task"),
        ("как удалить договор", DeleteTask(task="T11"), "a question ends no task"),
        ("delete everything", DeleteTask(task="T4"), "all tasks are not ended at once"),
        ("all is well, everything went fine", CompleteTask(task="T4"), "all tasks are not ended at once"),
        ("for Lucy: book the marquee", UpdateTask(task="T5", field="assignee", value="Lucy"), "new"),
        ("job for tom: call the mill supplier", UpdateTask(task="T2", field="assignee", value="Tom"), "new"),
        ("это на Диму: заточить стамески", UpdateTask(task="T9", field="assignee", value="Дима"), "new"),
        ("rent!!! friday", RescheduleTask(task="T4", due=FRIDAY), "new"),
        ("quarterly VAT return, next one 7 March", RescheduleTask(task="T10", due=FRIDAY), "new"),
        ("can we order more brake pads by friday?", RescheduleTask(task="T1", due=FRIDAY), "new"),
        ("could you move the brake pads to friday?", RescheduleTask(task="T1", due=FRIDAY), ""),
        ("можешь заточить стамески до пятницы?", RescheduleTask(task="T9", due=FRIDAY), "new"),
        ("новый клиент просит диван посчитать до среды", RescheduleTask(task="T6", due=FRIDAY), "new"),
        ("новый клиент позвонил", CompleteTask(task="T7"), "what others did is not done by us"),
        ("call the mill supplier tomorrow at 11", CompleteTask(task="T2"), "new"),
        ("done, it is friday 4 december", CompleteTask(task="T4"), "a report with a day still to come"),
        ("everything due tomorrow goes to friday", RescheduleTask(task="T2", due=FRIDAY), ""),
        (
            "VAT return on Monday at 8",
            RescheduleTask(task="T10", due=FRIDAY),
            "a thing and a time may be a second one",
        ),
        (
            "планёрка в среду в 11",
            RescheduleTask(task="T8", due=FRIDAY),
            "a thing and a time may be a second one",
        ),
        ("планёрка теперь в среду в 11", RescheduleTask(task="T8", due=FRIDAY), ""),
        (
            "order ten litres of porcelain slip from the mill supplier by friday, potclays is out",
            RescheduleTask(task="T2", due=FRIDAY),
            "a day beside words of another thing",
        ),
        (
            "the Harper wedding is on Friday",
            RescheduleTask(task="T3", due=FRIDAY),
            "a day of what the task is for",
        ),
        (
            "новый клиент будет в пятницу",
            RescheduleTask(task="T7", due=FRIDAY),
            "a day of what the task is for",
        ),
        ("the menu for the wedding is due on Friday", RescheduleTask(task="T3", due=FRIDAY), ""),
        ("the rent is on Friday", RescheduleTask(task="T4", due=FRIDAY), ""),
        (
            "menu for the harper wedding printed too (1h20)",
            UpdateTask(task="T3", field="estimate_minutes", value=80),
            "a length behind a told deed",
        ),
        ("paid for the coffee", CompleteTask(task="T3"), "nothing names it well enough"),
        ("it is done", CompleteTask(task="T3"), "nothing names it well enough"),
    ],
)
def test_each_line_decides_what_it_says(text: str, intent: Intent, line: str) -> None:
    assert line_for(text, intent) == line


def test_a_thing_that_is_called_like_a_deed_ends_nothing() -> None:
    task = KnownTask("T1", "Сменить замок на складе")
    reading = read_by_rules(
        Message("замок на складе - это к Петровичу", NOW), replace(WORLD, open_tasks=(task,))
    )
    assert [each.why for each in reading.asked] == ["whose it is does not end it"]


def test_few_of_its_words_behind_a_new_task_change_nothing() -> None:
    new = CreateTask(title="The jeep is stuck")
    change = UpdateTask(task="T2", field="priority", value=1)
    reading = decided("the jeep is stuck. tom takes the mill van, asap", new, change)
    assert [each.why for each in reading.asked] == ["few of its words behind a new task"]


def test_somebody_elses_words_change_nothing_of_ours() -> None:
    line = line_for("the rent is paid", CompleteTask(task="T4"), forwarded=True)
    assert line == "somebody else's words change nothing of ours"


def test_it_means_the_one_task_that_was_spoken_of() -> None:
    assert line_for("it is done", CompleteTask(task="T3"), recent=("T3",)) == ""
    assert line_for("it is done", CompleteTask(task="T3"), replied_to="T3") == ""
    assert line_for("the second one is done", CompleteTask(task="T4"), listed=("T3", "T4")) == ""
    assert (
        line_for("it is done", CompleteTask(task="T3"), recent=("T3", "T4")) == "nothing names it well enough"
    )


def test_all_of_a_message_with_new_tasks_means_those() -> None:
    text = "1. flour 2. doilies 3. ring the Harpers re numbers, all for thursday"
    reading = read_by_rules(Message(text, NOW), replace(WORLD, recent=("T5", "T6"), listed=("T6", "T5")))
    assert {intent.kind for intent in reading.intents} == {"create"}


def test_a_further_clause_goes_on_with_the_task_before() -> None:
    first, second = RescheduleTask(task="T5", due=FRIDAY), UpdateTask(task="T5", field="priority", value=1)
    reading = decided("marquee to friday and make it urgent", first, second)
    assert (reading.intents, reading.asked) == ((first, second), ())


def test_the_names_of_the_lines_are_distinct_and_the_last_takes_everything() -> None:
    names = [line.name for line in POLICY]
    assert len(set(names)) == len(names)
    assert POLICY[-1].name == "nothing names it well enough"


@for_every(
    ("text", "changes"),
    [
        ("tom: sweep up", []),
        ("Milk, eggs! Tomorrow", []),
        ("book the venue tomorrow, order glasses friday, n lucy needs the rota by 12", []),
        ("новый клиент позвонил, просит диван посчитать до среды", []),
        ("не Серёга, а Дима повезёт стол", []),
        ("how do I delete a task", []),
        ("delete all my data", []),
        ("skip the bins this time", []),
        ("Диме премию выписать", []),
        ("тамаре ивановне отдать чеки", []),
        (
            "планёрка перенесена на 11",
            [RescheduleTask(task="T8", due=Due(date=dt.date(2026, 12, 1), time=dt.time(11)))],
        ),
        ("rent paid!", [CompleteTask(task="T4")]),
    ],
)
def test_messages_read_by_rules_change_only_what_they_name(text: str, changes: list[Intent]) -> None:
    kinds = CompleteTask | DeleteTask | RescheduleTask | UpdateTask
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert [intent for intent in reading.intents if isinstance(intent, kinds)] == changes


@for_every("text", ["mark everything as done", "please close all tasks", "отметь всё сделанным"])
def test_all_at_once_is_one_question(text: str) -> None:
    reading = read_request(Message(text, NOW), WORLD)
    assert reading is not None
    (asked,) = reading.asked
    assert (reading.intents, asked.intents) == ((), tuple(CompleteTask(task=task.ref) for task in TASKS))


@for_every(
    ("text", "task", "half"),
    [
        ("finished the menu and the cake", "T3", ("the cake",)),
        ("договор забрал час назад и печать", "T11", ("печать",)),
        ("brake pads ordered and checked", "T1", ()),
        ("rent paid, took 20 minutes", "T4", ()),
    ],
)
def test_the_other_half_of_a_report_is_left_out_and_said(text: str, task: str, half: tuple[str, ...]) -> None:
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert ([getattr(intent, "task", "") for intent in reading.intents], reading.left_out) == ([task], half)


@for_every(
    ("text", "made"),
    [
        ("Annual tax return, next one due 7 March", [("Annual tax return", None, dt.date(2027, 3, 7))]),
        (
            "1. flour 2. doilies 3. ring the Harpers re numbers, all for thursday",
            [
                (title, None, dt.date(2026, 12, 3))
                for title in ("Flour", "Doilies", "Ring the Harpers re numbers")
            ],
        ),
        ("Buy paint. Give it to Josh", [("Buy paint", "Josh", None)]),
        ("Купить краску. Отдай это Диме", [("Купить краску", "Дима", None)]),
        ("Tom: put up shelves in the hall", [("Put up shelves in the hall", "Tom", None)]),
        ("for Tom: take down the old shelves", [("Take down the old shelves", "Tom", None)]),
        ("для Димы: проверить лодку", [("Проверить лодку", "Дима", None)]),
        ("Also buy paint", [("Buy paint", None, None)]),
        ("Заказать муку завтра, пусть Дима заберёт", [("Заказать муку", "Дима", dt.date(2026, 12, 1))]),
    ],
)
def test_a_message_that_makes_tasks_means_its_own_and_none_spoken_of_before(
    text: str, made: list[tuple[str, str | None, dt.date | None]]
) -> None:
    tasks = (*TASKS, KnownTask("T21", "Перебрать мотор"), KnownTask("T20", "Put up shelves", "Spoke"))
    world = Context(WORLD.businesses, (), MEMBERS, tasks, recent=("T20",))
    reading = read_by_rules(Message(text, NOW), world)
    read = [
        (each.title, each.assignee, each.due and each.due.date)
        for each in reading.intents
        if isinstance(each, CreateTask)
    ]
    assert read == made
    assert len(reading.intents) == len(made), reading.intents
    assert not reading.asked


@for_every(
    ("text", "minutes"),
    [
        ("remind me about the mill supplier today at 12", 22 * 60),
        ("move the mill supplier reminder to today 16:00", 18 * 60),
        ("напомни про чеки бухгалтеру завтра утром", 60 * 24),
        ("отложи напоминание про планёрку на сегодня в 18:00", 16 * 60),
    ],
)
def test_a_wish_to_be_reminded_moves_no_deadline(text: str, minutes: int) -> None:
    due = Due(date=dt.date(2026, 12, 2))
    tasks = tuple(replace(task, due=task.due or due) for task in TASKS)
    [update] = read_by_rules(Message(text, NOW), replace(WORLD, open_tasks=tasks)).intents
    assert isinstance(update, UpdateTask)
    assert (update.field, update.value) == ("reminder_minutes_before", minutes)


@for_every(
    ("text", "ref"),
    [
        ('"Call the mill" is done', "T30"),
        ('move "Call the mill" to Friday', "T30"),
        ('delete "Menu"', "T31"),
        ("«Позвонить клиенту» готово", "T32"),
    ],
)
def test_a_whole_title_in_quotes_names_its_task_among_others_like_it(text: str, ref: str) -> None:
    alike = (
        KnownTask("T30", "Call the mill"),
        KnownTask("T31", "Menu"),
        KnownTask("T32", "Позвонить клиенту"),
    )
    reading = read_by_rules(Message(text, NOW), replace(WORLD, open_tasks=(*TASKS, *alike)))
    assert [getattr(intent, "task", None) for intent in reading.intents] == [ref]
    assert not reading.asked


@for_every(
    ("text", "ref"),
    [
        ("Планёрку перенеси на 16 декабря и поставь высокий приоритет", "T8"),
        ("move the VAT return to Friday and set high priority", "T10"),
    ],
)
def test_a_further_clause_about_the_same_task_names_it_no_more(text: str, ref: str) -> None:
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert [getattr(intent, "task", None) for intent in reading.intents] == [ref, ref]
    assert not reading.asked


@for_every(
    "text",
    [
        "patterns for the marquee are ready",
        "Ключи от VAT-кассы сданы, и лекала для дивана Петровых тоже готовы",
    ],
)
def test_a_report_about_another_thing_of_a_task_ends_none(text: str) -> None:
    """What the report is of stands before the preposition, and no open task is about it."""
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert not [intent for intent in reading.intents if isinstance(intent, CompleteTask)]


def test_a_message_of_which_nothing_came_is_left_whole() -> None:
    """A note of its first half would hide the second one."""
    reading = read_by_rules(Message("Tom and Josh work at Spoke, Lucy is with the catering", NOW), WORLD)
    assert (reading.intents, reading.asked, reading.left_out, reading.sure) == ((), (), (), False)


def test_a_wish_about_a_new_task_that_no_field_holds_is_told() -> None:
    reading = read_by_rules(Message("Набрать мельницу завтра в 10, пусть привезут без сахара", NOW), WORLD)
    assert [intent.kind for intent in reading.intents] == ["create"]
    assert reading.left_out == ("пусть привезут без сахара",)


def test_by_rules_what_a_thing_is_for_does_not_name_a_task_to_drop() -> None:
    reading = decided("skip bin for the mill supplier", DeleteTask(task="T2"), reader="rules")
    assert [asked.why for asked in reading.asked] == ["nothing names it well enough"]
