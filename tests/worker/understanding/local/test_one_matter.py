"""Sentences that are one matter, members named in passing, entries counted aloud, values put right, results told."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import reading_of, told


@for_every(
    ("text", "expected"),
    [
        (
            "The keg washer leaks. Get someone to look at it before Wednesday",
            ["Get someone to look at the keg washer on 25 #brewery"],
        ),
        (
            "got the new taps. Ben needs them by tomorrow noon",
            ["Ben needs new taps on 24 12:00"],
        ),
        ("We have run out of labels. Order 500 by Thursday", ["Order 500 (labels) on 26"]),
        (
            "finish the stout label and on Friday send it to the printer",
            ["Finish the stout label", "Send the stout label to the printer on 27"],
        ),
        ("cups: wash 40, order 100 by Friday", ["Wash 40 (cups)", "Order 100 (cups) on 27"]),
        ("У кофемашины течёт трубка. Починить до пятницы", ["Починить (трубка) on 27 #кофейня"]),
        ("Бариста просит новые чашки. Заказать их до среды", ["Заказать их (чашка) on 25 #кофейня"]),
        (
            "дописать смету, в пятницу отправить её Петрову",
            ["Дописать смету", "Отправить её Петрову (смета) on 27 #сервис"],
        ),
    ],
)
def test_what_a_pronoun_points_to_is_said_in_full(text, expected):
    assert told(text) == expected
    assert not reading_of(text).sure


@for_every(
    ("text", "expected"),
    [
        ("Ben's brewing the stout on Thursday", ["Brew the stout on 26 #brewery @Benjamin"]),
        ("Order labels, Louise is on it, by Thursday at the latest", ["Order labels on 26 @Louise"]),
        (
            "Taproom opening on Friday at 18:00, Greg's bringing the kegs",
            ["Taproom opening on 27 18:00 #brewery @Gregory"],
        ),
        (
            "the camera bag needs mending with theo doing that by friday",
            ["Mend camera bag on 27 #studio @Theodora"],
        ),
        ("заказать зерно, займётся Лиза, до четверга", ["Заказать зерно on 26 #кофейня @Елизавета"]),
        ("Глебу позвонить поставщику шин", ["Позвонить поставщику шин #сервис @Глеб"]),
        ("Глебу позвонить насчёт шин", ["Позвонить глебу насчёт шин #сервис"]),
    ],
)
def test_a_member_named_in_passing_is_to_do_it_unless_only_called(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "first ben cleans the taps tomorrow second louise sends the form by friday and third i call the bank",
            ["Clean the taps on 24 #brewery @Benjamin", "Send the form on 27 @Louise", "Call the bank"],
        ),
        (
            "так первое лиза моет витрину завтра второе глеб везёт резину до пятницы третье я звоню в банк",
            [
                "Мыть витрину on 24 #кофейня @Елизавета",
                "Везти резину on 27 #сервис @Глеб",
                "Звонить в банк",
            ],
        ),
        ("paint the second floor on friday", ["Paint the second floor on 27"]),
    ],
)
def test_entries_counted_aloud_are_tasks_of_their_own(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("wash the kegs, two hours, sorry three", ["Wash the kegs #brewery minutes=180"]),
        ("buy 12 glasses, no, 20", ["Buy 20 glasses"]),
        ("meet Moreno on Friday at 10... sorry, 11", ["Meet Moreno on 27 11:00 #studio"]),
        ("pay the malt bill by Tuesday - no, Thursday", ["Pay the malt bill on 26 #brewery"]),
        ("купить 12 стаканов нет 20 завтра", ["Купить 20 стаканов on 24"]),
        ("помыть витрину, два часа, ой нет, три", ["Помыть витрину minutes=180"]),
        ("the quote will take more like three hours, not one", ["update task=T4 field=minutes value=180"]),
        ("на кофемашину нужно часа три, а не час", ["update task=T1 field=minutes value=180"]),
    ],
)
def test_a_value_put_right_replaces_the_one_before(text, expected):
    assert told(text) == expected
    assert not reading_of(text).sure


@for_every(
    ("text", "expected"),
    [
        ("proofs are out the door", ["complete task=T2"]),
        ("the keg washer no longer leaks", ["complete task=T1"]),
        ("finished the bottle caps and the Lindgren quote", ["complete task=T3", "complete task=T4"]),
        ("кофемашина снова варит", ["complete task=T1"]),
        ("the keg washer is half done", []),
        ("Lindgren asked about the wedding quote", []),
        ("Ладу Петрова забрали", []),
    ],
)
def test_a_result_closes_the_task_it_implies_and_no_other(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("the Lindgren thing can wait. push it to Monday", ["reschedule on 30 task=T4"]),
        (
            "call the caps task 'Order caps and labels' instead",
            ["update task=T3 field=title value=Order caps and labels"],
        ),
        (
            "отчёт по НДС переименуй в «Сдать НДС и взносы»",
            ["update task=T3 field=title value=Сдать НДС и взносы"],
        ),
        (
            "переименуй отчёт по НДС в подать декларацию",
            ["update task=T3 field=title value=Подать декларацию"],
        ),
        (
            "НДС: срок пятница, исполнитель Рита",
            ["update task=T3 field=assignee value=Маргарита", "reschedule on 27 task=T3"],
        ),
        ("сцепление Петрову можно не менять", ["delete task=T2"]),
        ("the keg washer not today, Friday instead", ["reschedule on 27 task=T1"]),
    ],
)
def test_an_edit_finds_its_task_wherever_it_was_named(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "tomorrow: water the hops, pick up the parcel, call mum at 7pm",
            ["Water the hops on 24 #brewery", "Pick up the parcel on 24", "Call mum on 24 19:00"],
        ),
        (
            "Завтра: помыть витрину, забрать посылку, позвонить маме в 19:00",
            ["Помыть витрину on 24", "Забрать посылку on 24", "Позвонить маме on 24 19:00"],
        ),
        ("забыл, ещё надо купить скотч", ["Купить скотч"]),
    ],
)
def test_a_day_or_a_word_before_a_list_does_nothing_to_the_task_spoken_of_last(text, expected):
    assert told(text, recent=("T1",)) == expected
