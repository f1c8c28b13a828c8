"""A remark of a model is said only when it holds: no digit, no number word, no name of its own, no false comparison."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.core.i18n import translator_for
from worker.features.digests.review_insights.figures import WeekFigure
from worker.features.digests.review_insights.number_check import Remark, check_remark

TODAY = dt.date(2026, 11, 23)
FIGURES = {
    "business1": WeekFigure("name", "Lab <3>", "name"),
    "business1_spent": WeekFigure("minutes", 90, "spent"),
    "business1_estimated": WeekFigure("minutes", 60, "estimated"),
    "done_all": WeekFigure("count", 5, "done"),
    "slipped_all": WeekFigure("count", 5, "slipped"),
    "busiest_day": WeekFigure("day", dt.date(2026, 11, 26), "day"),
}


def told(
    text: str,
    left: str | None = None,
    relation: str | None = None,
    right: str | None = None,
    *,
    lang: str = "en",
) -> str | None:
    return check_remark(Remark(text, left, relation, right), FIGURES, translator_for(lang), TODAY)


def test_the_figures_stand_in_their_places_in_the_readers_language() -> None:
    text = "{business1}: {business1_spent}, {busiest_day}"
    assert told(text) == "Lab &lt;3&gt;: 1 h 30, Thu 26 Nov"
    assert told(text, lang="ru") == "Lab &lt;3&gt;: 1 ч 30 мин, чт, 26 ноября"


@for_every(
    "text",
    [
        "{done_all} done in 7 days",
        "{done_all} done in seven days",
        "Twice {done_all}",
        "Вдвое больше: {done_all}",
        "{done_all} и ещё три",
        "{done_all} за пять дней",
        "Half of {done_all}",
        "{done_all} ² ",
        "{done_all} ٣",
        "{unknown_all} done",
        "{done_all",
        "no figure at all",
        "{business1} alone",
        "{done_all}\nand a second line",
        "{done_all} " + "x" * 300,
        "",
    ],
)
def test_what_cannot_be_checked_is_not_said(text: str) -> None:
    assert told(text) is None


@for_every(
    "text",
    ["{done_all} к пятнице и к четвергу", "{done_all} до среды, семья подождёт", "{done_all} стоит того"],
)
def test_words_that_only_look_like_numbers_are_said(text: str) -> None:
    assert told(text, lang="ru") is not None


@for_every(
    ("left", "relation", "right", "holds"),
    [
        ("business1_spent", "more", "business1_estimated", True),
        ("business1_spent", "less", "business1_estimated", False),
        ("business1_spent", "more", "done_all", False),
        ("business1_spent", "almost", "business1_estimated", False),
        ("business1_spent", None, "business1_estimated", False),
        ("business1", "more", "business1_estimated", False),
        ("done_all", "equal", "slipped_all", False),
    ],
)
def test_a_comparison_is_true_and_of_one_kind_and_stands_in_the_sentence(
    left: str, relation: str | None, right: str, holds: bool
) -> None:
    text = "{business1}: {business1_spent} against {business1_estimated}"
    assert (told(text, left, relation, right) is not None) is holds


@given(st.text(max_size=60), st.sampled_from(sorted(FIGURES)))
def test_no_digit_of_the_models_own_ever_comes_through(noise: str, name: str) -> None:
    sentence = told(f"{noise} {{{name}}}")
    if sentence is not None:
        assert not any(letter.isnumeric() for letter in noise)
