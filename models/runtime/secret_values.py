"""Removes the keys, tokens and passwords of our settings from any text."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from pydantic import SecretStr

from models.runtime.settings import Settings

STRUCK = "[secret]"
# A bot token as it stands in Telegram's addresses, an OpenAI key, and a password in any address.
_LIKE_SECRETS = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9_-]{16,}")
_IN_ADDRESS = re.compile(r"(?<=://)([^\s/?#:@\"']{0,200}):([^\s/?#\"']{1,400})@")
# Shorter ones stand in half of all words: these are struck out of addresses alone.
_SHORTEST = 6
# Of what only looks like a secret so much can stand at a cut and not be known as one: an address with its user.
_LONGEST_LIKENESS = 700


class SecretValues:
    """The secrets of one process. `redact` costs a scan of the text.

    No part of a secret that `redact` does not know as one is longer than `longest` characters: so much of a text that
    was cut before is to be left out at the cut.
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        long = {value for value in values if len(value) >= _SHORTEST}
        spelt = {spelling for value in long for spelling in _spellings(value)}
        # The longest first: a secret can hold another.
        found = sorted(spelt, key=len, reverse=True)
        self._own = re.compile("|".join(map(re.escape, found))) if found else None
        self.longest = max([_LONGEST_LIKENESS, *map(len, found)])

    @classmethod
    def from_settings(cls, settings: Settings) -> "SecretValues":
        """The secrets of these settings, and the passwords in their addresses."""
        fields = {name: getattr(settings, name) for name in type(settings).model_fields}
        return cls(found for value in fields.values() for found in _secrets_in(value))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "SecretValues":
        """The same from bare variables, of a process whose settings may be wrong or of another program's."""
        return cls(
            found for name, value in environment.items() for found in _secrets_of_variable(name, value)
        )

    def redact(self, text: str) -> str:
        """Text without them, however they are spelt there."""
        bare = text if self._own is None else self._own.sub(STRUCK, text)
        return _LIKE_SECRETS.sub(STRUCK, _IN_ADDRESS.sub(rf"\1:{STRUCK}@", bare))


def _secrets_in(value: object) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield from _whole(value.get_secret_value())
    elif isinstance(value, str):
        yield from _passwords_in(value)


_SECRET_NAME = re.compile(r"TOKEN|PASSWORD|SECRET|KEY|DSN|ALERT_WEBHOOK_URL|CREDENTIAL")


def _secrets_of_variable(name: str, value: str) -> Iterator[str]:
    if name.endswith("_FILE"):
        yield from _secrets_of_variable(name.removesuffix("_FILE"), _content(value))
        return
    if _SECRET_NAME.search(name):
        yield from _whole(value)
    yield from _passwords_in(value)


def _content(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _whole(secret: str) -> Iterator[str]:
    """A secret setting. Of a secret address also its user and its path: a library's error may name one of them alone."""
    yield secret
    yield from _passwords_in(secret)
    if "://" in secret:
        yield secret.partition("://")[2].partition("@")[0] if "@" in secret else ""
        yield "/" + secret.partition("://")[2].partition("/")[2]


def _passwords_in(address: str) -> Iterator[str]:
    """The passwords of an address, as they stand there and as they are meant."""
    try:
        parts = urlsplit(address if "://" in address else "")
        asked = parse_qsl(parts.query)
    except ValueError:
        return
    found = [value for name, value in asked if _SECRET_NAME.search(name.upper())]
    for password in (parts.password or "", *found):
        yield password
        yield unquote(password)


def _spellings(value: str) -> set[str]:
    """A secret as it stands in addresses, in JSON, in Python's own words and in a header."""
    escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1]}
    twice = {json.dumps(each)[1:-1] for each in escaped}
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
    quoted = {quote(value, safe=""), quote(value), quote_plus(value)}
    small = {re.sub("%[0-9A-F]{2}", lambda sign: sign[0].lower(), each) for each in quoted}
    return {value, encoded} | quoted | small | escaped | twice
