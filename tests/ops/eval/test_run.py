"""The eval runner: a file of messages in, predictions and figures out."""

import json

import pytest

from ops.eval.items import intent_to_json, item_context, parse_deadline
from ops.eval.run import load_known_predictions, main
from ops.eval.scoring import median_and_p95, sure_figures
from tests.ops.eval.eval_items import ITEM, SCORER, lines_of
from worker.understanding.intents import Due, RescheduleTask


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    items = [ITEM, ITEM | {"id": "two", "message": "paint the gate is done"}]
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_each_item_becomes_a_line_of_predictions(gold, tmp_path, capsys):
    out = tmp_path / "out" / "predictions.jsonl"
    assert main(["--file", str(gold), "--out", str(out), "--scorer", str(tmp_path / "none.py")]) == 2
    first, second = lines_of(out)
    assert first["actions"] == [
        {
            "kind": "create",
            "title": "Air the cottage",
            "business": "Hilltop",
            "assignee": "Greta",
            "due": {"date": "2026-11-24", "time": None},
            "timing": "on",
        }
    ]
    assert second["actions"] == [{"kind": "complete", "task": "T1"}]
    assert "none.py" in capsys.readouterr().err


def test_the_table_tells_score_sureness_time_and_memory(gold, tmp_path, capsys):
    scorer = tmp_path / "score.py"
    scorer.write_text(SCORER, encoding="utf-8")
    assert main(["--file", str(gold), "--out", str(tmp_path / "p.jsonl")]) == 0
    printed = capsys.readouterr().out
    assert "scored 2" in printed
    assert "sure answers" in printed
    assert "milliseconds" in printed


def test_a_broken_off_run_goes_on_where_it_stopped(gold, tmp_path):
    out = tmp_path / "p.jsonl"
    kept = {"id": "one", "actions": [], "sure": False, "milliseconds": 1.0}
    out.write_text(json.dumps(kept) + '\n{"id": "tw', encoding="utf-8")
    assert list(load_known_predictions(out, "rules", resume=True)) == ["one"]
    assert main(["--file", str(gold), "--out", str(out), "--resume", "--scorer", str(_quiet(tmp_path))]) == 0
    assert lines_of(out)[0] == kept
    assert lines_of(out)[1]["actions"] == [{"kind": "complete", "task": "T1"}]


def _quiet(tmp_path):
    scorer = tmp_path / "quiet.py"
    scorer.write_text(SCORER, encoding="utf-8")
    return scorer


def test_a_missing_file_is_said_and_not_guessed(tmp_path, capsys):
    assert main(["--file", str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_context_and_deadlines_keep_their_local_times():
    assert item_context(ITEM).open_tasks[0].due == parse_deadline("2026-11-24T09:00")
    assert parse_deadline(None) is None
    moved = RescheduleTask(task="T1", due=Due(date=parse_deadline("2026-11-24").date))
    assert intent_to_json(moved, {})["due"] == {"date": "2026-11-24", "time": None}


def test_sure_figures_count_share_and_precision():
    lines = [{"id": "a", "sure": True}, {"id": "b", "sure": True}, {"id": "c", "sure": False}]
    figures = sure_figures(lines, frozenset({"b", "c"}))
    assert (round(figures.share), figures.precision, figures.wrong) == (67, 50.0, ("b",))
    assert sure_figures([], frozenset()).precision is None
    assert median_and_p95([3.0, 1.0, 2.0]) == (2.0, 3.0)
