"""Compiles the modules that the processes import, while the image is built, into a folder of their own."""

import ast
import importlib
import importlib.util
import marshal
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType

PRODUCT = ("api", "worker", "models", "migrations", "ops")
# Can be imported only by Alembic.
NOT_ALONE = "migrations.env"
# Libraries load these when they are first used, so that importing our modules does not show them.
LATE = (
    "asyncpg",
    "httpcore",
    "httpx",
    "openai.resources.audio",
    "openai.resources.chat",
    "openai.resources.embeddings",
    "openai.resources.responses",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)


def modules_of(name: str) -> Iterator[str]:
    """A package's own name and those of all modules below it."""
    yield name
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
        if not found.name.endswith("__main__") and found.name != NOT_ALONE:
            yield found.name


def import_all() -> list[str]:
    """Import every module of ours and what is loaded late; returns the names that cannot be imported here.

    What needs a library of development (the embedded stores) is meant to be missing; it is named, not hidden.
    """
    missing = []
    for name in [name for package in PRODUCT for name in modules_of(package)] + list(LATE):
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            missing.append(f"{name} (no {error.name})")
    return missing


def compile_loaded(ours: Path) -> int:
    """Compile all modules that are loaded now, under PYTHONPYCACHEPREFIX; returns how many.

    Modules outside of `ours` lose their docstrings, which nobody reads there: a quarter of the bytecode, and of the
    memory it takes in every process. Asserts and line numbers stay.
    """
    sources = {found for module in list(sys.modules.values()) if (found := _source(module))}
    for source in sources:
        tree = ast.parse(source.read_bytes(), str(source))
        if not source.is_relative_to(ours):
            drop_docstrings(tree)
        _write(source, compile(tree, str(source), "exec", dont_inherit=True, optimize=0))
    return len(sources)


def drop_docstrings(tree: ast.Module) -> None:
    """Empty the docstrings of a tree, in place."""
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node, clean=False):
            # Emptied, not removed: some libraries expect a docstring and append to it.
            node.body[0] = ast.copy_location(ast.Expr(ast.Constant(" ")), node.body[0])
            ast.fix_missing_locations(node.body[0])


def _write(source: Path, code: CodeType) -> None:
    """A bytecode file as the interpreter itself writes it: valid while the source has this time and size."""
    target, status = Path(importlib.util.cache_from_source(str(source))), source.stat()
    stamp = (number & 0xFFFFFFFF for number in (0, int(status.st_mtime), status.st_size))
    head = importlib.util.MAGIC_NUMBER + b"".join(number.to_bytes(4, "little") for number in stamp)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(head + marshal.dumps(code))


def _source(module: ModuleType) -> Path | None:
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return Path(origin) if isinstance(origin, str) and origin.endswith(".py") else None


if __name__ == "__main__":
    left_out = import_all()
    sys.stdout.write(f"compiled {compile_loaded(Path.cwd())} modules\n")
    sys.stdout.writelines(f"not here: {name}\n" for name in left_out)
