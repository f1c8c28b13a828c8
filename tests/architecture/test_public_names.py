"""Tests use public names only, and nothing out of another test file: what is shared stands in a module of its own."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, TESTS, parsed, syntax_of

PRODUCT_PACKAGES = {"api", "worker", "models", "migrations", "ops"}
OWN = {"self", "cls"}
# Whose private names are at worst the test's own trouble.
VENDORS = {"httpx"}


def private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def private_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in PRODUCT_PACKAGES:
            parts = [*str(node.module).split("."), *(alias.name for alias in node.names)]
            yield from ((node.lineno, part) for part in parts if private(part))
        if isinstance(node, ast.Import):
            for path in (alias.name.split(".") for alias in node.names):
                if path[0] in PRODUCT_PACKAGES and any(map(private, path)):
                    yield node.lineno, ".".join(path)


def private_attributes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private(node.attr):
            whose = ast.unparse(node.value)
            if whose not in OWN and whose.split(".")[0] not in VENDORS:
                yield node.lineno, ast.unparse(node)


def private_replacements(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """`setattr(module, "_name", ...)`, `setattr("module._name", ...)`, `getattr` and `delattr` of such."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or "attr" not in ast.unparse(node.func):
            continue
        for word in (word for word in node.args[:2] if isinstance(word, ast.Constant)):
            if isinstance(word.value, str) and any(map(private, word.value.split("."))):
                yield node.lineno, word.value


def other_test_files(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [*str(node.module).split("."), *(alias.name for alias in node.names)]
            inside = str(node.module).split(".")[0] == "tests" or node.level
        elif isinstance(node, ast.Import):
            names = [part for alias in node.names for part in alias.name.split(".")]
            inside = names[0] == "tests"
        else:
            continue
        # A function of ours may begin with "test_" only where it is a test: then it must not be imported either.
        if inside and any(name.startswith("test_") for name in names):
            yield node.lineno, ast.unparse(node)


RULES = [private_imports, private_attributes, private_replacements, other_test_files]
Rule = Callable[[ast.Module], Iterator[tuple[int, str]]]


@pytest.mark.parametrize("rule", RULES)
def test_tests_use_what_is_offered_to_everybody(rule: Rule) -> None:
    found = [f"{where(path)}:{line} {what}" for path in TESTS for line, what in rule(parsed(path))]
    assert found == []


def test_each_way_around_is_seen() -> None:
    ways = {
        "from worker.scheduler import _Beat as Beat": private_imports,
        "from worker._clock import Beat": private_imports,
        "import worker._clock": private_imports,
        "planner.workers[0]._services": private_attributes,
        "monkeypatch.setattr(make, '_work', 1)": private_replacements,
        "monkeypatch.setattr('worker.seeking._PATIENCE', 1)": private_replacements,
        "getattr(worker, '_services')": private_replacements,
        "from tests.ops.test_main import planner": other_test_files,
        "from tests.ops import test_main": other_test_files,
        "from .test_main import planner": other_test_files,
        "import tests.ops.test_main": other_test_files,
    }
    assert [way for way, rule in ways.items() if not list(rule(syntax_of(way)))] == []


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))
