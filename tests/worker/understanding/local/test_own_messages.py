"""165 messages of other trades than the eval's: how many are read exactly, and whether "sure" can be trusted."""

import json
from pathlib import Path

import pytest

from ops.eval.items import item_context, item_message
from tests.worker.understanding.local.grading import exact
from worker.understanding.local.local_reader import read

ITEMS = [
    json.loads(line)
    for line in (Path(__file__).parent / "own_messages.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def readings():
    return [(item, read(item_message(item), item_context(item))) for item in ITEMS]


def test_nearly_every_own_message_is_read_exactly(readings):
    missed = [item["id"] for item, reading in readings if not exact(item, reading.intents)]
    assert len(missed) <= 0.05 * len(ITEMS), missed


def test_an_answer_that_calls_itself_sure_is_right(readings):
    sure = [(item, reading) for item, reading in readings if reading.sure]
    wrong = [item["id"] for item, reading in sure if not exact(item, reading.intents)]
    assert len(sure) >= 0.4 * len(ITEMS)
    assert len(wrong) <= 0.02 * len(sure), wrong


def test_an_unsure_answer_says_why(readings):
    assert all(reading.sure or reading.unread or reading.doubts for _, reading in readings)
