"""What is told beside a Russian task: events that others count from, deeds of the past, reasons, absences."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import reading_of, told


@for_every(
    ("text", "expected"),
    [
        (
            "Комиссия придёт 3 декабря, Тимофею за два дня до этого проверить огнетушители",
            ["Проверить огнетушители on 12-01 #сервис @Тимофей"],
        ),
        (
            "У нас 12 декабря дегустация, стаканчики заказать за неделю до неё",
            ["Заказать стаканчики on 12-05 #кофейня"],
        ),
        (
            "Клиент приедет в среду к десяти, Глебу к этому времени помыть машину",
            ["Помыть машину on 25 10:00 #сервис @Глеб"],
        ),
        (
            "Открытие веранды 5 декабря. За три дня до него вымыть окна",
            ["Вымыть окна on 12-02 #кофейня project=Летняя веранда"],
        ),
        ("Электрик будет в пятницу в 15:00, до этого освободить щитовую", ["Освободить щитовую on 27 15:00"]),
        (
            "Фотосъёмка меню в четверг в 12:00, Лизе накануне испечь пирог",
            ["Фотосъёмка меню on 26 12:00", "Испечь пирог on 25 #кофейня @Елизавета"],
        ),
    ],
)
def test_a_day_counted_from_an_event_is_the_deadline_and_the_event_no_task(text, expected):
    assert [line.replace("~", "project=") for line in told(text)] == expected


@for_every(
    ("text", "expected"),
    [
        (
            "Во вторник созвон с поставщиком, напомни за час до этого",
            ["Созвон с поставщиком on 24 reminder_minutes_before=60"],
        ),
        (
            "В пятницу приедет мастер в 10:00, напомни мне накануне",
            ["Приедет мастер on 27 10:00 reminder_minutes_before=1440"],
        ),
    ],
)
def test_a_reminder_before_it_stays_a_reminder(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "С понедельника барахлит подъёмник, вызвать мастера, не срочно",
            ["Барахлит подъёмник: вызвать мастера #сервис priority=3"],
        ),
        (
            "Глебу разобраться, почему 12 ноября списали деньги за аренду",
            ["Разобраться, почему 12 ноября списали деньги за аренду #сервис @Глеб"],
        ),
        (
            "Вчера в зале перегорели лампы, купить новые до четверга",
            ["В зале перегорели лампы: купить новые on 26"],
        ),
        ("В субботу съели всё печенье! Заказать стаканы", ["Заказать стаканы"]),
    ],
)
def test_the_day_of_a_deed_that_is_told_is_no_deadline(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Тойоту Петрова сдвинь на четверг, в среду он не сможет", ["reschedule on 26 task=T4"]),
        ("Сцепление на Ладе давай завтра, сегодня запчасти не приедут", ["reschedule on 24 15:00 task=T2"]),
        (
            "сцепление на ладе давай послезавтра завтра запчасти не приедут",
            ["reschedule on 25 15:00 task=T2"],
        ),
        (
            "На выходных обещают мороз, поэтому утеплить трубы до пятницы",
            ["Утеплить трубы on 27"],
        ),
        ("пусть уборщица помоет окна на этой неделе ночью уже снег обещали", ["Уборщица: помыть окна on 27"]),
    ],
)
def test_a_reason_told_beside_a_task_makes_none(text, expected):
    assert told(text) == expected


def test_what_others_will_not_do_is_kept_when_nothing_else_is_said():
    assert told("Завтра краска не приедет") != []


def test_a_request_told_in_the_past_keeps_its_day():
    assert told("Петров просил перезвонить в пятницу")[0].startswith("Петров просил перезвонить on 27")


def test_a_reading_with_a_reason_left_out_is_not_sure():
    assert not reading_of("Тойоту Петрова сдвинь на четверг, в среду он не сможет").sure


@for_every(
    ("text", "expected"),
    [
        (
            "Замена масла на Киа — в эту среду не успеваем, тогда в следующую, к 11:00",
            ["Замена масла на Киа on 12-02 11:00 #сервис"],
        ),
        ("Сцепление в среду не получается, давай в следующую", ["reschedule on 12-02 15:00 task=T2"]),
        (
            "Позвонить арендодателю в пятницу. Хотя стоп, в пятницу праздник… тогда в четверг",
            ["Позвонить арендодателю on 26"],
        ),
        (
            "Сверить кассу в среду, ой, в среду же инвентаризация, давай тогда в четверг",
            ["Сверить кассу on 26"],
        ),
    ],
)
def test_a_day_given_up_gives_way_to_the_next_one_said(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Завтра позвонить в налоговую, уточнить сроки", ["Позвонить в налоговую, уточнить сроки on 24"]),
        (
            "Заехать к поставщику, забрать образцы чашек завтра",
            ["Заехать к поставщику, забрать образцы чашек on 24"],
        ),
        ("Позвонить поставщику, заказать стаканы", ["Позвонить поставщику", "Заказать стаканы"]),
        ("Заказать стаканы и пометь как срочное", ["Заказать стаканы priority=1"]),
        (
            "Менять фильтр раз в две недели, первый раз 1 декабря утром",
            ["Менять фильтр on 12-01 09:00 recurrence=WEEKLY;INTERVAL=2"],
        ),
        ("Съели все круассаны! Испечь ещё пачку, часа три", ["Испечь ещё пачку (круассан) minutes=180"]),
    ],
)
def test_what_only_adds_to_a_task_makes_no_other(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Лада Петрова просится на час позже", ["reschedule on 23 16:00 task=T2"]),
        ("Петров попросил на два часа попозже", ["reschedule on 23 17:00 task=T2"]),
        (
            "Смету по Тойоте теперь делает Глеб, Тимофей на больничном до пятницы",
            ["update task=T4 field=assignee value=Глеб"],
        ),
        (
            "кофемашину починили и по ладе сцепление стоит глеб полдня на неё убил",
            ["complete task=T1", "complete task=T2 actual_minutes=240"],
        ),
    ],
)
def test_open_tasks_are_changed_by_what_others_ask_and_do(text, expected):
    assert told(text) == expected
