"""Sessions: a signed, expiring cookie that names the user; only logouts are stored."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from models.runtime.settings import Settings

Role = Literal["operator", "viewer"]
LIFETIME_SECONDS = 12 * 3600
KNOWN_SECONDS = 90 * 24 * 3600
_ENDED = "planner:dashboard:ended:"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking. A viewer may look, an operator may act and may see people's words."""

    name: str
    role: Role
    session_id: str
    expires_at: int

    @property
    def may_act(self) -> bool:
        """Whether this visitor may change anything."""
        return self.role == "operator"


@dataclass(frozen=True, slots=True)
class Known:
    """A browser that has been in before, as whom. It gives no access: it may still log in while strangers guess."""

    browser_id: str
    role: Role


class Sessions:
    """Signs and checks. The key comes from the bot's token and the passwords: changing one ends all sessions."""

    def __init__(self, settings: Settings, redis: "Redis") -> None:
        self._redis = redis
        self._key = _key(settings)

    def start(self, name: str, role: Role, now: int) -> tuple[Visitor, str]:
        """A new session at `now` (seconds), and its word for the cookie or the bearer header."""
        visitor = Visitor(name, role, secrets.token_urlsafe(12), now + LIFETIME_SECONDS)
        body = json.dumps([name, role, visitor.session_id, visitor.expires_at], separators=(",", ":"))
        return visitor, self.signed("session", body)

    async def visitor(self, word: str, now: int) -> Visitor | None:
        """Who holds this word; None when it is not ours, too old, or logged out. Raises QueueError."""
        body = self.unsigned("session", word)
        if body is None:
            return None
        visitor = Visitor(*json.loads(body))
        if visitor.expires_at <= now or await self._redis.exists(_ENDED + visitor.session_id):
            return None
        return visitor

    async def end(self, visitor: Visitor, now: int) -> None:
        """Log out: the word is refused from now on. Raises QueueError."""
        await self._redis.set(_ENDED + visitor.session_id, "1", ex=max(1, visitor.expires_at - now))

    def mark_known(self, role: Role, now: int) -> str:
        """A word for a browser that is let in at `now` (seconds), to be recognised by for 90 days."""
        body = json.dumps([secrets.token_urlsafe(12), role, now + KNOWN_SECONDS], separators=(",", ":"))
        return self.signed("known", body)

    def known(self, word: str, now: int) -> Known | None:
        """The browser that holds this word; None when it is not ours or too old."""
        body = self.unsigned("known", word)
        if body is None:
            return None
        browser_id, role, expires_at = json.loads(body)
        return Known(browser_id, role) if expires_at > now else None

    def csrf(self, visitor: Visitor) -> str:
        """What every action of this session must carry."""
        return self._mac("csrf", visitor.session_id)

    def signed(self, purpose: str, text: str) -> str:
        """Text that comes back unchanged or not at all."""
        return base64.urlsafe_b64encode(text.encode()).decode() + "." + self._mac(purpose, text)

    def unsigned(self, purpose: str, word: str) -> str | None:
        """The text of `signed`, None when it was touched."""
        body, _, mac = word.partition(".")
        try:
            text = base64.urlsafe_b64decode(body.encode()).decode()
        except (ValueError, UnicodeError):
            return None
        return text if hmac.compare_digest(mac.encode(), self._mac(purpose, text).encode()) else None

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _key(settings: Settings) -> bytes:
    token = settings.telegram_bot_token
    # Without a bot there is nothing lasting to sign with: sessions end with the process.
    root = token.get_secret_value().encode() if token is not None else secrets.token_bytes(32)
    passwords = [settings.dashboard_password, settings.dashboard_viewer_password]
    told = "\0".join(word.get_secret_value() if word is not None else "" for word in passwords)
    return hmac.new(root, f"dashboard\0{told}".encode(), hashlib.sha256).digest()
