"""Reads the parameters of a call from its query, JSON, form or multipart body."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from ops.sandbox.botapi.errors import BotApiError, bad_request
from ops.sandbox.state.records import Json

MAX_UPLOAD = 50 * 1024 * 1024  # Bot API: files up to 50 MB by multipart
MAX_FIELD = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


@dataclass
class CallParams:
    """Typed reading of parameters; every getter raises BotApiError 400 with Telegram's text when they are wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """A string, empty when absent; numbers and flags are written out."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer; a value that is no number counts as absent, as in the real server."""
        try:
            return int(str(self.values.get(name, default)))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        try:
            return float(str(self.values.get(name, "")))
        except ValueError as error:
            raise bad_request(f"{name} must be a number") from error

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """An object or array, given as such or as JSON text; None when absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def objects(self, name: str) -> list[Json] | None:
        """An array of objects; None when absent."""
        value = self.structure(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Array of Object")
        return value

    def recorded(self) -> Json:
        """The values for the call log; of each upload its name and size."""
        files = {
            name: {"file_name": item.name, "mime_type": item.mime_type, "size": len(item.content)}
            for name, item in self.uploads.items()
        }
        return {**{key: _readable(value) for key, value in self.values.items()}, **files}


async def read_params(request: Request) -> CallParams:
    """Parameters of an HTTP call; a body's value beats the query's. 413 above 50 MB."""
    params = CallParams(dict(request.query_params))
    if request.method != "POST":
        return params
    if int(request.headers.get("content-length") or 0) > MAX_UPLOAD + MAX_FIELD:
        raise BotApiError(413, "Request Entity Too Large")
    if request.headers.get("content-type", "").startswith("application/json"):
        params.values |= _json_object(await request.body())
        return params
    async with request.form(max_files=20, max_fields=200, max_part_size=MAX_FIELD) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                params.uploads[name] = await _upload(value)
            else:
                params.values[name] = value
    return params


async def _upload(value: UploadFile) -> Upload:
    content = await value.read()
    if len(content) > MAX_UPLOAD:
        raise BotApiError(413, "Request Entity Too Large")
    return Upload(value.filename or "", value.content_type or "application/octet-stream", content)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(parsed, dict):
        raise bad_request("object expected")
    return parsed


def _readable(value: Any) -> Any:
    """JSON text parsed, so that tests can read fields such as reply_markup."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, str) and value.lstrip("-").isdigit() and len(value) < 19:
        return int(value)
    return value
