"""The bench: its figures and verdicts are right, and a short run of the ack path really measures."""

import json
import re

import pytest

from ops.bench import run
from ops.bench.comparison import Outcome, outcome_of
from ops.bench.load import build_update
from ops.bench.measurements import Figure, format_table, percentile
from ops.bench.run_sizes import Sizes

TINY = Sizes(rounds=1, acks=80)


@pytest.mark.parametrize(
    ("value", "bounds", "met"),
    [
        (0.65, {"at_most": 0.65}, True),
        (0.651, {"at_most": 0.65}, False),
        (1.5, {"at_least": 1.5}, True),
        (1.49, {"at_least": 1.5}, False),
        (99, {}, None),
    ],
)
def test_a_target_is_met_at_its_bound_and_missed_beyond_it(value, bounds, met) -> None:
    assert Figure("ack", "x", value, "ratio", **bounds).met is met


@pytest.mark.parametrize(
    ("effects", "found"),
    [
        ([(0, 0), (1, 1), (0, 2), (1, 3)], Outcome(0, 0, 0)),
        ([(0, 0), (0, 0), (0, 2)], Outcome(2, 1, 0)),
        # 2 before 0; that 0 came again later is a doubled effect and no second fault of order.
        ([(0, 2), (1, 1), (0, 0), (0, 0), (1, 3)], Outcome(0, 1, 1)),
    ],
)
def test_lost_doubled_and_late_effects_are_told_apart(effects, found) -> None:
    assert outcome_of(effects, 4) == found


def test_percentiles_are_values_that_were_measured() -> None:
    hundred = [float(value) for value in range(100, 0, -1)]
    assert (percentile(hundred, 50), percentile(hundred, 99), percentile([7.0], 99)) == (50, 99, 7)
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_a_missed_target_stands_out_in_the_table() -> None:
    printed = format_table(
        [Figure("ack", "cost", 0.9, "ratio", at_most=0.65), Figure("ack", "raw", 1234.5, "/s")]
    )
    assert re.search(r"cost +0\.9 +ratio +≤ 0\.65 +MISSED", printed)
    assert re.search(r"raw +1,234 +/s$", printed, re.MULTILINE)


def test_the_load_speaks_as_telegram_does() -> None:
    said = build_update(7)
    assert said["update_id"] == 7
    assert {"message_id", "from", "chat", "date", "text"} == set(said["message"])


@pytest.mark.slow
def test_a_quick_ack_run_loses_nothing_and_writes_its_figures(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(run, "QUICK", TINY)
    run.main(["ack", "--quick", "--json", str(tmp_path / "bench.json")])
    figures = {
        figure["name"]: figure for figure in json.loads((tmp_path / "bench.json").read_text())["figures"]
    }
    assert figures["lost of 80 acknowledged"]["met"]
    assert figures["api: acknowledged"]["value"] > 0
    assert figures["enqueue_job: acknowledged"]["value"] > 0
    assert figures["api / enqueue_job: rate"]["target"] == "≥ 1.5"
    assert "api / evalsha: rate" in capsys.readouterr().out
