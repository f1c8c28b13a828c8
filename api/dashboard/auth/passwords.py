"""Password hashing with scrypt in a process of its own; a setting may hold the hash instead of the password.

In the api's own process the 16 MB of each hash stayed with the allocator: 66 MB became 98 after five logins.
This file is also that process, so it imports only the standard library.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import sys

# OWASP's row for 16 MB: N=2^14, r=8, p=5; about 0.2 s of one core.
_N, _R, _P = 2**14, 8, 5
_MEMORY = 64 * 1024 * 1024
_MARK = "scrypt"
# The process has low priority: on a machine with work for more than its cores 0.2 s have taken over 15.
_LONGEST_SECONDS = 60


async def matching_password(given: str, settings: list[str]) -> int | None:
    """The index of the setting that is the password `given`; None when none is.

    Raises TimeoutError, and ChildProcessError when the process ended without an answer (no memory, killed).

    All settings are compared, whatever the first result. Passwords are in neither arguments nor environment of the child.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        __file__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={},
    )
    try:
        async with asyncio.timeout(_LONGEST_SECONDS):
            output, _ = await child.communicate(json.dumps([given, settings]).encode())
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise ChildProcessError(f"the process that hashes passwords ended with {child.returncode}")
    found: int | None = json.loads(output)
    return found


def hash_password(password: str) -> str:
    """`scrypt:salt:hash`, fit for DASHBOARD_PASSWORD."""
    salt = secrets.token_bytes(16)
    return ":".join((_MARK, _text(salt), _text(_stretch(password, salt))))


def password_matches(given: str, setting: str) -> bool:
    """Whether a setting, plain or as `hash_password` made it, is this password. Slow by design."""
    kept = _parsed(setting)
    if kept is None:
        salt = secrets.token_bytes(16)
        kept = salt, _stretch(setting, salt)
    return hmac.compare_digest(_stretch(given, kept[0]), kept[1])


def _parsed(setting: str) -> tuple[bytes, bytes] | None:
    mark, _, rest = setting.partition(":")
    salt, _, digest = rest.partition(":")
    if mark != _MARK or not digest:
        return None
    try:
        return base64.urlsafe_b64decode(salt), base64.urlsafe_b64decode(digest)
    except (binascii.Error, ValueError):
        return None


def _stretch(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=32)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _child() -> None:
    """Answer one request from standard input, at low priority: the webhook goes first."""
    os.nice(10)
    given, settings = json.load(sys.stdin)
    results = [password_matches(given, setting) for setting in settings]
    json.dump(results.index(True) if True in results else None, sys.stdout)


if __name__ == "__main__":
    _child()
