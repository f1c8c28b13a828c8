"""Marked messages are read as they are marked, and the weights are those that these messages teach."""

from typing import cast

import pytest

from ops.labels.examples import Example
from ops.labels.marked_text import MarkupError, digest, messages, parse
from ops.labels.train import examples, trained
from worker.understanding.dates import Language
from worker.understanding.local.labeller.decoder import best_clauses, pieces_of
from worker.understanding.local.labeller.kinds import PERSON, TITLE
from worker.understanding.local.labeller.weights import Weights, pack, path_of, taught_by, unpack, weights

LANGUAGES = cast("tuple[Language, ...]", ("en", "ru"))


def test_markup_is_taken_off_and_kept_as_spans():
    found = parse("{task: <Ann> to [sweep up] by 5}{aside: , it's a mess}\n{note: 3 < 4}")
    assert found.text == "Ann to sweep up by 5, it's a mess\n3 < 4"
    said = [(kind, found.text[start:stop]) for kind, start, stop in found.clauses]
    assert said == [("task", "Ann to sweep up by 5"), ("aside", ", it's a mess"), ("note", "3 < 4")]
    assert [(role, found.text[start:stop]) for role, start, stop in found.roles] == [
        (PERSON, "Ann"),
        (TITLE, "sweep up"),
    ]


@pytest.mark.parametrize("wrong", ["{task: [sweep up}", "{chore: sweep up}", "sweep up", "{task: sweep up"])
def test_what_is_not_marked_up_is_refused(wrong):
    with pytest.raises(MarkupError):
        parse(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_are_of_the_messages_kept_here(language):
    assert taught_by(path_of(language).read_bytes()) == digest(language), "python -m ops.labels.train"
    taught = {marked.text for marked, _ in messages(language)}
    assert not taught & {marked.text for marked, _ in messages(f"{language}_held_out")}


def _some(language: Language, number: int) -> list[Example]:
    return examples(f"{language}_held_out")[:number]


def test_the_same_messages_teach_the_same_bytes_which_read_back_as_they_were():
    some = _some("en", 15)
    once, again = (pack(trained(some), "x") for _ in range(2))
    assert once == again
    models = unpack(once)
    assert pack(models, "x") == once
    assert pack(trained(some[:-1]), "x") != once


def _right(models: dict[str, Weights], example: Example) -> bool:
    model = models["clauses"]
    scores = [model.sums(each) for each in example.features]
    found = best_clauses(scores, model.links, example.may_begin)
    return [piece.kind for piece in pieces_of(found)] == [piece.kind for piece in pieces_of(example.labels)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_messages_never_trained_on_are_cut_into_the_right_kinds(language):
    some = _some(language, 60)
    right = sum(_right(weights(language), each) for each in some)
    assert right >= 0.45 * len(some), f"{right} of {len(some)}"
