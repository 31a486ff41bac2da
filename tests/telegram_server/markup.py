"""Parses text with `parse_mode=HTML` as Telegram does, and more strictly where Telegram only shrugs.

Telegram refuses unknown, unclosed and crossing tags; so does this. It silently mends the rest of what its
documentation forbids, and the reader then sees something else than was meant, so here that is refused too:
a bare <, > or & or an unknown named entity, an attribute with no meaning, a link whose address is not valid,
a quotation within a quotation, anything within code, and code within bold, italic and the like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.telegram_server.records import ApiError, Json, bad_request
from tests.telegram_server.urls import is_valid_url

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre",
    "blockquote": "blockquote",
}  # fmt: skip
STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
ATTRIBUTES = {
    "a": "href",
    "span": "class",
    "tg-emoji": "emoji-id",
    "code": "class",
    "blockquote": "expandable",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPECIAL = re.compile(r"[<>&]")
REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));")
TAG_NAME = re.compile(r"<([^\s>]*)")
ATTRIBUTE = re.compile(r"\s+([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?")
TAG_END = re.compile(r"\s*>")
END_TAG = re.compile(r"</([^\s>]*)\s*>")


@dataclass(frozen=True)
class Formatted:
    """Text as readers see it, with its entities in Telegram's order."""

    text: str
    entities: list[Json]


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def error(self, reason: str, position: int) -> ApiError:
        offset = len(self.source[:position].encode("utf-8"))
        return bad_request(f"can't parse entities: {reason} at byte offset {offset}")

    def emit(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.offset += utf16_length(text)

    def parse(self) -> Formatted:
        position = 0
        while found := SPECIAL.search(self.source, position):
            at = found.start()
            self.emit(self.source[position:at])
            if self.source[at] == "&":
                position = self.reference(at)
            elif self.source.startswith("</", at):
                position = self.end_tag(at)
            elif self.source[at] == "<":
                position = self.start_tag(at)
            else:
                raise self.error('Character ">" must be written as "&gt;"', at)
        self.emit(self.source[position:])
        if self.open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1].tag}\""
            )
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted("".join(self.pieces), self.entities)

    def reference(self, at: int) -> int:
        match = REFERENCE.match(self.source, at)
        if not match:
            raise self.error('Character "&" must be written as "&amp;"', at)
        self.emit(self.character(match, at))
        return match.end()

    def character(self, match: re.Match[str], at: int) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return NAMED[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
            raise self.error("Invalid character reference", at)
        return chr(code)

    def start_tag(self, at: int) -> int:
        name = TAG_NAME.match(self.source, at)
        assert name is not None
        if name.end() == len(self.source):
            raise self.error("Unclosed start tag", at)
        tag = name[1].lower()
        if tag not in TYPES:
            raise self.error(f'Unsupported start tag "{tag}"', at)
        argument, position = "", name.end()
        while attribute := ATTRIBUTE.match(self.source, position):
            argument = self.argument(tag, attribute, at)
            position = attribute.end()
        end = TAG_END.match(self.source, position)
        if not end:
            raise self.error(f'Unclosed start tag "{tag}"', at)
        self.check_place(tag, argument, at)
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))
        return end.end()

    def argument(self, tag: str, attribute: re.Match[str], at: int) -> str:
        name = attribute[1].lower()
        value = next((group for group in attribute.groups()[1:] if group is not None), "")
        if name != ATTRIBUTES.get(tag):
            raise self.error(f'Unsupported attribute "{name}" in the tag "{tag}"', at)
        if tag == "code" and not value.startswith("language-"):
            raise self.error('Attribute "class" of the tag "code" must start with "language-"', at)
        value = REFERENCE.sub(lambda match: self.character(match, at), value)
        return "expandable" if tag == "blockquote" else value

    def check_place(self, tag: str, argument: str, at: int) -> None:
        if tag == "span" and argument != "tg-spoiler":
            raise self.error('Tag "span" must have class "tg-spoiler"', at)
        if tag == "tg-emoji" and not argument.isdigit():
            raise self.error("Invalid custom emoji identifier specified", at)
        outer = [open_tag.tag for open_tag in self.open]
        if "code" in outer or ("pre" in outer and (tag != "code" or outer[-1] != "pre")):
            raise self.error(f'Tag "{tag}" can\'t be inside of code', at)
        if tag == "blockquote" and "blockquote" in outer:
            raise self.error("Block quotation can't be nested", at)
        if tag in ("code", "pre") and any(TYPES[name] in STYLES for name in outer):
            raise self.error(f'Tag "{tag}" can\'t be inside of other formatting', at)

    def end_tag(self, at: int) -> int:
        if not self.open:
            raise self.error("Unexpected end tag", at)
        match = END_TAG.match(self.source, at)
        if not match:
            raise self.error("Unclosed end tag", at)
        tag = self.open.pop()
        if match[1].lower() != tag.tag:
            reason = f'Unmatched end tag at byte offset {len(self.source[:at].encode())}, expected "</{tag.tag}>"'
            raise bad_request(f'can\'t parse entities: {reason}, found "</{match[1]}>"')
        if self.offset > tag.offset:
            self.add(tag, at)
        return match.end()

    def add(self, tag: _Open, at: int) -> None:
        entity: Json = {"type": TYPES[tag.tag], "offset": tag.offset, "length": self.offset - tag.offset}
        if tag.tag == "a":
            entity["url"] = tag.argument or "".join(self.pieces[tag.start :])
            if not is_valid_url(entity["url"]):
                raise self.error(f'Link address "{entity["url"]}" is not valid', at)
        elif tag.tag == "tg-emoji":
            entity["custom_emoji_id"] = tag.argument
        elif tag.argument == "expandable":
            entity["type"] = "expandable_blockquote"
        elif tag.tag == "code" and self.open and self.open[-1].tag == "pre":
            if tag.argument:
                self.open[-1].argument = tag.argument.removeprefix("language-")
            return
        elif tag.tag == "pre" and tag.argument:
            entity["language"] = tag.argument
        self.entities.append(entity)


def parse_html(source: str) -> Formatted:
    """The text and entities of HTML-formatted text.

    Raises:
        ApiError: 400 "Bad Request: can't parse entities: ...".
    """
    return _Parser(source).parse()
