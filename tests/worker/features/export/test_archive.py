"""Archives: every table is in it or left out for a reason, parts stand by themselves, and cells are no formulas."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from models.tables.all_tables import METADATA
from models.tables.task import Task
from worker.core.directory_names import DirectoryNames
from worker.core.speaker import Speaker
from worker.features.export.archive import ArchiveWriter
from worker.features.export.exported_rows import LEFT_OUT, OWN, SHARED
from worker.features.export.tables import CSV_COLUMNS, calendar_entries, csv_lines

DOCUMENT = Path(__file__).parents[4] / "ops" / "docs" / "export.md"
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def test_each_table_is_exported_or_left_out_for_a_reason() -> None:
    left_out = {name for names in LEFT_OUT.values() for name in names}
    assert SHARED | OWN | left_out == set(METADATA.tables)
    assert len(SHARED) + len(OWN) + sum(map(len, LEFT_OUT.values())) == len(METADATA.tables)


def test_the_document_names_each_file_and_each_column_of_the_csv() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in sorted(SHARED | OWN | set(CSV_COLUMNS)) if f"`{name}`" not in said] == []


def test_a_full_part_is_closed_and_the_next_stands_by_itself() -> None:
    writer = ArchiveWriter({"scope": "workspace"}, most_bytes=1)
    first = writer.write("data", "task", "jsonl", ['{"id": 1}\n'])
    assert first is not None
    last = writer.end({"task": 1})
    for number, body in enumerate((first, last), 1):
        with zipfile.ZipFile(io.BytesIO(body)) as part:
            assert part.testzip() is None
            manifest = json.loads(part.read("manifest.json"))
            assert (manifest["part"], manifest["version"], manifest["scope"]) == (number, 1, "workspace")
            assert {*manifest["files"], "manifest.json"} == set(part.namelist())
            assert ("rows" in manifest) is (number == 2)


def test_lines_of_the_csv_are_local_and_no_formulas() -> None:
    speaker = Speaker(1, 1, 1001, 1, "Anna", True, "en", ZoneInfo("Europe/Berlin"), True)
    names = DirectoryNames({}, {}, {}, {}, 1, True)
    task = Task(
        id=5, workspace_id=1, number=7, title='=HYPERLINK("x"), "й"', deadline_on=NOW.date(), deadline_at=NOW,
        timing="on", estimate_minutes=30, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    line = csv_lines(speaker, names, [task])
    assert line.startswith('7,"\'=HYPERLINK(""x""), ""й""",open,2,,,,2026-11-23,10:00,on,,30,')
    assert line.endswith(",2026-11-23 10:00,\r\n")
    [entry] = calendar_entries([task, task.model_copy(update={"status": "done"})])
    assert (entry.starts, entry.ends) == (NOW, NOW + dt.timedelta(minutes=30))
