"""Opens the parts of an archive, checks them, and reads their rows. Nothing is unpacked to disk."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from worker.core.i18n import gettext_noop
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
    """The archive cannot be read. `text` says why in one line and is a key of the catalogues; `values` fill its fields."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text, self.values = text, values


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """What the manifest of one part says. Only the last part counts the rows of all, by table."""

    made_at: str
    number: int
    last: bool
    rows: dict[str, int] = field(default_factory=dict)


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
        said = self.rows.get(table, 0)
        if found != said:
            raise ArchiveError(
                gettext_noop("{table}: {found} rows, but the archive says {said}"),
                table=table,
                found=found,
                said=said,
            )


def open_archive(parts: Sequence[Path | io.BytesIO]) -> Archive:
    """The archive of these files, which are all of its parts, in any order. Raises ArchiveError."""
    with ExitStack() as opened:
        pairs = sorted(
            ((_manifest(part), part) for part in (_open(opened, path) for path in parts)),
            key=lambda pair: pair[0]["part"],
        )
        manifests = [manifest for manifest, _part in pairs]
        _check_together(manifests)
        _check_size([part for _manifest, part in pairs])
        files: dict[str, list[tuple[zipfile.ZipFile, str]]] = {}
        for _manifest_of_it, part in pairs:
            for name in sorted(part.namelist()):
                if table := _table_of(name):
                    files.setdefault(table, []).append((part, name))
        rows = manifests[-1]["rows"]
        _check_tables(files, rows)
        return Archive(
            str(manifests[0]["made_at"]), rows, [part for _m, part in pairs], files, opened.pop_all()
        )


def read_part(body: bytes) -> ArchivePart | None:
    """What the bytes of one part say of it; None for what is no archive of ours. Raises ArchiveError for one of ours that
    cannot be read back."""
    with ExitStack() as opened:
        try:
            part = _open(opened, io.BytesIO(body))
            is_ours = _says_format(part)
        except ArchiveError:
            return None
        if not is_ours:
            return None
        manifest = _manifest(part)
        _check_size([part])
        for name in part.namelist():
            _table_of(name)
    rows = manifest.get("rows") if manifest.get("last") else {}
    if not isinstance(rows, dict) or not all(type(count) is int for count in rows.values()):
        raise ArchiveError(gettext_noop("manifest.json does not count the rows"))
    return ArchivePart(
        str(manifest.get("made_at"))[:40], manifest["part"], manifest.get("last") is True, rows
    )


def _open(opened: ExitStack, source: Path | io.BytesIO) -> zipfile.ZipFile:
    name = source.name if isinstance(source, Path) else "ZIP"
    try:
        size = source.stat().st_size if isinstance(source, Path) else source.getbuffer().nbytes
    except OSError as error:
        raise ArchiveError(
            gettext_noop("{name} cannot be read ({why})"), name=name, why=error.strerror
        ) from None
    if size > MOST_PACKED_BYTES:
        raise ArchiveError(
            gettext_noop("{name} has {size} MB: no part of an archive is larger than 100 MB"),
            name=name,
            size=size // 1024**2,
        )
    try:
        return opened.enter_context(zipfile.ZipFile(source))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ArchiveError(gettext_noop("{name} is no ZIP file, or is damaged"), name=name) from None


def _table_of(name: str) -> str | None:
    """The table whose rows a file holds; None for the other files. Raises ArchiveError for what is no file of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ArchiveError(gettext_noop("the file {name!r} belongs to no archive of /export"), name=name[:80])
    return found["table"]


def _says_format(part: zipfile.ZipFile) -> bool:
    return _read_manifest(part).get("format") == FORMAT


def _read_manifest(part: zipfile.ZipFile) -> dict[str, Any]:
    try:
        info = part.getinfo("manifest.json")
    except KeyError:
        raise ArchiveError(gettext_noop("there is no manifest.json: this is no archive of /export")) from None
    if info.file_size > _MOST_MANIFEST_BYTES:
        raise ArchiveError(gettext_noop("manifest.json is too long"))
    try:
        manifest = json.loads(_content(part, info.filename))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ArchiveError(gettext_noop("manifest.json is no JSON in UTF-8")) from None
    if not isinstance(manifest, dict):
        raise ArchiveError(gettext_noop("this is no archive of /export"))
    return manifest


def _manifest(part: zipfile.ZipFile) -> dict[str, Any]:
    manifest = _read_manifest(part)
    if manifest.get("format") != FORMAT:
        raise ArchiveError(gettext_noop("this is no archive of /export"))
    if manifest.get("version") != VERSION:
        raise ArchiveError(
            gettext_noop("the archive is of version {version}; this planner reads {known}"),
            version=str(manifest.get("version"))[:20],
            known=VERSION,
        )
    if manifest.get("scope") != "workspace":
        raise ArchiveError(
            gettext_noop("this is the archive of one member; only the owner's can be read back")
        )
    if type(manifest.get("part")) is not int:
        raise ArchiveError(gettext_noop("manifest.json names no part"))
    return manifest


def _check_together(manifests: list[dict[str, Any]]) -> None:
    """The parts are all of one archive, and each of them is there once."""
    if len({manifest.get("made_at") for manifest in manifests}) > 1:
        raise ArchiveError(gettext_noop("the files are parts of different archives"))
    numbers = [manifest["part"] for manifest in manifests]
    if numbers != list(range(1, len(numbers) + 1)) or not manifests[-1].get("last"):
        raise ArchiveError(
            gettext_noop("parts are missing or doubled: there are {numbers}; name all files of the archive"),
            numbers=numbers,
        )
    rows = manifests[-1].get("rows")
    if not isinstance(rows, dict) or not all(type(count) is int for count in rows.values()):
        raise ArchiveError(gettext_noop("manifest.json does not count the rows"))


def _check_size(parts: list[zipfile.ZipFile]) -> None:
    infos = [info for part in parts for info in part.infolist()]
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise ArchiveError(gettext_noop("unpacked the archive is larger than 2 GB"))
    for info in infos:
        if info.flag_bits & 1:
            raise ArchiveError(gettext_noop("the archive has a password: unpack it and pack it without one"))
        if info.file_size > _MOST_TIMES * (info.compress_size + 1024):
            raise ArchiveError(
                gettext_noop("{name!r} grows more than {times} times when unpacked"),
                name=info.filename[:80],
                times=_MOST_TIMES,
            )
    for part in parts:
        if len(set(part.namelist())) != len(part.namelist()):
            raise ArchiveError(gettext_noop("two files of the archive have one name"))


def _check_tables(files: dict[str, Any], rows: dict[str, int]) -> None:
    from worker.features.export.exported_rows import OWN, SHARED

    unknown = (files.keys() | rows.keys()) - (SHARED | OWN)
    if unknown:
        raise ArchiveError(
            gettext_noop("this planner knows no {names}"), names=", ".join(sorted(unknown))[:80]
        )


def _rows(part: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    try:
        with part.open(name) as file:
            while line := file.readline(_MOST_LINE_BYTES + 1):
                if len(line) > _MOST_LINE_BYTES:
                    raise ArchiveError(gettext_noop("{name} has a row of more than 1 MB"), name=name)
                row = json.loads(line.decode("utf-8"))
                if not isinstance(row, dict):
                    raise ArchiveError(gettext_noop("{name} has a row that is no object"), name=name)
                yield row
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ArchiveError(gettext_noop("{name} is not JSON in UTF-8"), name=name) from None
    except _DAMAGED:
        raise ArchiveError(gettext_noop("{name} is damaged"), name=name) from None


def _content(part: zipfile.ZipFile, name: str) -> str:
    try:
        return part.read(name).decode("utf-8")
    except _DAMAGED:
        raise ArchiveError(gettext_noop("{name} is damaged"), name=name) from None
