"""Images and other things to send."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping


def png(width: int = 400, height: int = 300, seed: int = 0) -> bytes:
    """A valid grey image."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + bytes([seed]) * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9")


def article(result_id: str = "1", text: str = "Text", **fields: object) -> dict[str, object]:
    """The simplest inline result."""
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": result_id, "title": "T", "input_message_content": content} | fields


def keyboard(*buttons: Mapping[str, object]) -> dict[str, object]:
    """An inline keyboard with one row."""
    return {"inline_keyboard": [list(buttons)]}
