"""Password hashing with scrypt in a process of its own; a setting may hold the hash instead of the password.

In the api's own process the 16 MB of each hash stayed with the allocator: 66 MB became 98 after five logins.
This file is also that process, so it imports only the standard library, and of that only what takes no time.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import sys
from typing import NamedTuple

# OWASP's row for 16 MB: N=2^14, r=8, p=5; about 0.2 s of one core. A hash names the exponent of its own N, and those
# made before it did have this one. More than 2^15 needs more memory than a hash is given.
DEFAULT_COST, _R, _P = 14, 8, 5
_COSTS = {str(cost): cost for cost in range(4, 16)}
_MEMORY = 64 * 1024 * 1024
# The process has low priority: on a machine with work for more than its cores 0.2 s have taken over 15.
_LONGEST_SECONDS = 60


async def matching_password(given: str, settings: list[str]) -> int | None:
    """The index of the setting that is the password `given`; None when none is.

    Raises TimeoutError, and ChildProcessError when the process ended without an answer (no memory, killed).

    All settings are compared, whatever the first result. Passwords are in neither arguments nor environment of the child.
    """
    import asyncio

    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-S",
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


class _Hash(NamedTuple):
    salt: bytes
    digest: bytes
    cost: int


def hash_password(password: str, *, cost: int = DEFAULT_COST) -> str:
    """`scrypt:cost:salt:hash`, fit for DASHBOARD_PASSWORD; each step of `cost` (4 to 15) doubles time and memory."""
    salt = secrets.token_bytes(16)
    return ":".join(("scrypt", str(cost), _text(salt), _text(_stretch(password, salt, cost))))


def password_matches(given: str, setting: str) -> bool:
    """Whether a setting, plain or as `hash_password` made it, is this password. Slow by design."""
    kept = _parsed(setting) or _hashed(setting)
    return hmac.compare_digest(_stretch(given, kept.salt, kept.cost), kept.digest)


def _parsed(setting: str) -> _Hash | None:
    """The hash that a setting is; None for a plain password. Hashes of earlier versions name no cost."""
    match setting.split(":"):
        case ["scrypt", cost, salt, digest] if cost in _COSTS and digest:
            pass
        case ["scrypt", salt, digest] if digest:
            cost = str(DEFAULT_COST)
        case _:
            return None
    try:
        return _Hash(base64.urlsafe_b64decode(salt), base64.urlsafe_b64decode(digest), _COSTS[cost])
    except (binascii.Error, ValueError):
        return None


def _hashed(password: str) -> _Hash:
    salt = secrets.token_bytes(16)
    return _Hash(salt, _stretch(password, salt, DEFAULT_COST), DEFAULT_COST)


def _stretch(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**cost, r=_R, p=_P, maxmem=_MEMORY, dklen=32)


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
