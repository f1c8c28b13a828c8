"""The suite: what a run leaves out is said, and CI leaves out and tries again nothing."""

import re

from tests.architecture.sources import ROOT
from tests.chromium import CHROMIUM, MISSING, left_out_line
from tests.conftest import LONGEST


def test_what_was_skipped_without_a_browser_is_one_line_with_a_way_to_get_it() -> None:
    said = left_out_line([f"('conftest.py', 60, 'Skipped: {MISSING}')", "Skipped: of another reason"] * 2)
    assert (
        said
        == f"2 tests were skipped without Chromium at {CHROMIUM}; to run them: sudo apt-get install chromium"
    )
    assert left_out_line([MISSING]) == said.replace("2 tests were", "1 test was")
    assert left_out_line(["Skipped: of another reason"]) is None


def test_ci_runs_all_tests_once() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"make test\S*", script) == ["make test-all"]
    assert "last-failed" not in script
    recipe = re.search(r"^test-all:.*\n\t(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe is not None
    assert "not slow" not in recipe[1]


def test_the_files_that_start_first_are_there_once() -> None:
    found = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert [found.count(name) for name in LONGEST] == [1] * len(LONGEST)
