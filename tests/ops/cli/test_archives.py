"""`planner import` as a person types it."""

import json
import zipfile
from pathlib import Path

from tests.ops.cli.planner_command import planner
from tests.planner import Stores

AT = "2026-11-23T09:00:00+00:00"
ROWS = {
    "workspace": {"id": 41, "name": "Anna's", "last_task_number": 1, "created_at": AT},
    "member": {
        "id": 42,
        "workspace_id": 41,
        "name": "Anna",
        "is_owner": True,
        "aliases": [],
        "created_at": AT,
    },
    "task": {
        "id": 43,
        "workspace_id": 41,
        "number": 1,
        "title": "Покрасить забор",
        "status": "open",
        "priority": 2,
        "version": 1,
        "created_at": AT,
        "updated_at": AT,
    },
}
MANIFEST = {
    "format": "business-planner-export",
    "version": 1,
    "part": 1,
    "last": True,
    "made_at": AT,
    "scope": "workspace",
}


def written(path: Path, **rows: object) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for table, row in rows.items():
            archive.writestr(f"data/{table}-0001.jsonl", json.dumps(row) + "\n")
        archive.writestr("manifest.json", json.dumps({**MANIFEST, "rows": dict.fromkeys(rows, 1)}))
    return path


def test_an_archive_is_read_back_once_and_a_wrong_one_changes_nothing(stores: Stores, tmp_path: Path) -> None:
    name, url = stores.new_database()
    wrong = written(tmp_path / "w.zip", **{**ROWS, "task": {**ROWS["task"], "workspace_id": 7}})
    odd = written(tmp_path / "o.zip", **{**ROWS, "member": {**ROWS["member"], "is_owner": "perhaps"}})
    new = written(tmp_path / "n.zip", **{**ROWS, "task": {**ROWS["task"], "mood": "good"}})
    for file, why in (
        (wrong, "several workspaces"),
        (odd, "does not fit"),
        (new, "knows no task.mood"),
        (Path(__file__), "no ZIP file"),
    ):
        refused = planner("import", str(file), cwd=tmp_path, DATABASE_URL=url)
        assert refused.returncode == 1, file
        assert refused.stderr.startswith("Nothing was read back: ")
        assert why in refused.stderr, refused.stderr
    assert stores.postgres.sql("SELECT count(*) FROM workspace", database=name).strip() == "0"
    file = written(tmp_path / "a.zip", **ROWS)
    done = planner("import", str(file), cwd=tmp_path, DATABASE_URL=url)
    assert "The archive of 2026-11-23 is read back: 1 task, 1 member" in done.stdout, done.stderr
    told = stores.postgres.sql("SELECT title FROM task WHERE id = 43", database=name)
    assert told.strip() == "Покрасить забор"
    again = planner("import", str(file), cwd=tmp_path, DATABASE_URL=url)
    assert "already has some of these rows" in again.stderr
    stores.postgres.drop_database(name)
