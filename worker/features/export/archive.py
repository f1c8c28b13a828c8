"""Writes an archive as ZIP files of a limited size, each of which stands by itself."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

# Telegram takes 50 MB from a bot. Less is chosen for the worker: a part is in its memory three or four times at once.
MOST_BYTES = 5 * 1024 * 1024
FORMAT, VERSION = "business-planner-export", 1


class ArchiveWriter:
    """Takes lines of text for named files; a full part is handed to `ready` as (its bytes) when it is closed.

    A file that is longer than a part goes on in the next one under the next number: "data/task-0002.jsonl".
    """

    def __init__(self, facts: dict[str, Any], *, most_bytes: int = MOST_BYTES) -> None:
        self._facts = facts
        self._most = most_bytes
        self._files: list[str] = []
        self._number = 0
        self.parts = 0
        self._buffer, self._zip = _new_zip()

    def write(
        self, folder: str, name: str, suffix: str, lines: Iterable[str], *, before: str = "", after: str = ""
    ) -> bytes | None:
        """Add lines as one more file, between `before` and `after`; the bytes of a part that is full by this."""
        self._number += 1
        path = (
            f"{folder}/{name}-{self._number:04}.{suffix}" if folder == "data" else f"{folder}{name}.{suffix}"
        )
        with self._zip.open(path, "w") as file:
            file.write(before.encode())
            for line in lines:
                file.write(line.encode())
            file.write(after.encode())
        self._files.append(path)
        return self._close() if self._buffer.tell() >= self._most else None

    def end(self, counts: dict[str, int]) -> bytes:
        """The last part; its manifest counts the rows of all."""
        self._facts = {**self._facts, "last": True, "rows": counts}
        return self._close()

    def _close(self) -> bytes:
        self.parts += 1
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "part": self.parts,
            "files": self._files,
            **self._facts,
        }
        self._zip.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.close()
        body = self._buffer.getvalue()
        self._files = []
        self._buffer, self._zip = _new_zip()
        return body


def _new_zip() -> tuple[io.BytesIO, zipfile.ZipFile]:
    buffer = io.BytesIO()
    return buffer, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
