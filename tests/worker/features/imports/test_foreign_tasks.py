"""Files of Todoist, Trello and spreadsheets: what fits is taken, and what does not is counted."""

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worker.features.imports.foreign_tasks import MOST_TASKS, ForeignTask, ForeignTasks, read_foreign_tasks

BERLIN = ZoneInfo("Europe/Berlin")
TODOIST = (
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\r\n"
    "section,Shop,,,,,,,,\r\n"
    "task,Buy chains,two sizes,1,1,,,2026-12-05,en,Europe/Berlin\r\n"
    'task,"Call ""Novak"", the mill",,4,1,,,every friday,en,\r\n'
    "note,remember,,,,,,,,\r\n"
    "task,,,4,1,,,,,\r\n"
)
TABLE = "Задача;Срок;Время;Приоритет;Статус;Клиент\nПокрасить забор;05.12.2026;14:30;высокий;;Иванов\nГвозди;31.02.2026;;;;\nСтарое;;;;готово;\n"
TRELLO: dict[str, Any] = {
    "name": "Board",
    "lists": [{"id": "a", "name": "To do"}, {"id": "b", "name": "Old", "closed": True}],
    "cards": [
        {"name": "Weld the frame", "due": "2026-12-05T13:30:00.000Z", "idList": "a", "desc": "steel"},
        {"name": "Done one", "dueComplete": True, "idList": "a"},
        {"name": "Away", "closed": True, "idList": "a"},
        {"name": "In an old list", "idList": "b"},
        "odd",
    ],
}


def read(content: str | bytes) -> ForeignTasks:
    found = read_foreign_tasks(content.encode() if isinstance(content, str) else content, BERLIN)
    assert found is not None
    return found


def test_a_file_of_todoist() -> None:
    found = read(TODOIST)
    assert found.tasks == [
        ForeignTask("Buy chains", dt.date(2026, 12, 5), None, 1),
        ForeignTask('Call "Novak", the mill (every friday)'),
    ]
    assert dict(found.left) == {"no task": 2, "empty": 1, "undated": 1}
    assert found.columns == ["DESCRIPTION", "INDENT", "DATE_LANG", "TIMEZONE"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_spreadsheets_file_in_any_encoding(encoding: str) -> None:
    found = read(TABLE.encode(encoding))
    at = dt.datetime(2026, 12, 5, 13, 30, tzinfo=dt.UTC)
    assert found.tasks == [
        ForeignTask("Покрасить забор", dt.date(2026, 12, 5), at, 1),
        ForeignTask("Гвозди (31.02.2026)"),
    ]
    assert (dict(found.left), found.columns) == ({"done": 1, "undated": 1}, ["Клиент"])


def test_a_board_of_trello() -> None:
    found = read(json.dumps(TRELLO))
    at = dt.datetime(2026, 12, 5, 13, 30, tzinfo=dt.UTC)
    assert found.tasks == [ForeignTask("Weld the frame", dt.date(2026, 12, 5), at)]
    assert dict(found.left) == {"done": 1, "archived": 2, "no task": 1}
    assert found.columns == ["desc"]


@pytest.mark.parametrize(
    ("line", "task"),
    [
        (
            "x,2026-12-05 09:00,",
            ForeignTask("x", dt.date(2026, 12, 5), dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC)),
        ),
        ("x,2026-12-05,25:00", ForeignTask("x (2026-12-05 25:00)")),
        ("x,05/12/2026,", ForeignTask("x (05/12/2026)")),
        ("x,,10:00", ForeignTask("x (10:00)")),
        ("x,9999-12-31,", ForeignTask("x (9999-12-31)")),
        ("x,0000-00-00,", ForeignTask("x (0000-00-00)")),
        ("  many   spaces ,,", ForeignTask("many spaces")),
    ],
)
def test_dates_are_read_or_stay_in_the_title(line: str, task: ForeignTask) -> None:
    assert read(f"title,date,time\n{line}\n").tasks == [task]


def test_all_of_a_task_goes_through_json_and_back() -> None:
    task = ForeignTask("x", dt.date(2026, 12, 5), dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC), 3)
    assert ForeignTask.from_json(json.loads(json.dumps(task.to_json()))) == task


def test_long_files_and_titles_are_bounded_and_told() -> None:
    found = read("title\n" + "y" * 300 + "\n" + "x\n" * (MOST_TASKS + 4))
    assert len(found.tasks) == MOST_TASKS
    assert (len(found.tasks[0].title), found.left["shortened"], found.left["too many"]) == (200, 1, 5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7\x00\x01",
        b"\x89PNG\r\n\x1a\n\x00",
        b"a,b\n1,2\n",
        b"{",
        b"[]",
        b'{"cards": 5}',
        b"{" * 100_000,
        b'title\n"' + b"x" * 200_000,
        b"\xff\xfeabc",
    ],
)
def test_what_holds_no_tasks_is_refused(body: bytes) -> None:
    assert read_foreign_tasks(body, BERLIN) is None
