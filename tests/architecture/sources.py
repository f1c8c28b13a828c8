"""Sources: the files of this repository that the house rules are about."""

import ast
import gc
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("api", "worker", "models", "migrations", "ops", "tests")
SOURCES = [
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts
]
PRODUCT = [path for path in SOURCES if "tests" not in path.relative_to(ROOT).parts]
TESTS = [path for path in SOURCES if "tests" in path.relative_to(ROOT).parts]


def syntax_of(source: str) -> ast.Module:
    """A module's syntax tree. CPython 3.11's parser fails with a SystemError when the collector runs in its midst."""
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        gc.enable()


def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return syntax_of(path.read_text())


def named(paths: list[Path]) -> list[str]:
    """The paths as they are called in this repository."""
    return [str(path.relative_to(ROOT)) for path in paths]
