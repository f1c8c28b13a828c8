"""Writes the stand-in's state to SQLite, so that a restart or a SIGKILL loses nothing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.sandbox.state.records import Json

FILE_NAME = "telegram.sqlite3"
TABLES = """
CREATE TABLE IF NOT EXISTS document (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS content (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL);
"""
# An upsert keeps the row's place, so that documents come back in the order of first writing.
UPSERT = """INSERT INTO document VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body"""


class Journal:
    """Documents by kind and key, and file contents by digest.

    In a folder it is one SQLite file in WAL mode; without a folder it lives in memory.
    Writes inside `transaction()` are kept all or none.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        where = ":memory:" if folder is None else str(folder / FILE_NAME)
        self._db = sqlite3.connect(where, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(TABLES)
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction; inner calls join the outer one."""
        self._depth += 1
        if self._depth == 1:
            self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._db.execute("COMMIT")

    def put(self, kind: str, key: str | int, body: Json) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self._db.execute(UPSERT, (kind, str(key), text))

    def delete(self, kind: str, key: str | int) -> None:
        self._db.execute("DELETE FROM document WHERE kind = ? AND key = ?", (kind, str(key)))

    def all(self, kind: str) -> list[Json]:
        """Every document of a kind, in the order of first writing."""
        rows = self._db.execute("SELECT body FROM document WHERE kind = ? ORDER BY rowid", (kind,))
        return [json.loads(body) for (body,) in rows]

    def put_content(self, digest: str, content: bytes) -> None:
        self._db.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (digest, content))

    def content(self, digest: str) -> bytes:
        """The bytes as they were stored; KeyError when unknown."""
        row = self._db.execute("SELECT bytes FROM content WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    def clear(self) -> None:
        with self.transaction():
            self._db.execute("DELETE FROM document")
            self._db.execute("DELETE FROM content")

    def close(self) -> None:
        self._db.close()
