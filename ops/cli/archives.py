"""`planner import`: reads an archive of /export back."""

import asyncio
import os
from pathlib import Path

from models.runtime.database import Database
from models.runtime.settings import settings
from ops.cli import dotenv
from ops.cli.refusal import WRONG_SETTING, CommandError
from ops.cli.run_folder import read_note
from worker.features.restore.load_archive import load_archive
from worker.features.restore.read_archive import Archive, ArchiveError, open_archive


def import_archive(folder: Path, files: list[Path]) -> str:
    """Read all parts of an archive into DATABASE_URL's database, else that of the planner which runs in `folder`; the line
    to print. Raises CommandError; then nothing has changed."""
    try:
        with open_archive(files) as archive:
            loaded = asyncio.run(_load(_database_url(folder), archive))
            made = archive.made_at[:10]
    except ArchiveError as error:
        raise CommandError(f"Nothing was read back: {error}.") from None
    told = ", ".join(f"{loaded.get(table, 0)} {table}" for table in ("task", "member", "business", "note"))
    return f"The archive of {made} is read back: {told}, {sum(loaded.values())} rows in all."


async def _load(url: str, archive: Archive) -> dict[str, int]:
    database = Database(url, size=1)
    try:
        async with database.transaction() as session:
            return await load_archive(session, archive)
    finally:
        await database.close()


def _database_url(folder: Path) -> str:
    dotenv.load_dotenv_file()
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return str(settings().database_url)
    address = read_note(folder / "run").get("DATABASE_URL")
    if address is None:
        raise CommandError(
            "DATABASE_URL is not set and no planner runs here: start one with `planner up`.", WRONG_SETTING
        )
    return str(address)
