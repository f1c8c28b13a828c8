"""Reading takes time in proportion to a message's length, whatever the message is."""

import sys
from dataclasses import replace

import pytest

from tests.worker.understanding.call_count import calls_of
from tests.worker.understanding.local.world import NOW, WORLD
from tests.worker.understanding.nasty_shapes import MARKS, PHRASES, SIZES, filled, lexicon_words
from worker.understanding.context import TOO_TANGLED, Message
from worker.understanding.reader import read_by_rules
from worker.understanding.step_budget import STEPS_PER_CHARACTER, counted

# Calls of functions, Python's and C's, that a character may cost: what is not counted as a step must not grow either.
# What grows with the square of the length is at a quarter of the longest as far above its limit as at the longest.
CALLS_PER_CHARACTER = (
    pytest.param(max(SIZES) // 4, 2_500, id="a quarter"),
    pytest.param(max(SIZES), 4_000, id="the longest", marks=pytest.mark.slow),
)


def steps_of(text: str) -> int:
    with counted(sys.maxsize) as steps:
        read_by_rules(Message(text, NOW), WORLD)
    return steps.taken


@pytest.mark.parametrize(("size", "calls"), CALLS_PER_CHARACTER)
@pytest.mark.parametrize(
    "piece", [*MARKS[::4], *PHRASES[::3], *(f"{word} " for word in lexicon_words(200))], ids=repr
)
def test_a_message_of_one_piece_takes_no_more_calls_than_its_length_allows(
    piece: str, size: int, calls: int
) -> None:
    read_by_rules(
        Message(piece, NOW), WORLD
    )  # what is learnt once (dictionaries, patterns) is not the message's
    text = filled(piece, size)
    assert calls_of(lambda: read_by_rules(Message(text, NOW), WORLD)) <= calls * size


@pytest.mark.parametrize("size", [*SIZES[:-1], pytest.param(SIZES[-1], marks=pytest.mark.slow)])
def test_what_rules_give_up_on_is_kept_whole_and_said_so(size: int) -> None:
    readings = {piece: read_by_rules(Message(filled(piece, size), NOW), WORLD) for piece in PHRASES}
    given_up = {piece: reading for piece, reading in readings.items() if reading.degraded}
    for reading in given_up.values():
        assert (reading.intents, reading.sure, reading.degraded) == ((), False, TOO_TANGLED)
    assert len(given_up) <= len(PHRASES) // 6, list(given_up)


@pytest.mark.parametrize(
    "sentence",
    [
        "Call Vera about the drill tomorrow at 5, then send the quote to Bell. ",
        "Позвонить Вере насчёт дрели завтра в 5, потом отправить смету Беллу. ",
    ],
)
def test_prose_grows_evenly_and_is_read(sentence: str) -> None:
    half, whole = steps_of(filled(sentence, 2048)), steps_of(filled(sentence, 3996))
    assert half < whole <= 2.5 * half
    assert whole <= STEPS_PER_CHARACTER * 3996
    assert read_by_rules(Message(filled(sentence, 3996), NOW), WORLD).intents


def test_a_reading_without_steps_changes_nothing() -> None:
    message = Message("delete the Renew hosting task", NOW)
    assert read_by_rules(message, WORLD).intents
    with counted(20):
        reading = read_by_rules(message, WORLD)
    assert (reading.intents, reading.degraded) == ((), TOO_TANGLED)


def test_long_gaps_say_no_more_than_short_ones() -> None:
    message = Message("buy milk" + " " * 8 + "tomorrow" + "!" * 8, NOW)
    wider = replace(message, text="buy milk" + " " * 2000 + "tomorrow" + "!" * 2000)
    assert read_by_rules(wider, WORLD) == read_by_rules(message, WORLD)
