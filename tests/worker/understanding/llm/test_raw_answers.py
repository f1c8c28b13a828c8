"""Rules of repetition and raw answers: whatever a server sends is read in one way, or refused in our words."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.understanding.llm.answer import BrokenAnswerError, parse
from worker.understanding.llm.rrule_check import checked_rule


@for_every(
    ("said", "rule"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("rrule:byday=mo,tu;freq=weekly", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0;WKST=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=3"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=DAILY;UNTIL=20260630T235959Z", "FREQ=DAILY;UNTIL=20260630"),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", None),
        ("FREQ=HOURLY", None),
        ("FREQ=WEEKLY;BYDAY=XX", None),
        ("FREQ=WEEKLY;INTERVAL=0", None),
        ("FREQ=DAILY;UNTIL=tomorrow", None),
        ("FREQ=DAILY;FREQ=WEEKLY", None),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", None),
        ("", None),
    ],
)
def test_a_rule_is_written_one_way_or_not_at_all(said: str, rule: str | None) -> None:
    assert checked_rule(said) == rule


@given(st.text(max_size=80))
def test_any_text_as_a_rule_is_answered_without_an_error(said: str) -> None:
    rule = checked_rule(said)
    assert rule is None or checked_rule(rule) == rule


_KEYS = st.sampled_from(
    ("kind", "task", "title", "due", "minutes", "scope", "text", "actions", "value", "field")
)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(("create", "delete", "T1")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=20,
)


@given(_JSON)
def test_whatever_a_server_answers_is_read_or_refused_in_our_words(found: Any) -> None:
    assert _outcome(json.dumps(found)) in {"read", "no_actions", "no_valid_action"}


@given(st.text(max_size=60))
def test_any_text_instead_of_json_is_refused_in_our_words(content: str) -> None:
    # A text can be JSON by chance, an empty list even an answer.
    assert _outcome(content) in {"no_content", "no_json", "no_actions", "no_valid_action", "read"}


DONE = '{"actions": [{"kind": "delete", "task": "T1"}]}'


@for_every(
    "content",
    [
        f"```json\n{DONE}\n```",
        f"Here is the JSON you asked for:\n\n```\n{DONE}\n```\nLet me know if you need more.",
        f"<think>The user wants T1 gone. {{maybe: not}}</think>\n{DONE}",
        f"The user wants [T1] gone.</think>\n\n{DONE}",
        f'<think>First idea: {{"actions": []}}</think>{DONE}',
        f"Sure! {DONE} That deletes the task.",
        '[{"kind": "delete", "task": "T1"}]',
        '{"kind": "delete", "task": "T1"}',
        'Answer: {"kind": "delete", "task": "T1"}',
        '{"actions": {"kind": "delete", "task": "T1"}}',
        '{"planner_actions": {"actions": [{"kind": "delete", "task": "T1"}]}}',
        '{"intents": [{"type": "delete_task", "ref": "T1", "title": null}]}',
        '{"actions": [{"kind": "Delete", "task": "T1", "due": "null", "business": "None"}]}',
        '{"actions": [{"kind": "delete", "task": "T1",},]}',
        json.dumps(DONE),
        f"\ufeff{DONE}",
    ],
)
def test_the_form_of_an_answer_is_read_leniently(content: str) -> None:
    parsed = parse(content, None, "stop")
    assert ([said.model_dump() for said in parsed.said], parsed.malformed) == (
        [{"kind": "delete", "task": "T1"}],
        0,
    )


@for_every(
    ("content", "code"),
    [
        ('{"actions": [{"kind": "delete", "task": "T1", "workspace": 2}]}', "no_valid_action"),
        ('{"tasks": []}', "no_actions"),
        ('{"actions": "delete everything"}', "no_actions"),
        ("<think>and nothing after it", "no_json"),
        ("[" * 5_000, "no_json"),
        ("{" * 5_000 + "}", "no_json"),
    ],
)
def test_what_it_says_is_not(content: str, code: str) -> None:
    assert _outcome(content) == code


def _outcome(content: str) -> str:
    try:
        parse(content, None, "stop")
    except BrokenAnswerError as error:
        return error.code
    return "read"
