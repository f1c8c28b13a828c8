"""Reads the tasks in a ZIP file: a backup of Todoist, with a CSV for each project, or an archive of /export. Pure.

Nothing is written to disk, and no more is unpacked than the limits below allow.
"""

import io
import json
import zipfile
import zlib
from typing import Literal
from zoneinfo import ZoneInfo

from worker.features.export.archive import FORMAT
from worker.features.export.tables import without_formula_mark
from worker.features.imports.foreign_tasks import ForeignTask, ForeignTasks, read_foreign_tasks

# Packed: a part of an archive of ours has about 5 MB. Unpacked: each file as if it were sent by itself, all together.
MOST_ZIP_BYTES = 10_000_000
_MOST_FILE_BYTES, _MOST_BYTES, _MOST_FILES = 1_000_000, 5_000_000, 2_000
_TABLES = (".csv", ".tsv")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

ZipProblem = Literal["damaged", "password", "too large", "names", "no tasks"]


class _Refused(Exception):  # noqa: N818 - a result of the check, not an error of ours
    def __init__(self, problem: ZipProblem) -> None:
        self.problem: ZipProblem = problem


def read_zip(body: bytes, zone: ZoneInfo) -> ForeignTasks | ZipProblem:
    """The tasks of all tables in a ZIP file, or why none of it is read. Local dates and times are those of `zone`."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            infos = _checked(opened.infolist())
            return _read(opened, infos, zone)
    except _Refused as refused:
        return refused.problem
    except _DAMAGED:
        return "damaged"


def _checked(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos if _is_table(info)) > _MOST_BYTES:
        raise _Refused("too large")
    if any(info.flag_bits & 1 for info in infos):
        raise _Refused("password")
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or any(map(_leads_out, names)):
        raise _Refused("names")
    return [info for info in infos if not info.is_dir()]


def _leads_out(name: str) -> bool:
    """Whether a name stands for a place outside of the archive."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _is_table(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith(_TABLES)


def _read(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo], zone: ZoneInfo) -> ForeignTasks:
    found = ForeignTasks(archive=_is_archive(opened))
    tables = 0
    for info in sorted(infos, key=lambda each: each.filename):
        table = read_foreign_tasks(_content(opened, info), zone) if _is_table(info) else None
        if table is not None:
            tables += 1
            _join(found, table)
        elif not found.archive:
            found.files.append(info.filename.rpartition("/")[2][:60])
    if not tables:
        raise _Refused("no tasks")
    return found


def _content(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """An entry's bytes; what it says of its size is not believed."""
    with opened.open(info) as file:
        content = file.read(_MOST_FILE_BYTES + 1)
    if len(content) > _MOST_FILE_BYTES:
        raise _Refused("too large")
    return content


def _is_archive(opened: zipfile.ZipFile) -> bool:
    try:
        manifest = json.loads(_content(opened, opened.getinfo("manifest.json")))
    except (KeyError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and manifest.get("format") == FORMAT


def _join(found: ForeignTasks, table: ForeignTasks) -> None:
    for task in table.tasks:
        title = without_formula_mark(task.title) if found.archive else task.title
        found.take(ForeignTask(title, task.on, task.at, task.priority))
    found.left.update(table.left)
    found.columns += [name for name in table.columns if name not in found.columns]
