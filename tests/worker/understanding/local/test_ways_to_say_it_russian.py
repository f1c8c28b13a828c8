"""Russian ways to say what a planner hears every day: one story a kind, told in sentences of two more teams."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        (
            "Завтра с утра позвонить поставщику чашек, минут тридцать, и пусть Тимофей до пятницы починит подъёмник",
            [
                "Позвонить поставщику чашек on 24 09:00 minutes=30",
                "Починить подъёмник on 27 #сервис @Тимофей",
            ],
        ),
        (
            "Завтра в 9 позвонить поставщику чашек, минут тридцать, и до пятницы починить подъёмник",
            ["Позвонить поставщику чашек on 24 09:00 minutes=30", "Починить подъёмник on 27 #сервис"],
        ),
        (
            "Завтра позвонить в банк, 15 минут, потом заказать стаканы, минут двадцать, до пятницы оплатить аренду",
            [
                "Позвонить в банк on 24 minutes=15",
                "Заказать стаканы on 24 minutes=20",
                "Оплатить аренду on 27",
            ],
        ),
    ],
)
def test_a_length_between_commas_belongs_to_the_clause_before_it(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("спланируй завтра, до обеда меня нет", ["plan scope=tomorrow"]),
        ("спланируй день, с двух до четырёх меня не будет", ["plan scope=today"]),
        ("раскидай мне всё на неделю чтобы в пятницу отдыхать", ["plan scope=week"]),
        ("наметь план на завтра", ["plan scope=tomorrow"]),
        ("помоги разложить завтрашний день", ["plan scope=tomorrow"]),
    ],
)
def test_a_plan_has_a_scope_and_its_conditions_are_no_tasks(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("разложи журналы завтра", ["Разложить журналы on 24"]),
        ("Составь график смен на декабрь", ["Составить график смен на декабрь"]),
        ("Сделай расписание занятий на неделю до пятницы", ["Сделать расписание занятий на неделю on 27"]),
    ],
)
def test_arranging_a_thing_is_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Что висит по кофейне?", ["query scope=business text=кофейня"]),
        ("что по сервису осталось", ["query scope=business text=сервис"]),
        ("какие хвосты по сервису", ["query scope=business text=сервис"]),
        ("хвосты есть?", ["query scope=overdue"]),
        ("дела кофейни покажи", ["query scope=business text=кофейня"]),
        ("По кофейне что там?", ["query scope=business text=кофейня"]),
        ("что у Глеба?", ["query scope=person text=Глеб"]),
        ("когда сдавать ндс?", ["ask_task task=T3 field=due"]),
        ("как у меня неделя выглядит", ["query scope=week"]),
    ],
)
def test_what_is_open_is_asked_in_many_ways(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("лиза пусть завтра закажет стаканы", ["Заказать стаканы on 24 #кофейня @Елизавета"]),
        ("тимоха пусть починит подъёмник", ["Починить подъёмник #сервис @Тимофей"]),
        ("ритуля должна сдать ндс до 25", ["Сдать ндс on 25 @Маргарита"]),
        ("глебушка пусть позвонит петрову", ["Позвонить петрову #сервис @Глеб"]),
        ("рите сверить кассу", ["Сверить кассу @Маргарита"]),
    ],
)
def test_short_names_and_pet_names_are_the_person(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("хлебу позвонить клиенту завтра", ["Позвонить клиенту on 24 #сервис @Глеб"]),
        ("пусть хлеб завтра примет машину", ["Принять машину on 24 #сервис @Глеб"]),
        ("купить хлеб завтра", ["Купить хлеб on 24"]),
    ],
)
def test_a_misheard_name_counts_only_where_a_person_must_stand(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "глеб в среду примет машину а рита сдаст отчёт",
            ["Принять машину on 25 #сервис @Глеб", "Сдать отчёт @Маргарита"],
        ),
        (
            "завтра лизе закупить молоко и глебу помыть пол",
            ["Закупить молоко on 24 #кофейня @Елизавета", "Помыть пол on 24 #сервис @Глеб"],
        ),
        (
            "мне позвонить в банк, Глебу забрать запчасти, Рите — зарплата до 5-го",
            ["Позвонить в банк", "Забрать запчасти #сервис @Глеб", "Зарплата on 12-05 @Маргарита"],
        ),
    ],
)
def test_each_subject_with_its_verb_opens_an_entry_of_a_spoken_list(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "а тимофей пусть во вторник отгонит машину и мне ещё купить цветы",
            ["Отогнать машину on 24 #сервис @Тимофей", "Купить цветы"],
        ),
    ],
)
def test_a_day_said_after_a_person_is_not_the_next_persons(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Сцепление теперь за Глебом", ["update task=T2 field=assignee value=Глеб"]),
        ("смету по Тойоте ведёт Глеб", ["update task=T4 field=assignee value=Глеб"]),
        ("кофемашиной займётся Лиза", ["update task=T1 field=assignee value=Елизавета"]),
        ("отчёт по ндс теперь на Рите", ["update task=T3 field=assignee value=Маргарита"]),
        ("пусть сцеплением занимается Глеб", ["update task=T2 field=assignee value=Глеб"]),
    ],
)
def test_an_open_task_changes_hands_in_many_ways(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Оцени смету на покраску в 2 часа", ["update task=T4 field=minutes value=120"]),
        ("на сцепление заложи 3 часа", ["update task=T2 field=minutes value=180"]),
        ("сцепление это часов на пять", ["update task=T2 field=minutes value=300"]),
        ("на отчёт выдели полтора часа", ["update task=T3 field=minutes value=90"]),
    ],
)
def test_an_open_task_is_given_a_length(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("сдать отчёт до последней пятницы месяца", ["Сдать отчёт on 27"]),
    ],
)
def test_a_deed_of_its_own_is_a_new_task_though_an_open_one_is_called_alike(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("с наступающим!", []),
        ("спасибо, до пятницы", []),
        ("хороших выходных", []),
        ("созвонимся завтра", []),
        ("не за что, до завтра!", []),
        ("спасибо, на сегодня всё", []),
    ],
)
def test_greetings_and_thanks_ask_for_nothing(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("завтра приедет электрик то есть сантехник", ["Приедет сантехник on 24"]),
        ("позвонить поставщику вернее курьеру завтра", ["Позвонить курьеру on 24"]),
        ("Отправь Петрову договор, хотя нет, лучше счёт", ["Отправить Петрову счёт #сервис"]),
        ("встреча с Петровым в 15, а не в 14", ["Встреча с Петровым on 23 15:00 #сервис"]),
    ],
)
def test_what_was_taken_back_leaves_no_trace(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "1. флаеры, напечатать до пятницы\n2. Глеб, принять машину\n3. молоко, сливки, сироп",
            ["Флаеры, напечатать on 27", "Принять машину #сервис @Глеб", "Молоко, сливки, сироп #кофейня"],
        ),
    ],
)
def test_an_entry_of_a_written_list_is_not_cut_at_its_commas(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "В первый вторник месяца инвентаризация в 9",
            ["Инвентаризация on 12-01 09:00 recurrence=MONTHLY;BYDAY=1TU"],
        ),
        ("через день чистить кофемашину", ["Чистить кофемашину on 25 #кофейня recurrence=DAILY;INTERVAL=2"]),
        ("через день позвонить клиенту", ["Позвонить клиенту on 24"]),
        (
            "менять воду в аквариуме через день в 9 утра",
            ["Менять воду в аквариуме on 25 09:00 recurrence=DAILY;INTERVAL=2"],
        ),
        ("по пятым числам сдавать отчёт", ["Сдавать отчёт on 12-05 recurrence=MONTHLY;BYMONTHDAY=5"]),
    ],
)
def test_a_rhythm_needs_no_every(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "в среду в 11 приедет аудитор, подготовить накладные",
            ["Приедет аудитор on 25 11:00", "Подготовить накладные on 25"],
        ),
        (
            "Глеба в пятницу не будет, поэтому машины пусть принимает Тимофей",
            ["Принимать машины #сервис @Тимофей"],
        ),
    ],
)
def test_an_event_and_its_errand_are_two_tasks(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("напиши Лизе что молоко приехало", ["Написать Лизе что молоко приехало #кофейня"]),
    ],
)
def test_telling_someone_something_is_the_senders_own_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("оплатил воду", []),
        ("Покрасили стойку", []),
        ("на сегодня всё сделано", []),
    ],
)
def test_a_deed_told_of_that_no_task_knows_is_left_to_the_caller(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("ндс подождёт до понедельника", ["reschedule on 30 task=T3"]),
        ("про смету на Тойоту забудь, клиент отказался", ["delete task=T4"]),
    ],
)
def test_patience_until_a_day_moves_the_task(text, expected):
    assert told(text) == expected
