"""`planner backup` and `planner restore`, with the programs of the embedded server when that is used."""

import os
from pathlib import Path

from ops.backup import BackupError
from ops.backup.__main__ import restore_from_backup, run_backup
from ops.backup.backup_settings import BackupSettings, read_backup_settings
from ops.cli import dotenv
from ops.cli.refusal import WRONG_SETTING, CommandError
from ops.cli.run_folder import read_note
from ops.stores.postgres import installed_programs


def take_backup(folder: Path) -> str:
    """Back up now into `folder`/backups (or BACKUP_FOLDER); the line to print. Raises CommandError."""
    try:
        return run_backup(_options(folder))
    except BackupError as error:
        raise CommandError(f"No backup was made: {error}") from None


def restore_backup(folder: Path, name: str | None) -> str:
    """Restore that backup (or the newest); the line to print. Raises CommandError; then nothing has changed."""
    try:
        return restore_from_backup(_options(folder), name)
    except BackupError as error:
        raise CommandError(f"Nothing was restored: {error}") from None


def _options(folder: Path) -> BackupSettings:
    """DATABASE_URL's database, else that of the planner which runs in `folder`."""
    dotenv.load_dotenv_file()
    env = {"BACKUP_FOLDER": str(folder / "backups"), **os.environ}
    if not env.get("DATABASE_URL") and not env.get("DATABASE_URL_FILE"):
        address = read_note(folder / "run").get("DATABASE_URL")
        if address is None:
            raise CommandError(
                "DATABASE_URL is not set and no planner runs here: start one with `planner up`.",
                WRONG_SETTING,
            )
        env |= {"DATABASE_URL": address, "PG_PROGRAMS": str(installed_programs() / "bin")}
    return read_backup_settings(env)
