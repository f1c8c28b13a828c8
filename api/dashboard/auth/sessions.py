"""Signed, expiring cookies and bearer tokens that name the visitor; only logouts are stored, in Redis."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from itsdangerous import BadData, Signer, URLSafeSerializer
from redis.asyncio import Redis

from models.runtime.settings import Settings

Role = Literal["operator", "viewer"]
LIFETIME_SECONDS = 12 * 3600
KNOWN_SECONDS = 90 * 24 * 3600
# How the name of a session ends that was started by a script.
_BY_SCRIPT = " by script"
_ENDED = "planner:dashboard:ended:"
_SIGNER: dict[str, Any] = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Visitor:
    """The user of a session. A viewer may read; an operator may also act and reveal people's texts.

    `expires_at` is in seconds since the epoch.
    """

    name: str
    role: Role
    session_id: str
    expires_at: int

    @property
    def may_act(self) -> bool:
        """Whether this visitor may change anything."""
        return self.role == "operator"

    @property
    def is_script(self) -> bool:
        """Whether the session was started over the JSON API."""
        return self.name.endswith(_BY_SCRIPT)


def script_name(role: Role) -> str:
    """The name of a script's sessions."""
    return f"{role}{_BY_SCRIPT}"


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser that has logged in before, and its role. It gives no access, only login attempts of its own."""

    browser_id: str
    role: Role


class Sessions:
    """Issues and verifies tokens. The key derives from the bot's token and the passwords: a change ends all sessions."""

    def __init__(self, settings: Settings, redis: "Redis") -> None:
        self._redis = redis
        self._key = _signing_key(settings)

    def start(self, name: str, role: Role, now: int) -> tuple[Visitor, str]:
        """A new session at `now` (seconds since the epoch) and its token for the cookie or the bearer header."""
        visitor = Visitor(name, role, secrets.token_urlsafe(12), now + LIFETIME_SECONDS)
        return visitor, self.sign("session", [name, role, visitor.session_id, visitor.expires_at])

    async def visitor(self, token: str, now: int) -> Visitor | None:
        """The visitor of a token; None when it is forged, expired or logged out. Raises QueueError."""
        values = self.verify("session", token)
        if values is None:
            return None
        visitor = Visitor(*values)
        if visitor.expires_at <= now or await self._redis.exists(_ENDED + visitor.session_id):
            return None
        return visitor

    async def end(self, visitor: Visitor, now: int) -> None:
        """Log out: the session's token is refused from now on. Raises QueueError."""
        await self._redis.set(_ENDED + visitor.session_id, "1", ex=max(1, visitor.expires_at - now))

    def issue_known_browser(self, role: Role, now: int) -> str:
        """A token by which a browser that logs in at `now` is recognised for 90 days."""
        return self.sign("known", [secrets.token_urlsafe(12), role, now + KNOWN_SECONDS])

    def known_browser(self, token: str, now: int) -> KnownBrowser | None:
        """The browser of a token; None when it is forged or expired."""
        values = self.verify("known", token)
        if values is None:
            return None
        browser_id, role, expires_at = values
        return KnownBrowser(browser_id, role) if expires_at > now else None

    def csrf_token(self, visitor: Visitor) -> str:
        """The token that every form of this session must carry."""
        return Signer(self._key, salt="csrf", **_SIGNER).get_signature(visitor.session_id).decode()

    def sign(self, purpose: str, value: Any) -> str:
        """A JSON value as a signed text for a cookie or a header, valid for this purpose only."""
        token: str = self._serializer(purpose).dumps(value)
        return token

    def verify(self, purpose: str, token: str) -> Any:
        """The value of a token made by `sign`; None when it was changed or made for another purpose."""
        try:
            return self._serializer(purpose).loads(token)
        except BadData:
            return None

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=purpose, signer_kwargs=_SIGNER)


def _signing_key(settings: Settings) -> bytes:
    token = settings.telegram_bot_token
    # Without a bot there is no lasting secret to sign with: sessions end with the process.
    root = token.get_secret_value().encode() if token is not None else secrets.token_bytes(32)
    passwords = [settings.dashboard_password, settings.dashboard_viewer_password]
    joined = "\0".join(password.get_secret_value() if password is not None else "" for password in passwords)
    return hmac.new(root, f"dashboard\0{joined}".encode(), hashlib.sha256).digest()
