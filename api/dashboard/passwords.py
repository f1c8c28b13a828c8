"""Passwords: hashed with scrypt; a setting may hold the hash instead of the password."""

import base64
import binascii
import hashlib
import hmac
import secrets

# OWASP's row for 16 MB: N=2^14, r=8, p=5; about 0.2 s of one core, in a thread of its own.
_N, _R, _P = 2**14, 8, 5
_MEMORY = 64 * 1024 * 1024
_MARK = "scrypt"


def hash_password(password: str) -> str:
    """`scrypt:salt:hash`, fit for DASHBOARD_PASSWORD."""
    salt = secrets.token_bytes(16)
    return ":".join((_MARK, _text(salt), _text(_stretch(password, salt))))


class Password:
    """A password to compare with: given plain or as `hash_password` made it; kept only as a hash."""

    def __init__(self, setting: str) -> None:
        kept = _parsed(setting)
        if kept is None:
            salt = secrets.token_bytes(16)
            kept = salt, _stretch(setting, salt)
        self._salt, self._hash = kept

    def matches(self, given: str) -> bool:
        """Whether `given` is it. Slow on purpose: call it in a thread."""
        return hmac.compare_digest(_stretch(given, self._salt), self._hash)


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
