"""Files the server holds: uploads get identifiers by which they can be sent again."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from tests.telegram_server.images import photo_size
from tests.telegram_server.records import Json, Upload, bad_request
from tests.telegram_server.urls import is_valid_url

PREFIX = {"photo": "AgACAgIAAx", "document": "BQACAgIAAx", "video": "BAACAgIAAx", "audio": "CQACAgIAAx",
          "animation": "CgACAgIAAx"}  # fmt: skip
THUMBNAIL = 320
LARGEST_FILE = 50 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file: what kind it was sent as, what messages show of it, and its content if it was uploaded."""

    kind: str
    shown: Json | list[Json]
    content: bytes | None


class FileStore:
    """All files known to the server, by file_id; a photo has one for each of its sizes."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}

    def take(self, kind: str, source: Upload | str, uploads: dict[str, Upload]) -> StoredFile:
        """The file a call wants to send: an upload, attach://, a known file_id, or an address.

        Raises:
            ApiError: 400, there is no such file, or it is of another kind.
        """
        if isinstance(source, str) and source.startswith("attach://"):
            name = source.removeprefix("attach://")
            if name not in uploads:
                raise bad_request(f'attached file "{name}" not found')
            source = uploads[name]
        if isinstance(source, Upload):
            return self._store(kind, source.filename, source.content_type, source.content)
        if "://" in source:
            if not is_valid_url(source) or not source.lower().startswith("http"):
                raise bad_request("wrong HTTP URL specified")
            return self._make(kind, source.encode(), Upload(source.rsplit("/", 1)[-1], "", b""), (800, 600))
        return self.known(kind, source)

    def known(self, kind: str, file_id: str) -> StoredFile:
        """The file with this file_id."""
        stored = self.files.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def _store(self, kind: str, filename: str, content_type: str, content: bytes) -> StoredFile:
        if kind == "photo":
            size = photo_size(content)
        elif not content:
            raise bad_request("file must be non-empty")
        elif len(content) > LARGEST_FILE:
            raise bad_request("file is too big")
        else:
            size = (0, 0)
        return self._make(kind, content, Upload(filename, content_type, content), size)

    def _make(self, kind: str, seed: bytes, upload: Upload, size: tuple[int, int]) -> StoredFile:
        digest = base64.urlsafe_b64encode(hashlib.sha256(seed).digest()).decode()
        shown: Json | list[Json]
        if kind == "photo":
            sizes = _sizes(*size)
            shown = [
                _identifiers(kind, digest, letter) | {"width": w, "height": h, "file_size": len(upload.content)}
                for letter, (w, h) in zip("mx", sizes, strict=False)
            ]
        else:
            shown = _identifiers(kind, digest, "d") | {"file_name": upload.filename}
            shown |= {"mime_type": upload.content_type, "file_size": len(upload.content)}
        stored = StoredFile(kind, shown, upload.content or None)
        for entry in shown if isinstance(shown, list) else [shown]:
            self.files[entry["file_id"]] = stored
        return stored


def _identifiers(kind: str, digest: str, letter: str) -> Json:
    return {"file_id": f"{PREFIX[kind]}{letter}{digest[:40]}", "file_unique_id": f"{letter}{digest[:14]}"}


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    """What Telegram makes of a photo: a small size if it is large, and one that fits in 1280x1280."""

    def within(limit: int) -> tuple[int, int]:
        scale = min(1.0, limit / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    largest = within(1280)
    return [within(THUMBNAIL), largest] if max(largest) > THUMBNAIL else [largest]
