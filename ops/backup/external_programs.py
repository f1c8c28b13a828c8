"""Runs age for encryption and curl for the bucket; secrets are passed on stdin, not on the command line."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from ops.backup import BackupError
from ops.backup.backup_settings import S3Bucket

_SECONDS = 3600


def encrypt_file(source: Path, target: Path, recipient: str) -> None:
    """Write `target`, readable only with the private key of `recipient` (age1...). Raises BackupError."""
    _run(["age", "--encrypt", "--recipient", recipient, "--output", str(target), str(source)])


def decrypt_file(source: Path, target: Path, identity: Path) -> None:
    """Write `target` with the private key in `identity`. Raises BackupError."""
    _run(["age", "--decrypt", "--identity", str(identity), "--output", str(target), str(source)])


def upload_file(bucket: S3Bucket, file: Path, sha256: str) -> None:
    """Upload a file under its own name; the server checks the content's hash. Raises BackupError."""
    lines = [f'upload-file = "{file}"', f'header = "x-amz-content-sha256: {sha256}"']
    _curl(bucket, file.name, lines)


def download_file(bucket: S3Bucket, name: str, target: Path) -> None:
    """Download the backup of that name to `target`. Raises BackupError."""
    _curl(bucket, name, [f'output = "{target}"'])


def sha256_of(file: Path) -> str:
    """The file's hash, as hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _curl(bucket: S3Bucket, name: str, lines: list[str]) -> None:
    """Call curl with AWS signature version 4. The bucket is in the URL's path, which every server supports."""
    # Up to 3 more attempts after a refused connection, a timeout, 429 or 5xx.
    known = ["fail", "silent", "show-error", "retry = 3", "retry-connrefused", "connect-timeout = 15"]
    known += [
        f'url = "{bucket.endpoint}/{bucket.name}/{name}"',
        f'user = "{bucket.key}:{bucket.secret}"',
        f'aws-sigv4 = "aws:amz:{bucket.region}:s3"',
    ]
    _run(["curl", "--config", "-"], "\n".join([*known, *lines]))


def _run(command: list[str], given: str | None = None) -> None:
    if shutil.which(command[0]) is None:
        raise BackupError(f"{command[0]} is not installed")
    done = subprocess.run(  # noqa: S603 - age and curl with arguments of ours
        command, input=given, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        # Both programs print their own name before most errors.
        name = f"{command[0]}: "
        raise BackupError(name + said[0].removeprefix(name)[:300])
