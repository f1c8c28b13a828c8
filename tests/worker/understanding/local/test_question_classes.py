"""What questions are read as, by class, in English and Russian: of a person, of a task's field, what is next, what was done."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
)
from worker.understanding.intents import AskTask, CreateTask, Due, Query, UnclearQuestion
from worker.understanding.local.local_reader import read

NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # a Monday
FORGE, BAKERY = "Anvil & Sons", "Rye Bakery"
ENGLISH = Context(
    businesses=(KnownBusiness(FORGE, ("gate", "forge")), KnownBusiness(BAKERY, ("dough", "loaf"))),
    projects=(KnownProject("Chapel railings", FORGE),),
    members=(
        KnownMember("Nadia", (BAKERY,), "baker"),
        KnownMember("Tobias", (FORGE,), "smith"),
        KnownMember("Wren", (FORGE, BAKERY), "driver"),
    ),
    open_tasks=(
        KnownTask("T1", "Optician", None, Due(date=dt.date(2026, 12, 3), time=dt.time(15, 0))),
        KnownTask("T2", "Cake tasting with the Moores", BAKERY, Due(date=dt.date(2026, 12, 5))),
        KnownTask("T3", "Hang the gate", FORGE, None, 90, "Tobias"),
        KnownTask("T4", "Stocktake", BAKERY, Due(date=dt.date(2026, 12, 4)), 120),
        KnownTask("T5", "Order charcoal", FORGE, Due(date=dt.date(2026, 11, 30)), None, "Wren"),
        KnownTask("T6", "Ring the varnish shop", FORGE),
        KnownTask("T7", "Varnish the counter", BAKERY),
    ),
)
JOINERY, CAFE = "Мастерская «Дуб»", "Кафе «Зенит»"
RUSSIAN = Context(
    businesses=(KnownBusiness(JOINERY, ("стул", "лестница")), KnownBusiness(CAFE, ("кофе", "меню"))),
    projects=(KnownProject("Терраса", CAFE),),
    members=(
        KnownMember("Паша", (JOINERY,), "столяр"),
        KnownMember("Рита", (CAFE,), "бариста"),
        KnownMember("Глеб", (JOINERY,), "водитель"),
    ),
    open_tasks=(
        KnownTask("T1", "Доставить лестницу заказчику", JOINERY, Due(date=dt.date(2026, 12, 3))),
        KnownTask("T2", "Собрать стулья для «Зенита»", JOINERY, Due(date=dt.date(2026, 12, 5)), 180, "Паша"),
        KnownTask("T3", "Окулист", None, Due(date=dt.date(2026, 12, 2), time=dt.time(9, 30))),
        KnownTask("T4", "Инвентаризация", CAFE, Due(date=dt.date(2026, 12, 4)), 120),
        KnownTask("T5", "Заказать сливки", CAFE, Due(date=dt.date(2026, 11, 30)), None, "Рита"),
    ),
)


def asked(text):
    """The intents of a question, in the world of its language, in short."""
    world = RUSSIAN if any("а" <= letter <= "я" for letter in text.lower()) else ENGLISH
    return [_short(intent) for intent in read(Message(text, NOW), world).intents]


def _short(intent):
    match intent:
        case Query():
            return f"{intent.scope} {intent.text}" if intent.text else intent.scope
        case AskTask():
            return f"{intent.task} {intent.field}"
        case UnclearQuestion():
            return "unclear"
        case CreateTask():
            return f"+ {intent.title}" + (f" @{intent.assignee}" if intent.assignee else "")
    return intent.kind


@for_every(
    ("text", "expected"),
    [
        ("what does Tobias have on", "person Tobias"),
        ("show tasks assigned to Nadia", "person Nadia"),
        ("how busy is Wren this week", "person Wren"),
        ("how loaded is Nadia next week?", "person Nadia"),
        ("what's on Wren's plate", "person Wren"),
        ("is Tobias free on Thursday?", "person Tobias"),
        ("does Wren have anything on tomorrow", "person Wren"),
        ("Nadia's tasks", "person Nadia"),
        ("workload for Tobias", "person Tobias"),
        ("how many hours does Wren have this week", "person Wren"),
        ("anything left for Nadia?", "person Nadia"),
        ("what has Tobiass got on", "person Tobias"),
        ("what's the driver working on", "person Wren"),
        ("what did Tobias finish this week", "done Tobias"),
        ("has Nadia finished anything yesterday?", "done Nadia"),
        ("tasks done by Wren last month", "done Wren"),
        ("what hasn't Tobias finished", "person Tobias"),
        ("what does Nadia have to get done", "person Nadia"),
        ("who is free tomorrow?", "person"),
        ("who's doing what today", "person"),
        ("чем занят Паша", "person Паша"),
        ("что на Паше", "person Паша"),
        ("чё там у Риты", "person Рита"),
        ("насколько загружена Рита на этой неделе", "person Рита"),
        ("какие дела у Глеба на завтра", "person Глеб"),
        ("свободна ли Рита в четверг?", "person Рита"),
        ("Глеб свободен завтра?", "person Глеб"),
        ("нагрузка Паши", "person Паша"),
        ("сколько часов у Паши на этой неделе", "person Паша"),
        ("покажи задачи Риты", "person Рита"),
        ("что должен сделать Глеб", "person Глеб"),
        ("чем у нас занят водитель", "person Глеб"),
        ("что сделал Паша на этой неделе", "done Паша"),
        ("чем занималась Рита вчера", "done Рита"),
        ("что Глеб успел за неделю", "done Глеб"),
        ("что Паша ещё не сделал", "person Паша"),
        ("кто свободен завтра?", "person"),
    ],
)
def test_a_question_about_a_person_names_them(text, expected):
    assert asked(text) == [expected]


@for_every(
    ("text", "expected"),
    [
        ("when is the optician", "T1 due"),
        ("what time is the tasting", "T2 due"),
        ("by when do we need the charcoal", "T5 due"),
        ("when's the stocktake due", "T4 due"),
        ("what's the deadline for the stocktake?", "T4 due"),
        ("is the tasting on Saturday?", "T2 due"),
        ("the optician is when?", "T1 due"),
        ("who is hanging the gate", "T3 assignee"),
        ("who's on the gate?", "T3 assignee"),
        ("who's responsible for the stocktake", "T4 assignee"),
        ("how long is the stocktake", "T4 estimate"),
        ("how long will the gate take?", "T3 estimate"),
        ("which business is the stocktake for", "T4 business"),
        ("did we order the charcoal?", "T5 status"),
        ("how's the stocktake going", "T4 status"),
        ("any news on the gate?", "T3 status"),
        ("what about the gate?", "T3 status"),
        ("when is the varnish", "search varnish"),
        ("when is the regatta", "search regatta"),
        ("когда окулист", "T3 due"),
        ("во сколько окулист?", "T3 due"),
        ("на когда у нас лестница", "T1 due"),
        ("до какого числа инвентаризация", "T4 due"),
        ("окулист во сколько?", "T3 due"),
        ("когда срок по инвентаризации", "T4 due"),
        ("кто собирает стулья", "T2 assignee"),
        ("на ком сливки", "T5 assignee"),
        ("стулья кто делает?", "T2 assignee"),
        ("сколько займут стулья", "T2 estimate"),
        ("сколько времени уйдёт на инвентаризацию?", "T4 estimate"),
        ("по какой фирме инвентаризация", "T4 business"),
        ("готовы ли стулья?", "T2 status"),
        ("что с лестницей?", "T1 status"),
        ("когда регата", "search регата"),
    ],
)
def test_a_question_about_a_field_of_a_task(text, expected):
    assert asked(text) == [expected]


@for_every(
    ("text", "expected"),
    [
        ("what's next", "now"),
        ("next appointment", "now"),
        ("when is my next meeting?", "now"),
        ("what did we finish last week", "done"),
        ("what got done yesterday", "done"),
        ("show me what we finished on Friday", "done"),
        ("what was closed for Rye Bakery this month", "done"),
        ("completed tasks this week", "done"),
        ("everything for Rye Bakery", f"business {BAKERY}"),
        ("what's left on the chapel railings", "project Chapel railings"),
        ("what's on Thursday", "week"),
        ("what do I have on Thursday morning", "week"),
        ("anything on Wednesday?", "week"),
        ("how busy am I tomorrow", "tomorrow"),
        ("how many tasks do I have today", "today"),
        ("how many tasks are overdue", "overdue"),
        ("find charcoal", "search charcoal"),
        ("что дальше", "now"),
        ("какая следующая встреча", "now"),
        ("ближайшая запись", "now"),
        ("а вчера чё сделали то", "done"),
        ("что успели за неделю", "done"),
        ("что мы закрыли по кафе в прошлом месяце", "done"),
        ("всё по Зениту", f"business {CAFE}"),
        ("что осталось по Террасе", "project Терраса"),
        ("что в четверг", "week"),
        ("есть дела на среду?", "week"),
        ("что у меня завтра утром", "tomorrow"),
        ("сколько у меня дел сегодня", "today"),
        ("что просрочено", "overdue"),
        ("найди сливки", "search сливки"),
    ],
)
def test_a_question_about_time_business_or_words(text, expected):
    assert asked(text) == [expected]


@for_every(
    "text",
    [
        "why is the sky blue",
        "what is the capital of France?",
        "what's the weather today",
        "what's the wifi password?",
        "how do I delete a task",
        "what should I do about the leak?",
        "did the bank call back?",
        "what did Tobias say about lunch?",
        "what's Nadia's phone number",
        "what time is it",
        "have you seen my drill?",
        "почему трава зелёная",
        "какой пароль от вайфая?",
        "сколько стоит доллар?",
        "как удалить задачу",
        "банк перезвонил?",
        "какой телефон у Риты?",
        "ты где?",
    ],
)
def test_what_cannot_be_answered_is_neither_a_task_nor_a_list(text):
    reading = read(Message(text, NOW), RUSSIAN if text[0] > "z" else ENGLISH)
    assert [intent.kind for intent in reading.intents] == ["unclear_question"]
    assert not reading.sure, "a model may know"


@for_every(
    ("text", "expected"),
    [
        ("can you call Ann tomorrow?", ["+ Call Ann"]),
        ("could Tobias fix the wheel by Friday?", ["+ Fix the wheel @Tobias"]),
        ("would you order flour please?", ["+ Order flour"]),
        ("can you check the van tomorrow?", ["+ Check the van"]),
        ("would Nadia be able to bake for Monday?", ["+ Bake @Nadia"]),
        ("call Ann tomorrow?", ["+ Call Ann"]),
        ("ask Ann when the delivery comes", ["+ Ask Ann when the delivery comes"]),
        ("What we need: milk, eggs", ["+ Milk, eggs"]),
        ("не забудешь позвонить Ане завтра?", ["+ Позвонить Ане"]),
        ("можешь позвонить Ане завтра?", ["+ Позвонить Ане"]),
        ("сможет Паша починить дверь к пятнице?", ["+ Починить дверь @Паша"]),
        ("узнать когда приедет мастер", ["+ Узнать когда приедет мастер"]),
        ("call Ann tomorrow and what's on today?", ["+ Call Ann", "today"]),
        ("Order flour. What does Tobias have on?", ["+ Order flour", "person Tobias"]),
        ("Позвонить Ане завтра. А что у Паши?", ["+ Позвонить Ане", "person Паша"]),
        ("what do Tobias and Nadia have on this week?", ["person Tobias", "person Nadia"]),
    ],
)
def test_a_deed_asked_for_is_a_task_also_beside_a_question(text, expected):
    assert asked(text) == expected


def test_a_question_about_it_means_the_task_spoken_of():
    spoken = Context(open_tasks=ENGLISH.open_tasks, recent=("T2",))
    for text, field in (("when is it due?", "due"), ("who is doing it?", "assignee")):
        assert read(Message(text, NOW), spoken).intents == (AskTask(task="T2", field=field),)


@for_every(
    "text",
    [
        "what does Tobias have on",
        "when is the optician",
        "what did we finish last week",
        "что на Паше",
        "кто собирает стулья",
    ],
)
def test_a_question_is_sure_when_every_word_is_accounted_for(text):
    assert read(Message(text, NOW), RUSSIAN if text[0] > "z" else ENGLISH).sure


@for_every(
    "text", ["what has Tobiass got on", "what's Tobias cooking up for the gate", "when is the regatta"]
)
def test_a_question_with_a_guess_in_it_is_not_sure(text):
    assert not read(Message(text, NOW), ENGLISH).sure
