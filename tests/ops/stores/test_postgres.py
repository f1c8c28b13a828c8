"""The embedded PostgreSQL: ours alone, durable, and startable after anything."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from ops.stores import Postgres, StoreError, scratch_folder
from ops.stores.process import command_line
from tests.patience import PATIENCE_SECONDS


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with scratch_folder("test") as folder:
        server = Postgres(folder / "postgres")
        server.start()
        yield server
        server.stop()


async def test_it_is_postgres_18_with_vectors_and_knows_russian_letters(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.ensure_database("letters"))
    await connection.execute("CREATE EXTENSION vector")
    near = await connection.fetchval("SELECT '[1,0]'::halfvec(2) <-> '[1,3]'::halfvec(2)")
    version = await connection.fetchval("SHOW server_version_num")
    small = await connection.fetchval("SELECT lower('ШПИНДЕЛЬ')")
    await connection.close()
    assert (near, version[:2], small) == (3.0, "18", "шпиндель")


async def test_what_was_committed_survives_sigkill_again_and_again(postgres: Postgres) -> None:
    url = postgres.create_database("durable")
    postgres.sql("CREATE TABLE kept (n int)", "durable")
    for n in range(5):
        connection = await asyncpg.connect(url)
        await connection.execute("INSERT INTO kept VALUES ($1)", n)
        connection.terminate()
        postgres.kill()
        assert not postgres.server.running
        postgres.start()
    assert postgres.sql("SELECT string_agg(n::text, ',' ORDER BY n) FROM kept", "durable") == "0,1,2,3,4"


async def test_a_database_is_copied_from_a_template(postgres: Postgres) -> None:
    postgres.create_database("model")
    postgres.sql("CREATE TABLE shape (n int); INSERT INTO shape VALUES (7)", "model")
    connection = await asyncpg.connect(postgres.create_database("copy", template="model"))
    assert await connection.fetchval("SELECT n FROM shape") == 7
    postgres.drop_database("copy")
    with pytest.raises(asyncpg.PostgresConnectionError):
        await connection.fetchval("SELECT n FROM shape")


async def test_nobody_gets_in_without_the_password(postgres: Postgres) -> None:
    address = postgres.url("postgres").rpartition("@")[2]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:guess@{address}")


def test_only_we_can_read_the_password_and_the_data() -> None:
    with scratch_folder("test") as folder:
        server = Postgres(folder / "postgres", fast=True)
        server.start()
        server.stop()
        assert (folder / "postgres.password").stat().st_mode & 0o077 == 0
        assert (folder / "postgres").stat().st_mode & 0o077 == 0


def test_a_pid_file_whose_number_is_somebody_elses_does_not_hinder_the_start() -> None:
    with scratch_folder("test") as folder:
        server = Postgres(folder / "postgres", fast=True)
        server.start()
        server.kill()
        pid_file = folder / "postgres" / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        server.start()
        assert server.sql("SELECT 1") == "1"
        server.stop()


def test_a_server_left_over_by_a_killed_run_is_replaced() -> None:
    with scratch_folder("test") as folder:
        first = Postgres(folder / "postgres", fast=True)
        first.start()
        second = Postgres(folder / "postgres", fast=True)
        second.start()
        assert not first.server.running
        assert second.sql("SELECT 1") == "1"
        second.stop()


def test_data_of_another_version_is_refused_in_one_clear_line() -> None:
    with scratch_folder("test") as folder:
        server = Postgres(folder / "postgres", fast=True)
        server.start()
        server.stop()
        (folder / "postgres" / "data" / "PG_VERSION").write_text("17\n")
        with pytest.raises(StoreError, match=r"is of PostgreSQL 17, the installed one is 18"):
            server.start()


def test_below_a_folder_closed_to_others_it_starts_all_the_same() -> None:
    with scratch_folder("test") as folder:
        closed = folder / "home"
        closed.mkdir(mode=0o700)
        server = Postgres(closed / ".planner" / "postgres", fast=True)
        server.start()
        assert server.sql("SELECT 1") == "1"
        server.stop()
        data = (closed / ".planner" / "postgres").resolve()
        assert (data / "data" / "PG_VERSION").exists()
        if os.geteuid() == 0:
            assert data.is_relative_to("/var/tmp")
            shutil.rmtree(data.parent)


def test_programs_closed_to_others_are_copied_to_where_they_can_be_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ops.stores import postgres as module

    installed = module.installed_programs()
    with scratch_folder("test") as folder:
        package = folder / "home" / installed.parent.name
        shutil.copytree(installed, package / installed.name, symlinks=True)
        libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, package.with_name(libraries.name))
        (folder / "home").chmod(0o700)
        monkeypatch.setattr(module, "installed_programs", lambda: package / installed.name)
        server = Postgres(folder / "postgres", fast=True)
        server.start()
        assert server.sql("SELECT 1") == "1"
        server.stop()


def test_no_server_outlives_a_parent_killed_with_sigkill() -> None:
    program = (
        "import sys, pathlib\n"
        "from ops.stores import Postgres, Valkey\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "postgres, valkey = Postgres(folder / 'postgres', fast=True), Valkey(folder / 'valkey')\n"
        "postgres.start(); valkey.start()\n"
        "print(postgres.server.pid, valkey.server.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with scratch_folder("test") as folder:
        parent = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        with parent:
            assert parent.stdout
            pids = [int(word) for word in parent.stdout.readline().split()]
            assert all(command_line(pid) for pid in pids)
            parent.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(command_line(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [command_line(pid) for pid in pids] == ["", ""]
