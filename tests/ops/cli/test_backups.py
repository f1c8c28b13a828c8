"""`planner backup` and `planner restore` as a person types them."""

from pathlib import Path

from ops.stores.postgres import installed_programs
from tests.ops.cli.planner_command import planner
from tests.planner import Stores


def test_a_backup_and_its_way_back(stores: Stores, tmp_path: Path) -> None:
    name, url = stores.new_database()
    surroundings = {"DATABASE_URL": url, "PG_PROGRAMS": str(installed_programs() / "bin")}
    made = planner("backup", cwd=tmp_path, **surroundings)
    assert "restored once to prove it" in made.stdout, made.stderr
    [file] = (tmp_path / ".planner" / "backups").iterdir()
    back = planner("restore", file.name, cwd=tmp_path, **surroundings)
    assert f"{file.name} is live" in back.stdout, back.stderr
    for database in stores.postgres.sql("SELECT datname FROM pg_database").splitlines():
        if database.startswith(name):
            stores.postgres.drop_database(database)


def test_without_a_database_one_line_says_what_to_do(tmp_path: Path) -> None:
    refused = planner("backup", cwd=tmp_path)
    assert refused.returncode == 2
    assert "DATABASE_URL is not set and no planner runs here" in refused.stderr
    wrong = planner("restore", cwd=tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:1/planner")
    assert wrong.returncode == 1
    assert "Nothing was restored: there is no backup in" in wrong.stderr
