"""Warm: while the image is built, compiles exactly those modules that our processes import, into a tree of its own."""

import importlib
import importlib.util
import pkgutil
import py_compile
import sys
from collections.abc import Iterator
from types import ModuleType

PRODUCT = ("api", "worker", "models", "migrations", "ops")
# Runs inside Alembic alone.
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


def compile_loaded() -> int:
    """Compile all modules that are loaded now, under PYTHONPYCACHEPREFIX; returns how many."""
    sources = {found for module in list(sys.modules.values()) if (found := _source(module))}
    for source in sources:
        py_compile.compile(source, cfile=importlib.util.cache_from_source(source), doraise=True)
    return len(sources)


def _source(module: ModuleType) -> str | None:
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return origin if isinstance(origin, str) and origin.endswith(".py") else None


if __name__ == "__main__":
    left_out = import_all()
    sys.stdout.write(f"compiled {compile_loaded()} modules\n")
    sys.stdout.writelines(f"not here: {name}\n" for name in left_out)
