"""Several tasks of the last list, named by their places; figures and ordinals of other things make tasks as ever."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownMember, KnownTask, Message
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    businesses=(KnownBusiness("Spoke"), KnownBusiness("Zerno")),
    members=(KnownMember("Lucy"), KnownMember("Tom"), KnownMember("Дима")),
    open_tasks=(
        KnownTask("T3", "Buy paint"),
        KnownTask("T4", "Call the mill"),
        KnownTask("T6", "Book the marquee"),
    ),
    recent=("T6", "T4", "T3"),
    listed=("T3", "T4", "T6"),
)


def acts(text: str, world: Context = WORLD) -> set[str]:
    """What is done at once, as "T3 complete", "T4 assignee Tom"."""
    found = set()
    for intent in read_by_rules(Message(text, NOW), world).intents:
        said = intent.model_dump(exclude={"kind", "task", "timing"}, exclude_none=True)
        due = said.pop("due", None)
        words = [
            intent.kind if intent.kind != "update" else "",
            *map(str, said.values()),
            str(due["date"].day) if due else "",
        ]
        found.add(" ".join([getattr(intent, "task", "-"), *(word for word in words if word)]))
    return found


@for_every(
    ("text", "expected"),
    [
        (
            "1 2 3 by Thursday and it's for Zerno",
            {f"{ref} {what}" for ref in ("T3", "T4", "T6") for what in ("reschedule 26", "business Zerno")},
        ),
        ("first and third done, forget the second", {"T3 complete", "T6 complete", "T4 delete"}),
        ("первая и третья готовы, вторую убери", {"T3 complete", "T6 complete", "T4 delete"}),
        ("1 и 2 на пятницу", {"T3 reschedule 27", "T4 reschedule 27"}),
        ("1 done 2 tomorrow", {"T3 complete", "T4 reschedule 24"}),
        ("1 и 3 готовы, 2 на завтра", {"T3 complete", "T6 complete", "T4 reschedule 24"}),
        ("all but the last are for Tom", {"T3 assignee Tom", "T4 assignee Tom"}),
        ("все кроме последней для Димы", {"T3 assignee Дима", "T4 assignee Дима"}),
        ("the last two are for Tom", {"T4 assignee Tom", "T6 assignee Tom"}),
        ("первые две Диме", {"T3 assignee Дима", "T4 assignee Дима"}),
        ("2-3 на завтра", {"T4 reschedule 24", "T6 reschedule 24"}),
        ("all three by Friday", {"T3 reschedule 27", "T4 reschedule 27", "T6 reschedule 27"}),
        ("2 is Tom, 3 is Lucy", {"T4 assignee Tom", "T6 assignee Lucy"}),
        ("1st and 3rd done", {"T3 complete", "T6 complete"}),
        ("third: 2 hours", {"T6 estimate_minutes 120"}),
        ("#3 and #6 done", {"T3 complete", "T6 complete"}),
        ("did the first two, not the third", {"T3 complete", "T4 complete"}),
        ("I did the first, second not yet", {"T3 complete"}),
        ("первые две сделал, третью нет", {"T3 complete", "T4 complete"}),
        ("первая готова, третью отдай Диме, вторую забудь", {"T3 complete", "T6 assignee Дима", "T4 delete"}),
    ],
)  # fmt: skip
def test_places_of_the_last_list_are_changed(text: str, expected: set[str]) -> None:
    assert acts(text) == expected


@for_every(
    "text",
    [
        "3 bags of flour",
        "1 and 2 litre cans for Tom",
        "2 coffees for the first client",
        "12 eggs by Friday",
        "buy 2 and 3 inch screws",
        "первый этаж помыть",
        "call the first client",
        "3 doors painted by Friday",
    ],
)
def test_figures_of_other_things_change_nothing(text: str) -> None:
    assert not any(isinstance(ref, str) and ref.startswith("T") for ref in acts(text))


@for_every("text", ["4 done", "1 and 5 by Friday", "all four by Friday", "all three are for Tom and Lucy"])
def test_what_the_list_does_not_have_is_not_changed(text: str) -> None:
    assert not any(ref.startswith("T") for ref in acts(text))


def test_a_list_that_shows_numbers_is_answered_by_them() -> None:
    numbered = replace(WORLD, listed=("T6", "T3", "T4"), numbered=True)
    assert acts("3 and 4 done", numbered) == {"T3 complete", "T4 complete"}
    assert acts("the first is for Tom", numbered) == {"T6 assignee Tom"}
    assert acts("1 done", numbered) == set()


def test_all_in_an_answer_to_one_card_is_not_the_whole_list() -> None:
    assert acts("all by Friday", replace(WORLD, replied_to="T4")) <= {"T4 reschedule 27"}


@for_every("text", ["all done", "they're all done", "всё сделал", "все готовы"])
def test_all_done_in_an_answer_to_the_list_ends_it_and_else_is_one_question(text: str) -> None:
    answered = read_by_rules(Message(text, NOW, reply=True), WORLD)
    assert {getattr(intent, "task", "") for intent in answered.intents} == {"T3", "T4", "T6"}
    alone = read_by_rules(Message(text, NOW), WORLD)
    assert alone.intents == ()
    assert [len(asked.intents) for asked in alone.asked] == [3]
