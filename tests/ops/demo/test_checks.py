"""The script's checks notice everything that is not as it has to be."""

from ops.demo.checks import find_wrong_answers, find_wrong_rows
from ops.demo.script import STEPS
from ops.demo.script_steps import (
    EditMessage,
    ExpectedRows,
    MoveClock,
    PressButton,
    RepeatUpdate,
    SendMessage,
    SendVoiceNote,
    changed_message,
    new_message,
)
from ops.sandbox.message_view import MessageView


def seen(text: str, *labels: str, version: int = 1) -> MessageView:
    keyboard = {"inline_keyboard": [[{"text": label} for label in labels]]} if labels else {}
    return MessageView(
        {"body": {"message_id": 1, "text": text, "reply_markup": keyboard}, "version": version}
    )


def test_what_has_to_come_and_comes_is_right() -> None:
    assert (
        find_wrong_answers([new_message("one", "two", buttons=("Undo",))], [seen("one and two", "Undo")])
        == []
    )
    assert find_wrong_answers([changed_message("new words")], [seen("new words", version=2)]) == []
    assert find_wrong_answers([], []) == []


def test_a_missing_answer_is_noticed() -> None:
    assert find_wrong_answers([new_message("hello")], []) == ["no answer with 'hello'"]


def test_an_answer_too_many_is_noticed() -> None:
    assert find_wrong_answers([new_message("hello")], [seen("hello"), seen("hello")]) == [
        "an answer too many: 'hello'"
    ]


def test_missing_words_and_words_in_the_wrong_order_are_noticed() -> None:
    assert find_wrong_answers([new_message("tomorrow")], [seen("today")]) == [
        "'tomorrow' is missing in 'today'"
    ]
    assert len(find_wrong_answers([new_message("first", "second")], [seen("second first")])) == 1


def test_missing_buttons_and_buttons_in_the_wrong_order_are_noticed() -> None:
    wanted = [new_message("card", buttons=("Done", "Undo"))]
    assert find_wrong_answers(wanted, [seen("card", "Done", "Edit", "Undo")]) == []
    assert find_wrong_answers(wanted, [seen("card", "Done")]) == [
        "buttons ['Done'], where ['Done', 'Undo'] have to be"
    ]
    assert len(find_wrong_answers(wanted, [seen("card", "Undo", "Done")])) == 1


def test_a_new_message_is_no_changed_one() -> None:
    assert find_wrong_answers([changed_message("card")], [seen("card")]) == [
        "a new message instead of a changed one"
    ]
    assert find_wrong_answers([new_message("card")], [seen("card", version=2)]) == [
        "a changed message, not a new one"
    ]


def test_other_rows_are_noticed() -> None:
    question = ExpectedRows("SELECT 1", [(1,)])
    assert find_wrong_rows(question, [(1,)]) == []
    assert find_wrong_rows(question, [(2,)]) == ["SELECT 1 gives [(2,)], not [(1,)]"]
    assert find_wrong_rows(question, []) == ["SELECT 1 gives [], not [(1,)]"]


def test_the_script_speaks_both_languages_and_uses_every_act() -> None:
    assert {step.who.language for step in STEPS} == {"en", "ru"}
    assert {type(step.act) for step in STEPS} == {
        SendMessage,
        PressButton,
        EditMessage,
        SendVoiceNote,
        RepeatUpdate,
        MoveClock,
    }


def test_every_step_is_checked_by_words_or_rows() -> None:
    unchecked = [step.shows for step in STEPS if not step.answers and not step.rows]
    assert unchecked == []
