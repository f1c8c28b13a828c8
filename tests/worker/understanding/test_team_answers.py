"""What people answer to whoever gave them a task, in both languages, with and without a task named."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownMember, KnownTask, Message
from worker.understanding.team_answers import asks_about_it, is_plainly_else, names_task, read_team_answer

# A Wednesday.
NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MONDAY, TUESDAY = "2026-11-30", "2026-12-01"
CONTEXT = Context(
    businesses=(),
    projects=(),
    members=(KnownMember("Tom", (), None, ()), KnownMember("Серый", (), None, ("Сергей",))),
    open_tasks=(
        KnownTask("T1", "Fix Ivanov's spindle"),
        KnownTask("T2", "Помыть машину"),
        KnownTask("T3", "Отполировать вал"),
    ),
)


def said(text: str) -> Message:
    return Message(text, NOW)


ACCEPTED = (
    *(
        "ok",
        "Okay!",
        "okay 👍",
        "👍",
        "yes boss",
        "Will do",
        "sure, will do it",
        "got it, on it",
        "no problem",
        "ok, thanks",
    ),
    *(
        "ок",
        "Ок!",
        "принял",
        "приняла",
        "принято, сделаю",
        "да, сделаю",
        "хорошо, спасибо",
        "беру",
        "договорились",
        "+",
    ),
)


@for_every("text", ACCEPTED)
def test_a_nod_takes_the_task_that_was_just_told(text: str) -> None:
    answer = read_team_answer(said(text), CONTEXT, pointed=True)
    assert answer is not None
    assert answer.kind == "accept"
    assert read_team_answer(said(text), CONTEXT, pointed=False) is None


@for_every(
    ("text", "day", "reason"),
    [
        ("can't, no spokes till Monday", MONDAY, "no spokes"),
        ("can't do it Thursday, no spokes till Monday", MONDAY, "no spokes"),
        ("can't before Monday", MONDAY, None),
        ("can't do that before Tuesday, waiting for parts", TUESDAY, "waiting for parts"),
        ("can't this week, maybe next Monday", MONDAY, None),
        ("can't, let's move it to 3 December", "2026-12-03", None),
        ("не смогу, давай в понедельник", MONDAY, None),
        ("не успею, перенеси на вторник", TUESDAY, None),
        ("не могу раньше вторника", TUESDAY, None),
        ("Не смогу до вторника, жду запчасти", TUESDAY, "жду запчасти"),
        ("не могу завтра, давайте в понедельник", MONDAY, None),
        ("the spindle won't be ready before Tuesday", TUESDAY, None),
        ("Monday", MONDAY, None),
        ("let's do Monday", MONDAY, None),
        ("can I do it on Monday instead?", MONDAY, None),
        ("ok, but only on Monday", MONDAY, None),
        ("можно в понедельник?", MONDAY, None),
        ("лучше во вторник", TUESDAY, None),
        ("ок, в понедельник сделаю", MONDAY, None),
        ("не раньше вторника", TUESDAY, None),
    ],
)
def test_another_day_is_proposed(text: str, day: str, reason: str | None) -> None:
    answer = read_team_answer(said(text), CONTEXT, pointed=True)
    assert answer is not None
    assert (answer.kind, answer.due and answer.due.date.isoformat(), answer.reason) == ("date", day, reason)


@for_every(
    ("text", "reason", "suggested"),
    [
        ("can't do it", None, None),
        ("I'm afraid I can't", None, None),
        ("sorry, I'm sick, can't", "I'm sick", None),
        ("I can't make it on Friday", None, None),
        ("no way, too much work", "too much work", None),
        ("can't fix the spindle, no parts", "no parts", None),
        ("give it to Tom", None, "Tom"),
        ("Tom can do it", None, "Tom"),
        ("I won't, let Tom do it", None, "Tom"),
        ("не смогу", None, None),
        ("не успею к пятнице, заказали только вчера", "заказали только вчера", None),
        ("Не получится, станок сломан", "станок сломан", None),
        ("машину мыть не буду, пусть Серый", None, "Серый"),
        ("вал отполировать не смогу", None, None),
        ("отдай Серому", None, "Серый"),
        ("сам делай", None, None),
    ],
)
def test_a_refusal_has_its_reason_and_who_should_do_it(
    text: str, reason: str | None, suggested: str | None
) -> None:
    answer = read_team_answer(said(text), CONTEXT, pointed=True)
    assert answer is not None
    assert (answer.kind, answer.reason, answer.suggested) == ("refuse", reason, suggested)


@for_every(
    "text",
    [
        "what spindle?",
        "which one?",
        "when do you need it?",
        "какой шпиндель?",
        "где ключи от машины?",
        "зачем?",
    ],
)
def test_a_question_is_asked_back(text: str) -> None:
    answer = read_team_answer(said(text), CONTEXT, pointed=True)
    assert answer is not None
    assert (answer.kind, answer.reason) == ("ask", text)


@for_every(
    "text",
    [
        "done, took 2 h",
        "отполировал вал",
        "buy milk tomorrow",
        "напомни купить масло завтра",
        "Купить болты",
        "",
    ],
)
def test_reports_and_orders_are_no_answers(text: str) -> None:
    assert read_team_answer(said(text), CONTEXT, pointed=True) is None


def test_a_question_about_the_day_is_not_about_the_task() -> None:
    assert asks_about_it(said("why?"))
    assert asks_about_it(said("какой шпиндель?"))
    assert not asks_about_it(said("what tasks?"))
    assert not asks_about_it(said("какие дела?"))
    assert asks_about_it(said("when do you need it?"))
    assert not asks_about_it(said("what's on today?"))
    assert not asks_about_it(said("что у меня сегодня?"))


def test_what_is_plainly_else_is_no_free_answer() -> None:
    assert is_plainly_else(said("buy milk"))
    assert is_plainly_else(said("call the bank on Friday"))
    assert is_plainly_else(said("/today"))
    assert not is_plainly_else(said("The one of Ivanov's lathe"))


def test_a_task_is_named_by_a_distinctive_word() -> None:
    assert names_task(["spindle", "fix"], "Fix Ivanov's spindle")
    assert names_task(["машину"], "Помыть машину")
    assert not names_task(["keys", "find"], "Fix Ivanov's spindle")
    bare = read_team_answer(said("can't, no parts"), CONTEXT, pointed=False)
    other = read_team_answer(said("I can't find my keys"), CONTEXT, pointed=False)
    assert bare is not None
    assert other is not None
    assert (bare.bare, other.bare) == (True, False)
