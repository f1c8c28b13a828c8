"""New tasks: what is to be done, by whom, when, for which business, in the words of a person."""

import datetime as dt

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, SHOP, STUDIO, WORLD, intents, only
from worker.understanding.context import Context, KnownBusiness, Message
from worker.understanding.intents import CreateTask, Due
from worker.understanding.local.local_reader import read


def test_a_nickname_in_the_dative_gives_the_task_and_its_business():
    task = only("Диме проверить блок питания до пятницы, часа полтора")
    assert task == CreateTask(
        title="Проверить блок питания",
        business=SHOP,
        assignee="Дмитрий",
        due=Due(date=dt.date(2026, 11, 27)),
        timing="by",
        estimate_minutes=90,
    )


def test_let_someone_do_it_turns_the_verb_into_an_infinitive():
    task = only("пусть дима завтра заберёт плату со склада", voice=True)
    assert (task.title, task.assignee) == ("Забрать плату со склада", "Дмитрий")


def test_being_called_is_no_assignment():
    assert only("call Daniel about the invoices tomorrow").assignee is None


@for_every(
    "text",
    ["ask Daniel to fix the login form", "Daniel has to fix the login form", "Daniel: fix the login form"],
)
def test_the_ways_to_ask_someone_leave_the_same_title(text):
    task = only(text)
    assert (task.title, task.assignee, task.business) == ("Fix the login form", "Daniel", STUDIO)


def test_a_role_names_the_member_who_has_it():
    task = only("have the bookkeeper send the tax papers by Friday, no rush")
    assert (task.assignee, task.priority, task.business) == ("Vera", 3, None)


def test_a_day_before_a_list_holds_for_every_entry_that_names_no_other():
    first, second, third = intents("Tomorrow: order cable, call the bank at 11, and on Friday pay the rent")
    assert [task.due.date.day for task in (first, second, third)] == [24, 24, 27]
    assert second.due.time == dt.time(11, 0)


def test_a_day_attached_to_one_entry_stays_with_it():
    first, second = intents("order cable tomorrow and call the bank")
    assert first.due is not None
    assert second.due is None


def test_numbered_entries_share_the_person_named_before_them():
    tasks = intents("Диме: 1. разобрать стол 2. купить припой завтра 3. позвонить в банк")
    assert [task.assignee for task in tasks] == ["Дмитрий"] * 3
    assert [task.due is not None for task in tasks] == [False, True, False]


def test_a_spoken_list_without_commas_is_cut_at_its_verbs():
    tasks = intents("завтра забрать плату отправить смету клиенту и оплатить хостинг", voice=True)
    assert [task.title for task in tasks] == ["Забрать плату", "Отправить смету клиенту", "Оплатить хостинг"]
    assert {task.due.date for task in tasks} == {dt.date(2026, 11, 24)}


def test_the_last_version_of_a_correction_wins_and_leaves_no_trace():
    task = only("send the draft on Tuesday, no wait, Thursday at 2 pm")
    assert (task.title, task.due) == ("Send the draft", Due(date=dt.date(2026, 11, 26), time=dt.time(14, 0)))
    assert only("оплатить счёт в среду, ой нет, в четверг").due == Due(date=dt.date(2026, 11, 26))


def test_a_project_is_named_by_its_distinctive_part():
    task = only("обновить сертификат портала Acme")
    assert (task.project, task.business) == ("Acme portal", STUDIO)


def test_private_matters_belong_to_no_business():
    alone = Context(businesses=WORLD.businesses[:1])
    assert only("купить маме подарок до 20 декабря", alone).business is None
    assert only("купить бумагу до 20 декабря", alone).business == SHOP


def test_a_rhythm_has_its_first_day_and_clock_time():
    task = only("каждую пятницу в 17:00 сверка кассы")
    assert (task.title, task.recurrence) == ("Сверка кассы", "FREQ=WEEKLY;BYDAY=FR")
    assert task.due == Due(date=dt.date(2026, 11, 27), time=dt.time(17, 0))


def test_a_reminder_is_a_lead_and_no_part_of_the_title():
    task = only("Meeting with Acme on Thursday at 11, remind me an hour before")
    assert (task.title, task.reminder_minutes_before) == ("Meeting with Acme", 60)


def test_a_fault_and_its_remedy_are_one_task():
    task = only("the compressor won't start, get someone to look at it today, urgent")
    assert task.priority == 1
    assert "compressor" in task.title.lower()


def test_talk_around_the_task_stays_out_of_it():
    task = only("The weekend was a mess. Send the website draft to Ms Cole tonight")
    assert (task.title, task.due) == (
        "Send the website draft to Ms Cole",
        Due(date=dt.date(2026, 11, 23), time=dt.time(18, 0)),
    )


def test_what_has_run_out_is_named_in_the_order():
    assert "vanilla" in only("we ran out of vanilla, buy 2 bottles").title.lower()


def test_a_surname_that_is_only_like_a_keyword_names_no_business():
    mill, flowers = KnownBusiness("Repair", ("spindle", "mill")), KnownBusiness("Flowers", ("roses",))
    reading = read(Message("Order 200 roses for the Miller wedding", NOW), Context((mill, flowers)))
    (task,) = reading.intents
    assert (task.business, reading.doubts) == ("Flowers", ())
    assert only("oil both mills", Context((mill, flowers))).business == "Repair"
