"""Questions, plans and new projects."""

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, SHOP, STUDIO, WORLD, intents, only
from worker.understanding.context import Message
from worker.understanding.intents import CreateProject, Plan, Query
from worker.understanding.local.local_reader import read


@for_every(
    ("text", "expected"),
    [
        ("what's overdue?", Query(scope="overdue")),
        ("что у меня завтра", Query(scope="tomorrow")),
        ("what do I have this week", Query(scope="week")),
        ("how does my week look", Query(scope="week")),
        ("how do the next days look for Bright Web", Query(scope="business", text=STUDIO)),
        ("как выглядит моя неделя", Query(scope="week")),
        ("чем заняться сейчас?", Query(scope="now")),
        ("what's left for Bright Web", Query(scope="business", text=STUDIO)),
        ("что там по порталу Acme?", Query(scope="project", text="Acme portal")),
        ("search for invoices", Query(scope="search", text="invoices")),
        ("find whatever we have about the moulds", Query(scope="search", text="moulds")),
        ("find everything we've got on the garage", Query(scope="search", text="garage")),
    ],
)
def test_a_question_has_a_scope(text, expected):
    assert only(text) == expected


@for_every(
    "text",
    [
        "What did I finish today?",
        "what have we got done today",
        "what's done today?",
        "Что я сегодня сделал?",
        "что мы успели сделать сегодня?",
        "Что сделано сегодня?",
    ],
)
def test_what_was_finished_today_is_asked_as_such(text):
    reading = read(Message(text, NOW), WORLD)
    assert reading.intents == (Query(scope="done"),)
    assert reading.sure


@for_every(
    "text", ["what do I have to get done today?", "что ещё не сделано сегодня?", "what is left today?"]
)
def test_what_is_still_to_be_finished_is_not(text):
    assert only(text) == Query(scope="today")


def test_what_was_done_about_one_thing_leaves_the_thing_unread():
    assert "drill" in read(Message("what did we do about the drill today?", NOW), WORLD).unread


@for_every(
    ("text", "scope"),
    [("plan my day", "today"), ("раскидай дела на завтра", "tomorrow"), ("organise my week please", "week")],
)
def test_a_request_to_arrange_is_a_plan(text, scope):
    assert only(text) == Plan(scope=scope)


def test_scheduling_a_call_is_a_task_and_finding_a_plumber_too():
    assert only("schedule a call with Bell on Friday").kind == "create"
    assert only("find a plumber by Friday").kind == "create"


def test_a_project_is_made_under_the_business_it_is_asked_for():
    assert only('create a project called "Spring sale" under Bright Web') == CreateProject(
        name="Spring sale", business=STUDIO
    )
    assert only("заведи проект «Склад» в Искре") == CreateProject(name="Склад", business=SHOP)


@for_every("text", ["👍", "спасибо, выручил!", "ok cool", "haha see you tomorrow", "доброе утро"])
def test_small_talk_asks_for_nothing(text):
    assert intents(text) == []
