"""The house rules that no linter knows."""

import ast
import re

from tests.architecture.sources import PRODUCT, ROOT, SOURCES, named, parsed

LONGEST = 400
EMPTY_NAMES = re.compile(r"^(utils?|helpers?|common|managers?|base|misc)$")
OPEN_ENDS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TOP = {"api", "worker", "models", "migrations", "ops", "tests"}


def test_no_file_is_too_long() -> None:
    assert named([path for path in SOURCES if len(path.read_text().splitlines()) > LONGEST]) == []


def test_no_name_says_nothing() -> None:
    parts = {part for path in SOURCES for part in (*path.relative_to(ROOT).with_suffix("").parts,)}
    assert [part for part in sorted(parts) if EMPTY_NAMES.match(part)] == []


def test_nothing_is_left_for_later() -> None:
    assert named([path for path in PRODUCT if OPEN_ENDS.search(path.read_text())]) == []


def test_only_the_six_folders_stand_at_the_top() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert {name for name in folders if not name.endswith(".egg-info")} - TOP <= {"__pycache__"}


def test_every_module_says_which_step_of_the_way_it_is() -> None:
    silent = [path for path in PRODUCT if path.read_text().strip() and not ast.get_docstring(parsed(path))]
    assert named(silent) == []


def test_every_public_function_states_its_contract() -> None:
    # The stand-in's functions are named after the Bot API's methods, whose documentation is their contract.
    stated_elsewhere = ROOT / "ops" / "sandbox"
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in PRODUCT
        if not path.is_relative_to(stated_elsewhere)
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_only_the_clock_asks_the_time() -> None:
    asks = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(\)|time\.time\(\)")
    # The stand-in is another world: Telegram has a clock of its own there.
    own_clock = ("models/runtime/clock.py", "ops/sandbox/", "ops/bench/")
    found = [
        name
        for name in named([p for p in PRODUCT if asks.search(p.read_text())])
        if not name.startswith(own_clock)
    ]
    assert found == []


def test_arq_is_imported_in_one_file() -> None:
    importing = [
        path for path in PRODUCT if re.search(r"^\s*(import|from) arq\b", path.read_text(), re.MULTILINE)
    ]
    assert [name for name in named(importing) if not name.startswith("ops/bench/")] == [
        "worker/queue/arq_worker.py"
    ]


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    # Put together here, so that this file does not find itself.
    parts = ("pypi.{}", "python{}hosted", "registry.{}npmjs", "deb.{}debian", "/{}root/", "/{}work/")
    hosts = re.compile("|".join(part.format("") for part in parts).replace("pypi.", r"pypi\.org"))
    kinds = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".sh", ".conf", ".html", ".js", ".css", ""}
    skipped = {
        ".git",
        ".venv",
        ".planner",
        "node_modules",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
    }
    files = [
        p
        for p in ROOT.rglob("*")
        if p.is_file() and p.suffix in kinds and not skipped & set(p.relative_to(ROOT).parts)
    ]
    assert named([p for p in files if hosts.search(p.read_text(errors="ignore"))]) == []
