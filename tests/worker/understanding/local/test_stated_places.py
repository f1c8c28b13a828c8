"""What stands beside a task: the business it is of, that it is private, and who is called to do it."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownMember, KnownTask, Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.businesses import is_private_matter
from worker.understanding.local.local_reader import SAID_PRIVATE, read

NOW = dt.datetime(2026, 12, 2, 9, 30, tzinfo=ZoneInfo("Europe/London"))
FIRMS = (
    KnownBusiness("Spoke", ("bike",)),
    KnownBusiness("Fern & Co", ("catering",)),
    KnownBusiness("Столярка"),
)
WORLD = Context(FIRMS, (), tuple(KnownMember(name) for name in ("Tom", "Maria", "Дима", "Серёга")))


BUSY = replace(
    WORLD, open_tasks=(KnownTask("T1", "Sweep the yard", "Spoke"), KnownTask("T2", "Полить цветы", "Spoke"))
)


@for_every(
    ("text", "title", "business"),
    [
        ("For Fern & Co: sweep the yard", "Sweep the yard", "Fern & Co"),
        ("Fern & Co: sweep the yard", "Sweep the yard", "Fern & Co"),
        ("for fern, sweep the yard", "Sweep the yard", "Fern & Co"),
        ("Fern and Co - sweep the yard", "Sweep the yard", "Fern & Co"),
        ("Для столярки: полить цветы", "Полить цветы", "Столярка"),
        ("Столярка — полить цветы", "Полить цветы", "Столярка"),
        ("sweep the yard", "Sweep the yard", "Spoke"),
    ],
)
def test_a_business_named_before_a_task_outweighs_where_a_like_task_is(text, title, business):
    [task] = read(Message(text, NOW), BUSY).intents
    assert isinstance(task, CreateTask)
    assert (task.title, task.business) == (title, business)


@for_every(
    ("text", "title", "business", "assignee"),
    [
        ("Order chains by Friday, Spoke", "Order chains", "Spoke", None),
        ("Order chains (Spoke, Tom)", "Order chains", "Spoke", "Tom"),
        ("Order chains (Spoke) tomorrow", "Order chains", "Spoke", None),
        ("Tom: true the wheels for Mr Pike, Spoke", "True the wheels for Mr Pike", "Spoke", "Tom"),
        ("Sauce for the tasting, Fern & Co, Maria", "Sauce for the tasting", "Fern & Co", "Maria"),
        ("Заказать саморезы (столярка, Дима)", "Заказать саморезы", "Столярка", "Дима"),
        (
            "Кухня для Петровых, Столярка, через 9 дней, на Диме",
            "Кухня для Петровых",
            "Столярка",
            "Дима",
        ),
        ("Order bread at Spoke", "Order bread at Spoke", "Spoke", None),
        ("Inventory for Spoke, Fern & Co", "Inventory for Spoke, Fern & Co", None, None),
    ],
)
def test_a_business_that_stands_for_itself_is_no_part_of_the_title(text, title, business, assignee):
    [task] = read(Message(text, NOW), WORLD).intents
    assert (task.title, task.business, task.assignee) == (title, business, assignee)


@for_every(
    ("text", "title"),
    [
        ("Call Petrov about the bike tuesday, private", "Call Petrov about the bike"),
        ("pick mum up tuesday at 2, dont put that under work", "Pick mum up"),
        ("private: haircut on Friday at 4", "Haircut"),
        ("в сб в 11 у племяшки утренник, это личное", "У племяшки утренник"),
        ("личное: стрижка в пятницу в 4", "Стрижка"),
    ],
)
def test_what_is_said_to_be_private_has_no_business_and_a_clean_title(text, title):
    reading = read(Message(text, NOW), WORLD)
    [task] = reading.intents
    assert isinstance(task, CreateTask)
    assert (task.title, task.business) == (title, None)
    assert SAID_PRIVATE in reading.doubts


@for_every("text", ["Заказать личное дело", "Personal"])
def test_private_as_a_word_of_the_task_stays(text):
    reading = read(Message(text, NOW), WORLD)
    assert [task.title for task in reading.intents] == [text]
    assert SAID_PRIVATE not in reading.doubts


@for_every(
    ("text", "title"),
    [
        ("дима поменяй щётки", "Поменять щётки"),
        ("дима свяжись с мраморщиком, срочно", "Связаться с мраморщиком"),
        ("дима завтра к 11 отвези стол", "Отвезти стол"),
    ],
)
def test_somebody_called_without_a_comma_is_to_do_it(text, title):
    [task] = read(Message(text, NOW), WORLD).intents
    assert (task.title, task.assignee) == (title, "Дима")


def test_private_matters_are_known_by_their_words_unless_a_firm_lives_by_them():
    assert is_private_matter("Dentist", FIRMS, None)
    assert is_private_matter("Haircut", FIRMS, None)
    assert not is_private_matter("Haircut", (KnownBusiness("Curl", ("haircut",)), *FIRMS), None)
    assert not is_private_matter("Order chains", FIRMS, None)


@for_every(
    ("text", "title", "due"),
    [
        (
            "cancel the skip hire before thursday, it's forty quid a day",
            "Cancel the skip hire",
            dt.date(2026, 12, 3),
        ),
        ("rent the van, 300 euros a day", "Rent the van, 300 euros a day", None),
        ("book the hall, £20 an hour", "Book the hall, £20 an hour", None),
        ("снять зал, 500 рублей в час", "Снять зал, 500 рублей в час", None),
    ],
)
def test_a_price_by_time_is_neither_a_due_nor_an_estimate(text, title, due):
    [task] = read(Message(text, NOW), WORLD).intents
    assert (task.title, task.due and task.due.date, task.estimate_minutes) == (title, due, None)


@for_every("lead", ["забыла совсем:", "совсем забыл,", "забыл сказать:"])
def test_that_something_was_forgotten_is_no_part_of_the_title(lead):
    [task] = read(Message(f"{lead} позвонить в банк завтра", NOW), WORLD).intents
    assert task.title == "Позвонить в банк"
