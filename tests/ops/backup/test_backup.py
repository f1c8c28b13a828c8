"""The restore drill on a real PostgreSQL: what was there is there again, and nothing wrong is called a backup."""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ops.backup import BackupError
from ops.backup import backup_settings as said
from ops.backup.__main__ import main
from ops.backup.backup_settings import BackupSettings, read_backup_settings
from ops.backup.make_backup import delete_old_backups, folder_trouble, make_backup
from ops.backup.postgres_programs import PostgresServer, server_of
from ops.backup.restore import find_backup, newest_backup, restore_database
from ops.backup.retention import backup_file_name
from ops.backup.snapshot import table_fingerprints
from ops.backup.verify_dump import verify_dump
from ops.stores.postgres import installed_programs
from tests.ops.backup.bucket import KEY, REGION, SECRET, Bucket
from tests.planner import Stores

NOW = dt.datetime(2026, 11, 23, 3, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=5)
WORLD = """
INSERT INTO workspace (name, last_task_number, created_at) VALUES ('Lab', 0, now());
INSERT INTO member (workspace_id, name, is_owner, created_at) SELECT id, 'Anna', true, now() FROM workspace;
INSERT INTO chat (telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
  SELECT 1001, workspace_id, id, 'private', 'ru', 'Europe/Berlin', true, now() FROM member;
INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key, trace_id, ephemeral,
  state, attempts, available_at, created_at)
  SELECT id, 1001, 'answer', 'sendMessage', '{"text": "Owed"}', 'k' || n, 't', false, 'pending', 0, now(), now()
  FROM workspace, generate_series(1, 50) AS n
"""

# Speaks age's command line: writes the recipient, then the content backwards; gives it back to that recipient alone.
AGE = """#!/bin/sh
case $1 in
--encrypt) { echo "$3"; base64 "$6" | tac; } >"$5" ;;
--decrypt) [ "$(head -n 1 "$6")" = "$(cat "$3")" ] && tail -n +2 "$6" | tac | base64 -d >"$5" ;;
esac
"""


@pytest.fixture
def kept(stores: Stores, tmp_path: Path) -> Iterator[BackupSettings]:
    """A database with a small world in it, and options that keep it in a folder of the test's own."""
    name, url = stores.new_database()
    yield_options = BackupSettings(url, tmp_path / "backups", installed_programs() / "bin")
    server_of(url, yield_options.programs).ask(WORLD)
    yield yield_options
    for found in stores.postgres.sql("SELECT datname FROM pg_database").splitlines():
        if found.startswith(name):
            stores.postgres.drop_database(found)


def server(kept: BackupSettings) -> PostgresServer:
    return server_of(kept.database_url, kept.programs)


def runs(kept: BackupSettings) -> list[str]:
    return server(kept).ask("SELECT state, uploaded, error FROM backup_run ORDER BY id")


def test_what_is_lost_after_a_backup_is_there_again_and_what_was_live_is_kept(kept: BackupSettings) -> None:
    taken = make_backup(kept, NOW)
    assert taken.rows > 52
    assert taken.file.stat().st_mode & 0o777 == 0o600
    server(kept).ask("UPDATE member SET name = 'Nobody'; DELETE FROM outbound_message")

    before = restore_database(kept, newest_backup(kept), LATER)

    assert server(kept).ask("SELECT name FROM member") == ["Anna"]
    assert server(kept).ask("SELECT name FROM member", before) == ["Nobody"]
    assert server(kept).ask("SELECT extname FROM pg_extension WHERE extname = 'vector'") == ["vector"]


def test_what_was_owed_at_the_backup_is_not_said_again_after_the_restore(kept: BackupSettings) -> None:
    make_backup(kept, NOW)
    restore_database(kept, newest_backup(kept), LATER)
    assert server(kept).ask("SELECT state, count(*) FROM outbound_message GROUP BY 1") == ["unknown|50"]
    assert runs(kept) == ["failed||restored"]


def test_no_id_of_the_lost_hours_is_given_out_again(kept: BackupSettings) -> None:
    """Buttons in people's chats and jobs in Redis name rows by id."""
    make_backup(kept, NOW)
    in_lost_hours = server(kept).ask(
        "INSERT INTO workspace (name, created_at) VALUES ('Lost', now()) RETURNING id"
    )
    restore_database(kept, newest_backup(kept), LATER)
    afterwards = server(kept).ask(
        "INSERT INTO workspace (name, created_at) VALUES ('New', now()) RETURNING id"
    )
    assert int(afterwards[0]) > int(in_lost_hours[0]) + 900_000


def test_a_dump_that_differs_by_one_word_is_no_backup(kept: BackupSettings) -> None:
    dumped = make_backup(kept, NOW).file
    server(kept).ask("UPDATE member SET name = 'Anne'")
    with pytest.raises(BackupError, match=r"differs in public\.backup_run, public\.member"):
        verify_dump(server(kept), dumped, table_fingerprints(server(kept).ask))
    assert "planner_backup_check" not in server(kept).ask("SELECT datname FROM pg_database")


def test_a_damaged_dump_changes_nothing(kept: BackupSettings) -> None:
    dumped = make_backup(kept, NOW).file
    dumped.write_bytes(dumped.read_bytes()[:-4000])
    with pytest.raises(BackupError, match="pg_restore"):
        restore_database(kept, dumped, LATER)
    assert server(kept).ask("SELECT name FROM member") == ["Anna"]


def test_a_failed_backup_says_so_in_its_row_and_leaves_no_file(
    kept: BackupSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupError, match="age is not installed"):
        make_backup(replace(kept, recipient="age1anna"), NOW)
    assert runs(kept) == ["failed||age is not installed"]
    assert list(kept.folder.iterdir()) == []


def test_an_encrypted_backup_needs_its_key(
    kept: BackupSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real age is at work in the container check (ops/check/parts/backup.sh); here is one that anyone can run."""
    age = tmp_path / "bin" / "age"
    age.parent.mkdir()
    age.write_text(AGE)
    age.chmod(0o755)
    monkeypatch.setenv("PATH", f"{age.parent}{os.pathsep}{os.environ['PATH']}")
    identity = tmp_path / "identity.txt"
    identity.write_text("age1anna")
    locked = replace(kept, recipient="age1anna")
    taken = make_backup(locked, NOW)
    assert taken.file.name.endswith(".dump.age")
    assert not taken.file.read_bytes().startswith(b"PGDMP")
    with pytest.raises(BackupError, match="BACKUP_AGE_IDENTITY"):
        restore_database(locked, taken.file, LATER)
    server(kept).ask("DELETE FROM outbound_message")
    restore_database(replace(locked, identity=identity), taken.file, LATER)
    assert server(kept).ask("SELECT count(*) FROM outbound_message") == ["50"]
    assert [path.name for path in kept.folder.iterdir()] == [taken.file.name]


def test_a_lost_server_is_restored_from_the_bucket(kept: BackupSettings) -> None:
    with Bucket() as bucket:
        away = replace(kept, bucket=said.S3Bucket(bucket.url, "our-backups", REGION, KEY, SECRET))
        bucket.troubles = [503]
        taken = make_backup(away, NOW)
        assert taken.uploaded
        assert runs(kept)[-1] == "done|t|"
        assert list(bucket.objects) == [f"/our-backups/{taken.file.name}"]
        content = taken.file.read_bytes()
        taken.file.unlink()
        assert find_backup(away, taken.file.name).read_bytes() == content
        with pytest.raises(BackupError, match="404"):
            find_backup(away, "planner-20200101T000000Z.dump")
        with pytest.raises(BackupError, match="403"):
            make_backup(replace(away, bucket=replace(away.bucket, secret="wrong")), LATER)
        bucket.shutdown()
    assert runs(kept)[-1].startswith("failed||curl: (")
    assert SECRET not in repr(away)


def test_old_backups_and_drafts_go_and_strangers_files_stay(kept: BackupSettings) -> None:
    kept.folder.mkdir()
    for back in range(40):
        (kept.folder / backup_file_name(NOW - dt.timedelta(days=back), encrypted=back % 2 == 0)).touch()
    for name in ("notes.txt", f"{backup_file_name(NOW, encrypted=False)}.draft"):
        (kept.folder / name).touch()
    assert len(delete_old_backups(kept)) == 32
    assert (kept.folder / "notes.txt").exists()
    assert len(list(kept.folder.glob("planner-*"))) == 9


def test_the_container_s_command_says_what_it_did(
    kept: BackupSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", kept.database_url)
    monkeypatch.setenv("BACKUP_FOLDER", str(kept.folder))
    monkeypatch.setenv("PG_PROGRAMS", str(kept.programs))
    assert main(["health"]) in {0, 1}
    assert main(["restore"]) == 1
    assert "there is no backup in" in capsys.readouterr().err
    assert main(["now"]) == 0
    assert "restored once to prove it" in capsys.readouterr().out
    assert main(["list"]) == 0
    assert "MB" in capsys.readouterr().out
    assert main(["restore"]) == 0
    assert "is live" in capsys.readouterr().out


def test_a_wrong_option_is_named_and_no_secret_is_said(tmp_path: Path) -> None:
    url = {"DATABASE_URL": "postgresql://planner:hidden-word@db/planner"}
    with pytest.raises(BackupError, match="BACKUP_S3_SECRET is not set"):
        read_backup_settings(
            url | {"BACKUP_S3_BUCKET": "b", "BACKUP_S3_ENDPOINT": "https://s3", "BACKUP_S3_KEY": "k"}
        )
    with pytest.raises(BackupError, match="BACKUP_TIME"):
        read_backup_settings(url | {"BACKUP_TIME": "early"})
    with pytest.raises(BackupError, match="DATABASE_URL is not set"):
        read_backup_settings({})
    secret = tmp_path / "secret"
    secret.write_text(url["DATABASE_URL"])
    assert "hidden-word" not in repr(read_backup_settings({"DATABASE_URL_FILE": str(secret)}))


def test_programs_older_than_the_server_are_refused_with_both_versions(
    kept: BackupSettings, tmp_path: Path
) -> None:
    taken = make_backup(kept, NOW)
    old = tmp_path / "old"
    old.mkdir()
    for program in ("psql", "pg_dump", "pg_restore"):
        (old / program).symlink_to(installed_programs() / "bin" / program)
    for program in ("pg_dump", "pg_restore"):
        (old / program).unlink()
        (old / program).write_text(
            f"#!/bin/sh\necho '{program} (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)'\n"
        )
        (old / program).chmod(0o755)
    with pytest.raises(BackupError, match=r"pg_dump is of version 15, the server of 18; set PG_PROGRAMS"):
        make_backup(replace(kept, programs=old), LATER)
    assert "pg_dump is of version 15" in runs(kept)[-1]
    with pytest.raises(BackupError, match=r"pg_restore is of version 15"):
        restore_database(replace(kept, programs=old), taken.file, LATER)
    (old / "psql").unlink()
    with pytest.raises(BackupError, match=r"psql is not here; set PG_PROGRAMS"):
        make_backup(replace(kept, programs=old), LATER)


def test_a_folder_that_cannot_be_written_is_said_with_its_owner(kept: BackupSettings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    elsewhere = replace(kept, folder=tmp_path / "file" / "backups")
    with pytest.raises(BackupError, match=f"must belong to the id {os.getuid()} .*chown"):
        make_backup(elsewhere, NOW)
    assert "cannot be written" in runs(kept)[-1]
    assert folder_trouble(kept.folder) is None
    assert list(kept.folder.iterdir()) == []
