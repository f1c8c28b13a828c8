"""Russian requests that make no task: plans with conditions, searches, the next thing to do, projects named late."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        ("раскидай по дням всё что набралось", ["plan scope=week"]),
        ("Раскидай мне всё, что висит, на неделю", ["plan scope=week"]),
        ("распредели по дням всё, что у нас ещё осталось", ["plan scope=week"]),
        ("расставь мои дела на сегодня, после шести меня не занимать", ["plan scope=today"]),
        ("разложи завтра по часам, до десяти меня не трогай", ["plan scope=tomorrow"]),
    ],
)
def test_a_plan_is_asked_for_all_there_is_and_with_conditions(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("подскажи с чего мне сегодня начать", ["query scope=now"]),
        ("за что мне прямо сейчас взяться", ["query scope=now"]),
        ("где у меня было про сцепление, найди", ["query scope=search text=сцепление"]),
        ("что-то было про кофемашину, поищи", ["query scope=search text=кофемашину"]),
        ("где у нас было что-то про веранду", ["query scope=search text=веранду"]),
    ],
)
def test_a_question_is_told_whatever_its_order(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "нужен новый проект для сервиса, назови «Зимняя акция»",
            ["create_project name=Зимняя акция #сервис"],
        ),
        (
            "Создай отдельный проект в кофейне, пусть называется «Ночная смена»",
            ["create_project name=Ночная смена #кофейня"],
        ),
        ("хочу завести проект по кофейне, название «Доставка»", ["create_project name=Доставка #кофейня"]),
        (
            "Открой ещё один проект в сервисе, назовём его Эвакуатор",
            ["create_project name=Эвакуатор #сервис"],
        ),
    ],
)
def test_a_project_is_named_in_a_clause_of_its_own(text, expected):
    assert told(text) == expected


def test_someday_is_no_question():
    lines = told(
        "По кофейне: воду оплатить до 30-го, в четверг к 11 утра мастер, и когда-нибудь поменять вывеску"
    )
    assert [line.split(" ")[0] for line in lines] == ["Оплатить", "Мастер", "Поменять"]
    assert lines[2] == "Поменять вывеску #кофейня priority=4"


def test_the_infinitive_of_an_indirect_question_begins_no_task():
    assert told("узнать у Петрова как подключить кассу и заказать чеки")[1:] == ["Заказать чеки"]
