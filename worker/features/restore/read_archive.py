"""Opens the parts of an archive, checks them, and reads their rows. Nothing is unpacked to disk."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from worker.features.export.archive import FORMAT, VERSION

# A part of ours has about 5 MB, and text is packed to a tenth or a thirtieth of its length.
MOST_PACKED_BYTES = 100 * 1024 * 1024
MOST_BYTES = 2 * 1024**3
_MOST_TIMES = 200
_MOST_MANIFEST_BYTES = 1024 * 1024
_MOST_LINE_BYTES = 1024 * 1024
BATCH = 1000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_NAME = re.compile(r"data/(?P<table>[a-z_]{1,40})-\d{4,8}\.jsonl|tasks-\d{4,8}\.(?:csv|ics)|manifest\.json")


class ArchiveError(Exception):
    """The archive cannot be read; the text says why, in one line."""


@dataclass
class Archive:
    """The parts of one archive, open and checked; `rows` counts what they hold, by table."""

    made_at: str
    rows: dict[str, int]
    parts: list[zipfile.ZipFile]
    files: dict[str, list[tuple[zipfile.ZipFile, str]]]
    _open: ExitStack = field(repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def batches(self, table: str) -> Iterator[list[dict[str, Any]]]:
        """The rows of a table in their order, at most a thousand at a time. Raises ArchiveError."""
        found = 0
        for part, name in self.files.get(table, []):
            batch: list[dict[str, Any]] = []
            for row in _rows(part, name):
                batch.append(row)
                if len(batch) == BATCH:
                    found += len(batch)
                    yield batch
                    batch = []
            found += len(batch)
            if batch:
                yield batch
        if found != self.rows.get(table, 0):
            raise ArchiveError(f"{table}: {found} rows, but the archive says {self.rows.get(table, 0)}")


def open_archive(paths: Sequence[Path]) -> Archive:
    """The archive of these files, which are all of its parts, in any order. Raises ArchiveError."""
    with ExitStack() as opened:
        parts = sorted(
            ((_manifest(part), part) for part in (_open(opened, path) for path in paths)),
            key=lambda pair: pair[0]["part"],
        )
        manifests = [manifest for manifest, _ in parts]
        _check_together(manifests)
        _check_size([part for _, part in parts])
        files: dict[str, list[tuple[zipfile.ZipFile, str]]] = {}
        for _, part in parts:
            for name in sorted(part.namelist()):
                if table := _table_of(name):
                    files.setdefault(table, []).append((part, name))
        rows = manifests[-1]["rows"]
        _check_tables(files, rows)
        return Archive(
            str(manifests[0]["made_at"]), rows, [part for _, part in parts], files, opened.pop_all()
        )


def _open(opened: ExitStack, path: Path) -> zipfile.ZipFile:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ArchiveError(f"{path.name} cannot be read ({error.strerror})") from None
    if size > MOST_PACKED_BYTES:
        raise ArchiveError(
            f"{path.name} has {size // 1024**2} MB: no part of an archive is larger than 100 MB"
        )
    try:
        return opened.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ArchiveError(f"{path.name} is no ZIP file, or is damaged") from None


def _table_of(name: str) -> str | None:
    """The table whose rows a file holds; None for the other files. Raises ArchiveError for what is no file of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ArchiveError(f"the file {name[:80]!r} belongs to no archive of /export")
    return found["table"]


def _manifest(part: zipfile.ZipFile) -> dict[str, Any]:
    try:
        info = part.getinfo("manifest.json")
    except KeyError:
        raise ArchiveError("there is no manifest.json: this is no archive of /export") from None
    if info.file_size > _MOST_MANIFEST_BYTES:
        raise ArchiveError("manifest.json is too long")
    try:
        manifest = json.loads(_content(part, info.filename))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ArchiveError("manifest.json is no JSON in UTF-8") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArchiveError("this is no archive of /export")
    if manifest.get("version") != VERSION:
        raise ArchiveError(
            f"the archive is of version {manifest.get('version')!r}; this planner reads {VERSION}"
        )
    if manifest.get("scope") != "workspace":
        raise ArchiveError("this is the archive of one member; only the owner's can be read back")
    if type(manifest.get("part")) is not int:
        raise ArchiveError("manifest.json names no part")
    return manifest


def _check_together(manifests: list[dict[str, Any]]) -> None:
    """The parts are all of one archive, and each of them is there once."""
    if len({manifest.get("made_at") for manifest in manifests}) > 1:
        raise ArchiveError("the files are parts of different archives")
    numbers = [manifest["part"] for manifest in manifests]
    if numbers != list(range(1, len(numbers) + 1)) or not manifests[-1].get("last"):
        raise ArchiveError(
            f"parts are missing or doubled: there are {numbers}; name all files of the archive"
        )
    rows = manifests[-1].get("rows")
    if not isinstance(rows, dict) or not all(type(count) is int for count in rows.values()):
        raise ArchiveError("manifest.json does not count the rows")


def _check_size(parts: list[zipfile.ZipFile]) -> None:
    infos = [info for part in parts for info in part.infolist()]
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise ArchiveError("unpacked the archive is larger than 2 GB")
    for info in infos:
        if info.flag_bits & 1:
            raise ArchiveError("the archive has a password: unpack it and pack it without one")
        if info.file_size > _MOST_TIMES * (info.compress_size + 1024):
            raise ArchiveError(f"{info.filename[:80]!r} grows more than {_MOST_TIMES} times when unpacked")
    for part in parts:
        if len(set(part.namelist())) != len(part.namelist()):
            raise ArchiveError("two files of the archive have one name")


def _check_tables(files: dict[str, Any], rows: dict[str, int]) -> None:
    from worker.features.export.exported_rows import OWN, SHARED

    unknown = (files.keys() | rows.keys()) - (SHARED | OWN)
    if unknown:
        raise ArchiveError(f"this planner knows no {', '.join(sorted(unknown))}")


def _rows(part: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    try:
        with part.open(name) as file:
            while line := file.readline(_MOST_LINE_BYTES + 1):
                if len(line) > _MOST_LINE_BYTES:
                    raise ArchiveError(f"{name} has a row of more than 1 MB")
                row = json.loads(line.decode("utf-8"))
                if not isinstance(row, dict):
                    raise ArchiveError(f"{name} has a row that is no object")
                yield row
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ArchiveError(f"{name} is not JSON in UTF-8") from None
    except _DAMAGED:
        raise ArchiveError(f"{name} is damaged") from None


def _content(part: zipfile.ZipFile, name: str) -> str:
    try:
        return part.read(name).decode("utf-8")
    except _DAMAGED:
        raise ArchiveError(f"{name} is damaged") from None
