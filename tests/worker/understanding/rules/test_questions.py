"""Questions, plans and new projects."""

import pytest

from tests.worker.understanding.rules.world import SHOP, STUDIO, actions, only
from worker.understanding.actions import CreateProject, Plan, Query


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what's overdue?", Query(scope="overdue")),
        ("что у меня завтра", Query(scope="tomorrow")),
        ("what do I have this week", Query(scope="week")),
        ("чем заняться сейчас?", Query(scope="now")),
        ("what's left for Bright Web", Query(scope="business", text=STUDIO)),
        ("что там по порталу Acme?", Query(scope="project", text="Acme portal")),
        ("search for invoices", Query(scope="search", text="invoices")),
    ],
)
def test_a_question_has_a_scope(text, expected):
    assert only(text) == expected


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "text", ["👍", "спасибо, выручил!", "ok cool", "haha see you tomorrow", "доброе утро", "как тебя зовут?"]
)
def test_small_talk_asks_for_nothing(text):
    assert actions(text) == []
