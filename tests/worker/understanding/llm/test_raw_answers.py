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
    assert _outcome(content) in {"no_content", "no_json", "no_actions"}


def _outcome(content: str) -> str:
    try:
        parse(content, None, "stop")
    except BrokenAnswerError as error:
        return error.code
    return "read"
