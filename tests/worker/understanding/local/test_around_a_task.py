"""What is said around a task: remarks before it, its topic, its person, its deadline told afterwards."""

from dataclasses import replace

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import BREWERY, ENGLISH, reading_of, told
from tests.worker.understanding.local.world import only
from worker.understanding.context import KnownProject

REMARKS = [
    (
        "Customers say the tap in the bar drips. Get someone to fix it by Friday",
        "Get someone to fix the tap on 27",
    ),
    ("Louise says the invoice is wrong. Check it tomorrow", "Check the invoice on 24"),
    (
        "the landlord wants to see the new sign so Greg should print a draft by um tuesday no wednesday",
        "Print a draft on 25 #brewery @Gregory",
    ),
    ("Бармен слёг, до 18:00 найти ему замену", "Бармен слёг: найти ему замену on 23 18:00"),
    (
        "Глебу помыть яму до субботы. Нет, стоп, до пятницы, в субботу уже праздник",
        "Помыть яму on 27 #сервис @Глеб",
    ),
    ("до среды закупить кофе, в среду уже открытие", "Закупить кофе on 25 #кофейня"),
    (
        "обзвонить клиентов кто не оплатил октябрь до десятого",
        "Обзвонить клиентов кто не оплатил октябрь on 12-10",
    ),
]
TOPICS = [
    (
        "Courier slots for the portraits, 12 boxes - book them by noon tomorrow",
        "Book the 12 boxes on 24 12:00 #studio",
    ),
    ("Hops for the stout - order them by Friday", "Order Hops for the stout on 27 #brewery"),
    (
        "по веранде: Глеб красит перила, к среде, закладываем полтора часа",
        "Красить перила on 25 #кофейня ~Летняя веранда @Глеб minutes=90",
    ),
    (
        "Pour the stout into kegs by Friday, allow two hours",
        "Pour the stout into kegs on 27 #brewery minutes=120",
    ),
]
PEOPLE = [
    ("Разобрать склад, часа два, до четверга. Глеб", "Разобрать склад on 26 #сервис @Глеб minutes=120"),
    ("Clean the fermenter by Thursday. Ben", "Clean the fermenter on 26 #brewery @Benjamin"),
]
DEADLINES = [
    ("price list for the new kegs, she needs it by Thursday", "Price list for the new kegs on 26 #brewery"),
    ("смета на шиномонтаж для Орлова, они ждут её к пятнице", "Смета на шиномонтаж для Орлова on 27 #сервис"),
    ("call the hop supplier, he leaves by Friday", "Call the hop supplier #brewery"),
    (
        "в пятницу в 12 приедет инспектор Роман Гудков по вытяжке, напомни за полчаса",
        "Приедет инспектор Роман Гудков по вытяжке on 27 12:00 reminder_minutes_before=30",
    ),
]


@for_every(("text", "line"), [*REMARKS, *TOPICS, *PEOPLE, *DEADLINES])
def test_one_task_is_made(text, line):
    assert told(text) == [line]


@for_every("text", [text for text, _ in (*REMARKS, *PEOPLE)])
def test_what_rests_on_a_remark_or_a_loose_name_is_not_sure(text):
    assert not reading_of(text).sure


@for_every(
    ("text", "lines"),
    [
        ("Brides say the proofs are too dark", []),
        ("Tell Louise the invoice is wrong", ["Tell Louise the invoice is wrong"]),
        ("the hotel wants a catalogue by Friday", ["Hotel wants a catalogue on 27 #studio ~Hotel catalogue"]),
        ("в пятницу в 12 приезжал инспектор Роман Гудков", []),
        ("проверить машины, которые пригнали до пятницы", ["Проверить машины #сервис"]),
        (
            "quote for the Baker wedding by Monday, they wanted it by Friday",
            ["Quote for the Baker wedding on 30"],
        ),
    ],
)
def test_near_sentences_stay_as_they_are(text, lines):
    assert told(text) == lines


@for_every(
    ("text", "lines"),
    [
        (
            "Ben: clean the kegs by Wednesday, order malt. My job: call the bank on Friday",
            [
                "Clean the kegs on 25 #brewery @Benjamin",
                "Order malt #brewery @Benjamin",
                "Call the bank on 27",
            ],
        ),
        (
            "Тимофей: проверить тормоза к среде. С меня: позвонить в банк в пятницу",
            ["Проверить тормоза on 25 #сервис @Тимофей", "Позвонить в банк on 27"],
        ),
        (
            "Wharf taproom - Ben to fit the taps on Wednesday, meet the plumber Thursday 9am (me), order stools by Friday",
            [
                "Fit the taps on 25 #brewery ~Wharf taproom @Benjamin",
                "Meet the plumber on 26 09:00 #brewery ~Wharf taproom",
                "Order stools on 27 #brewery ~Wharf taproom",
            ],
        ),
        (
            "ben this morning rack the stout in cellars two and three then at two meet the inspector and by friday order malt",
            [
                "Rack the stout in cellars two and three on 23 09:00 #brewery @Benjamin",
                "Meet the inspector on 23 14:00 #brewery @Benjamin",
                "Order malt on 27 #brewery @Benjamin",
            ],
        ),
        (
            "Autumn festival: Ben brews the ale by Thursday, Greg hangs the flags up on 1 December, and someday a proper stage",
            [
                "Brew the ale on 26 #brewery ~Autumn festival @Benjamin",
                "Hang the flags up on 12-01 #brewery ~Autumn festival @Gregory",
                "Proper stage #brewery ~Autumn festival priority=4",
            ],
        ),
        (
            "по кофейне завтра утром отвезти коробки и забрать зерно а в субботу сделать опись",
            [
                "Отвезти коробки по кофейне on 24 09:00 #кофейня",
                "Забрать зерно on 24 09:00 #кофейня",
                "Сделать опись on 28 #кофейня",
            ],
        ),
        (
            "по кофейне заказать стаканы и позвонить поставщику завтра",
            ["Заказать стаканы по кофейне #кофейня", "Позвонить поставщику on 24 #кофейня"],
        ),
        (
            "three things for Ben tomorrow wash the van and fill the kegs and on friday call the maltster",
            [
                "Wash the van on 24 #brewery @Benjamin",
                "Fill the kegs on 24 #brewery @Benjamin",
                "Call the maltster on 27 #brewery @Benjamin",
            ],
        ),
    ],
)
def test_whose_the_entries_of_a_list_are(text, lines):
    assert told(text) == lines


@for_every(
    ("text", "lines"),
    [
        ("Repair the keg washer on Friday instead", ["reschedule on 27 task=T1"]),
        ("order hops on friday instead of malt", ["Order hops instead of malt on 27 #brewery"]),
        ("order rye malt at 4pm instead", ["Order rye malt instead on 23 16:00 #brewery"]),
    ],
)
def test_instead_moves_an_open_task_and_no_other(text, lines):
    assert told(text) == lines


@for_every(
    ("text", "line"),
    [
        ("Покажи, что там осталось по выпечке", "query scope=business text=кофейня"),
        ("освободился чем бы заняться", "query scope=now"),
        ("I'm free, what's next", "query scope=now"),
        (
            "Start a new project for Northlight called Winter faces",
            "create_project name=Winter faces #studio",
        ),
        (
            "заведи проект для кофейни под названием Новогодние наборы",
            "create_project name=Новогодние наборы #кофейня",
        ),
    ],
)
def test_asked_in_other_words(text, line):
    assert told(text) == [line]


@for_every(
    "text", ["Happy New Year to everyone, robot", "happy Easter to you as well", "и тебя с праздником, бот"]
)
def test_wishes_are_no_tasks(text):
    assert told(text) == []


def test_a_table_that_is_free_asks_nothing():
    assert told("освободился столик у окна, позвонить Петровым")[0].startswith("Позвонить Петровым")


@for_every(
    ("text", "project"),
    [
        ("New Year tasting: order glasses", "New Year tasting"),
        ("fix the heater in cellar two", None),
        ("fix the heater in cellar five", "Cellar five"),
        ("fix the heater in the cellar", None),
    ],
)
def test_a_project_is_told_by_its_whole_name_and_its_own_number(text, project):
    projects = (KnownProject("New Year tasting", BREWERY), KnownProject("Cellar five", BREWERY))
    task = only(text, replace(ENGLISH, projects=projects))
    assert (task.project, task.due) == (project, None)
