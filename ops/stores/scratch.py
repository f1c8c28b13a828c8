"""Scratch: a throw-away folder for the stores of a test or of a scripted demo."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch_folder(name: str = "scratch") -> Iterator[Path]:
    """A fresh folder, removed at the end. Others may pass through it, so that root's PostgreSQL can run below it."""
    folder = Path(tempfile.mkdtemp(prefix=f"planner-{name}-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
