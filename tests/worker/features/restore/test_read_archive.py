"""Archives that are none, are damaged or are made to harm are refused in words, before anything is written."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from worker.features.restore import read_archive
from worker.features.restore.read_archive import ArchiveError, open_archive

MANIFEST = {
    "format": "business-planner-export",
    "version": 1,
    "part": 1,
    "scope": "workspace",
    "made_at": "2026-11-23T09:00:00+00:00",
    "last": True,
    "rows": {"task": 1},
}
ROWS = {"data/task-0001.jsonl": b'{"id": 1}\n'}


def packed(manifest: dict[str, Any] | None = None, files: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (ROWS if files is None else files).items():
            archive.writestr(name, content)
        if manifest is not None:
            archive.writestr("manifest.json", json.dumps(manifest))
    return buffer.getvalue()


def read(folder: Path, *parts: bytes) -> list[dict[str, Any]]:
    paths = []
    for number, part in enumerate(parts):
        paths.append(folder / f"{number}.zip")
        paths[-1].write_bytes(part)
    with open_archive(paths) as archive:
        return [row for batch in archive.batches("task") for row in batch]


def test_a_whole_archive_is_read_its_parts_in_any_order(tmp_path: Path) -> None:
    assert read(tmp_path, packed(MANIFEST)) == [{"id": 1}]
    first = {**MANIFEST, "last": False}
    del first["rows"]
    second = {**MANIFEST, "part": 2, "rows": {"task": 2}}
    more = packed(second, {"data/task-0002.jsonl": b'{"id": 2}\n'})
    assert read(tmp_path, more, packed(first)) == [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([b"%PDF-1.7"], "no ZIP file"),
        ([packed(MANIFEST)[:-30]], "no ZIP file, or is damaged"),
        ([packed(None)], "no manifest"),
        ([packed({**MANIFEST, "format": "x"})], "no archive of /export"),
        ([packed({**MANIFEST, "version": 2})], "version 2"),
        ([packed({**MANIFEST, "scope": "member"})], "one member"),
        ([packed({**MANIFEST, "part": "1"})], "names no part"),
        ([packed({**MANIFEST, "last": False})], "parts are missing"),
        ([packed(MANIFEST), packed(MANIFEST)], "missing or doubled"),
        ([packed({**MANIFEST, "last": False}), packed({**MANIFEST, "part": 2, "made_at": "x"})], "different"),
        ([packed({**MANIFEST, "rows": None})], "does not count"),
        ([packed({**MANIFEST, "rows": {"task": 2}})], "1 rows, but the archive says 2"),
        ([packed({**MANIFEST, "rows": {"job_run": 1}})], "knows no job_run"),
        ([packed(MANIFEST, {**ROWS, "../../etc/passwd": b"x"})], "belongs to no archive"),
        ([packed(MANIFEST, {**ROWS, "/data/task-0001.jsonl": b"x"})], "belongs to no archive"),
        ([packed(MANIFEST, {"data/task-0001.jsonl": '{"title": "Дверь"}\n'.encode("cp1251")})], "UTF-8"),
        ([packed(MANIFEST, {"data/task-0001.jsonl": b"[1]\n"})], "no object"),
        ([packed(MANIFEST, {"data/task-0001.jsonl": b"{" * 100_000})], "not JSON"),
        ([packed(MANIFEST, {"data/task-0001.jsonl": b"\0" * 3_000_000})], "200 times"),
    ],
)
def test_a_bad_archive_is_refused_in_words(tmp_path: Path, parts: list[bytes], why: str) -> None:
    with pytest.raises(ArchiveError, match=why):
        read(tmp_path, *parts)


def test_a_file_of_a_gigabyte_and_a_damaged_row_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(1024**3)
    with pytest.raises(ArchiveError, match="1024 MB"):
        open_archive([large])
    with pytest.raises(ArchiveError, match="cannot be read"):
        open_archive([tmp_path / "none.zip"])
    body = bytearray(packed(MANIFEST, {"data/task-0001.jsonl": b'{"id": 1234567}\n' * 9}))
    body[60] ^= 0xFF
    with pytest.raises(ArchiveError, match="damaged"):
        read(tmp_path, bytes(body))
    monkeypatch.setattr(read_archive, "MOST_BYTES", 5)
    with pytest.raises(ArchiveError, match="2 GB"):
        read(tmp_path, packed(MANIFEST))
