"""Lets root run PostgreSQL, which refuses root, as `nobody` in folders that `nobody` can reach."""

import os
import pwd
import shutil
import tempfile
from pathlib import Path

ACCOUNT_NAME = "nobody"


def postgres_account() -> tuple[int, int] | None:
    """(uid, gid) PostgreSQL has to run as: None for ourselves, `nobody` when we are root."""
    if os.geteuid() != 0:
        return None
    found = pwd.getpwnam(ACCOUNT_NAME)
    return found.pw_uid, found.pw_gid


def accessible_folder(wanted: Path) -> Path:
    """A 0700 folder that PostgreSQL's account owns and can reach: `wanted`, or what it links to.

    Below a folder closed to `nobody` (root's home) it is made in /var/tmp, and `wanted` becomes a link to it.
    """
    who = postgres_account()
    if who is None:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        return wanted.resolve()
    if not wanted.exists():
        wanted.unlink(missing_ok=True)
        wanted.parent.mkdir(parents=True, exist_ok=True)
        if is_reachable(wanted.parent.resolve()):
            wanted.mkdir(mode=0o700)
        else:
            wanted.symlink_to(_elsewhere())
    folder = wanted.resolve()
    os.chown(folder, *who)
    return folder


def _elsewhere() -> Path:
    outer = Path(tempfile.mkdtemp(prefix="business-planner-", dir="/var/tmp"))
    outer.chmod(0o711)
    inner = outer / "postgres"
    inner.mkdir(mode=0o700)
    return inner


def is_reachable(folder: Path) -> bool:
    """Whether everybody may pass through `folder` and all that is above it."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def executable_programs(installed: Path, folder: Path) -> Path:
    """Where PostgreSQL's account can execute the programs: `installed`, or a copy of it in `folder`."""
    if postgres_account() is None or is_reachable(installed / "bin"):
        return installed
    package = installed.parent
    copy = folder / "programs"
    stamp = copy / "copied-from"
    origin = f"{installed} {installed.stat().st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != origin:
        shutil.rmtree(copy, ignore_errors=True)
        # The programs look for the wheel's shared libraries three folders up: the copy keeps that shape.
        for part in (f"{package.name}/{installed.name}", f"{package.name}.libs"):
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, copy / part, symlinks=True)
        _open_up(copy)
        stamp.write_text(origin)
    return copy / package.name / installed.name


def _open_up(top: Path) -> None:
    """Readable and passable for everybody, whatever umask the original was installed with."""
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
