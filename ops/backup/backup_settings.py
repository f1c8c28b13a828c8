"""Reads the settings of backups from the environment; each may be in a file that `<NAME>_FILE` names."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.backup import BackupError

DAYS, WEEKS = 7, 4


@dataclass(frozen=True)
class S3Bucket:
    """An S3-compatible bucket: `endpoint` as https://host, `key` and `secret` of a writer."""

    endpoint: str
    name: str
    region: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class BackupSettings:
    """Source, destination and schedule of backups. `at` is UTC; `recipient` is an age public key."""

    database_url: str = field(repr=False)
    folder: Path
    programs: Path | None = None
    at: dt.time = dt.time(3, 10)
    days: int = DAYS
    weeks: int = WEEKS
    recipient: str | None = None
    identity: Path | None = None
    bucket: S3Bucket | None = None


def read_backup_settings(env: Mapping[str, str] = os.environ) -> BackupSettings:
    """The settings of an environment. Raises BackupError that names the variable, never its value."""
    url = _value(env, "BACKUP_DATABASE_URL") or _value(env, "DATABASE_URL")
    if not url:
        raise BackupError("DATABASE_URL is not set: it is the database to keep")
    programs, identity = _value(env, "PG_PROGRAMS"), _value(env, "BACKUP_AGE_IDENTITY")
    return BackupSettings(
        database_url=url,
        folder=Path(_value(env, "BACKUP_FOLDER") or "backups"),
        programs=Path(programs) if programs else None,
        at=_time(_value(env, "BACKUP_TIME") or "03:10"),
        days=_number(env, "BACKUP_DAYS", DAYS),
        weeks=_number(env, "BACKUP_WEEKS", WEEKS),
        recipient=_value(env, "BACKUP_AGE_RECIPIENT"),
        identity=Path(identity) if identity else None,
        bucket=_bucket(env),
    )


def _bucket(env: Mapping[str, str]) -> S3Bucket | None:
    names = {"endpoint": "BACKUP_S3_ENDPOINT", "name": "BACKUP_S3_BUCKET"}
    names |= {"key": "BACKUP_S3_KEY", "secret": "BACKUP_S3_SECRET"}
    found = {part: _value(env, name) for part, name in names.items()}
    if not found["name"]:
        return None
    for part, value in found.items():
        if not value:
            raise BackupError(f"{names[part]} is not set, but BACKUP_S3_BUCKET is")
    given = {part: value for part, value in found.items() if value}
    given["endpoint"] = given["endpoint"].rstrip("/")
    return S3Bucket(region=_value(env, "BACKUP_S3_REGION") or "us-east-1", **given)


def _value(env: Mapping[str, str], name: str) -> str | None:
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise BackupError(f"{name}_FILE cannot be read: {error.strerror}") from None


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        raise BackupError("BACKUP_TIME must be like 03:10, in UTC") from None


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = _value(env, name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise BackupError(f"{name} must be a number from 1 up")
    return int(text)
