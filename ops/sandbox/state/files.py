"""Stores the files that users and the bot sent, under ids that stay valid for this bot."""

import base64
import hashlib
from dataclasses import asdict

from ops.sandbox.state.journal import Journal
from ops.sandbox.state.records import Json, StoredFile

PATH_LIFETIME = 3600.0  # Bot API, getFile: the link is valid for at least one hour
FOLDERS = {"photo": ("photos", "jpg"), "voice": ("voice", "oga"), "document": ("documents", "bin")}


class FileStore:
    """Knows every file by its file_id and, once asked for, by its download path."""

    def __init__(self, journal: Journal, bot_id: int) -> None:
        self._journal = journal
        self._bot_id = bot_id
        self.by_id: dict[str, StoredFile] = {}

    def load(self) -> None:
        self.by_id = {row["file_id"]: StoredFile(**row) for row in self._journal.all("file")}

    def store(self, kind: str, content: bytes, **facts: str | int) -> StoredFile:
        """Store the bytes; the same bytes with the same facts get the same record."""
        digest = hashlib.sha256(content).hexdigest()
        file_id = self._identity(kind, digest, repr(sorted(facts.items())))
        if file_id in self.by_id:
            return self.by_id[file_id]
        self._journal.put_content(digest, content)
        stored = StoredFile(
            file_id=file_id,
            file_unique_id="AQAD" + digest[:12],
            kind=kind,
            size=len(content),
            digest=digest,
            path=self._path(kind, str(facts.get("name", ""))),
            **facts,  # type: ignore[arg-type]
        )
        self.by_id[file_id] = stored
        self._journal.put("file", file_id, asdict(stored))
        return stored

    def content(self, stored: StoredFile) -> bytes:
        return self._journal.content(stored.digest)

    def open_path(self, stored: StoredFile, now: float) -> None:
        """Make the download path valid for an hour, as getFile does."""
        stored.path_until = now + PATH_LIFETIME
        self._journal.put("file", stored.file_id, asdict(stored))

    def at_path(self, path: str, now: float) -> StoredFile | None:
        """The file behind a download path that getFile gave and that has not expired."""
        found = (item for item in self.by_id.values() if item.path == path and item.path_until >= now)
        return next(found, None)

    def _identity(self, kind: str, digest: str, facts: str) -> str:
        seed = hashlib.sha256(f"{self._bot_id}/{kind}/{digest}/{facts}".encode()).digest()
        return "AgAC" + base64.urlsafe_b64encode(seed).decode().rstrip("=")

    def _path(self, kind: str, name: str) -> str:
        folder, extension = FOLDERS[kind]
        if kind == "document" and "." in name:
            extension = "".join(ch for ch in name.rpartition(".")[2] if ch.isalnum())[:10] or extension
        return f"{folder}/file_{len(self.by_id)}.{extension}"


def photo_sizes(stored: StoredFile) -> list[Json]:
    """The Bot API's array of PhotoSize, with one entry because the stand-in makes no thumbnails."""
    return [{**_common(stored), "width": stored.width, "height": stored.height}]


def voice_object(stored: StoredFile) -> Json:
    return {**_common(stored), "duration": stored.duration, "mime_type": stored.mime_type}


def document_object(stored: StoredFile) -> Json:
    return {**_common(stored), "file_name": stored.name, "mime_type": stored.mime_type}


def _common(stored: StoredFile) -> Json:
    return {"file_id": stored.file_id, "file_unique_id": stored.file_unique_id, "file_size": stored.size}
