"""Nothing is cited that does not exist: documents, invariants, conventions, decisions, paths, in any file of the repository."""

import re
from pathlib import Path

import pytest

from tests.architecture.citations import Repository

ROOT = Path(__file__).parents[2]
REPOSITORY = Repository(ROOT)
# Planted references would be found in this file itself.
SCANNED = [path for path in REPOSITORY.files if path != Path(__file__)]


def test_every_citation_leads_somewhere() -> None:
    assert [dead for path in SCANNED for dead in REPOSITORY.dead(path)] == []


def test_files_of_every_kind_are_read() -> None:
    kinds = {path.suffix for path in SCANNED}
    assert {".py", ".md", ".html", ".yaml", ".yml", ".sh", ".conf", ".toml", ".lua", ""} <= kinds
    assert {"Makefile", ".env.example", "compose.yaml", "Dockerfile"} <= {path.name for path in SCANNED}


@pytest.mark.parametrize(
    ("name", "text", "dead"),
    [
        ("worker/main.py", "# Measured (DESIGN.md).", ["DESIGN.md"]),
        (
            "worker/main.py",
            'def f():\n    """See ops/docs/nothing.md."""',
            ["ops/docs/nothing.md", "ops/docs/nothing.md"],
        ),
        ("worker/main.py", "# see ops/docs/design.md#the-clock", ["ops/docs/design.md#the-clock"]),
        ("worker/main.py", "# the first commit wins (I2), see I13", ["I13"]),
        ("worker/main.py", '"""Holds (invariants I3 and I14)."""', ["I14"]),
        ("worker/main.py", "# by invariant 15", ["I15"]),
        ("worker/main.py", "# by convention 99", ["convention 99"]),
        ("worker/main.py", "# by conventions 1, 12 and\n# 98", ["convention 98"]),
        ("worker/main.py", "# convention\n    # 97 says so", ["convention 97"]),
        ("worker/main.py", "# by CONVENTIONS 12/96 & 95", ["convention 96", "convention 95"]),
        ("worker/main.py", "# rule 94 of the conventions", ["convention 94"]),
        ("ops/docs/a.md", "Convention **93**, invariants I1–I16", ["convention 93", "I16"]),
        ("worker/main.py", "# decided (decision 0044)", ["decision 44"]),
        ("worker/main.py", "# see decisions/0048-something", ["decision 48"]),
        ("worker/main.py", "# Decision record 45, ADR 46", ["decision 45", "decision 46"]),
        ("worker/main.py", "# worker/gone.py", ["worker/gone.py"]),
        ("worker/main.py", 'PATH = "models/gone/rows.sql"', ["models/gone/rows.sql"]),
        ("worker/main.py", "# as in gone_module.py", ["gone_module.py"]),
        ("worker/main.py", "# `worker.gone.thing` does it", ["worker.gone.thing"]),
        ("worker/main.py", "# tests/planner.py::test_gone", ["tests/planner.py::test_gone"]),
        ("ops/docs/a.md", "[how](gone.md) and [here](#nowhere)", ["#nowhere", "gone.md"]),
        ("ops/docs/a.md", "![shot](pictures/gone.png)", ["pictures/gone.png"]),
        ("ops/docs/a.md", "`python -m ops.bench.gone`", ["ops.bench.gone"]),
        ("ops/docs/a.md", "`tests/{house,gone}`", ["tests/{house,gone}"]),
        ("ops/docs/a.md", "ops/gone/*.yaml", ["ops/gone/*.yaml"]),
        ("api/dashboard/templates/a.html", "{# as I17 demands, api/gone.html #}", ["I17", "api/gone.html"]),
        ("compose.yaml", "# ops/docs/gone.md", ["ops/docs/gone.md"]),
        ("compose.yaml", "    file: ./ops/gone/redis.conf", ["ops/gone/redis.conf"]),
        ("ops/check/a.sh", "sh ops/gone.sh  # decision 47", ["decision 47", "ops/gone.sh"]),
        ("Makefile", "\tbash ops/check/gone.sh", ["ops/check/gone.sh"]),
    ],
)
def test_a_dead_reference_is_found(name: str, text: str, dead: list[str]) -> None:
    assert set(REPOSITORY.dead_in(text, ROOT / name)) >= set(dead)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "worker/main.py",
            "# ops/docs/design.md#invariants, README.md, conventions.md; conventions 1 to 17, I1-I12",
        ),
        (
            "worker/main.py",
            "# decision 4, tests/architecture/*.py, `worker.main`, `.planner/x`, ops/docs/decisions/",
        ),
        ("worker/main.py", 'total = api / 3  # POST /dashboard/api/session, "I" alone, IPv4 and 14:00'),
        ("ops/docs/a.md", "[design](design.md#invariants), [there](https://example.org/x.md), {name}.md"),
        ("api/dashboard/templates/a.html", "{{ worker.version }}"),
    ],
)
def test_a_living_reference_is_left_alone(name: str, text: str) -> None:
    assert REPOSITORY.dead_in(text, ROOT / name) == []


def test_every_invariant_names_the_test_that_holds_it() -> None:
    page = (ROOT / "ops/docs/design.md").read_text()
    named = re.findall(r"^\| \*\*I(\d+)\*\*.*?`tests/invariants/test_i(\d+)_\w+\.py`", page, re.MULTILINE)
    assert [(int(invariant), int(test)) for invariant, test in named] == [(n, n) for n in range(1, 13)]


def test_conventions_and_decisions_are_numbered_without_a_gap() -> None:
    page = (ROOT / "ops/docs/conventions.md").read_text()
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", page, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert REPOSITORY.decisions == set(range(1, len(REPOSITORY.decisions) + 1))
    index = (ROOT / "ops/docs/decisions/README.md").read_text()
    assert {
        int(n) for n in re.findall(r"^\| (\d+) \| \[.*\]\(\d+-", index, re.MULTILINE)
    } == REPOSITORY.decisions
