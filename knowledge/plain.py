"""A reply as plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.model import Language
from knowledge.reply import Note, NoteKind, Passage, Reply, ReplyKind
from knowledge.texts import Texts


def source_name(passage: Passage, texts: Texts, language: Language) -> str:
    """Publisher, title and date of a passage's source in one line, without the paragraph."""
    source = passage.source
    key = "source_line_dated" if source.date else "source_line"
    return texts.get(language, key, publisher=source.publisher, title=source.title, date=source.date)


def place_name(passage: Passage, texts: Texts, language: Language) -> str | None:
    """Where in its source a passage stands: "paragraph 19", a locator, or None where neither is known."""
    citation = passage.citation
    if citation.paragraph is not None:
        return texts.get(language, "paragraph", number=citation.paragraph)
    return citation.locator


def source_lines(passages: Iterable[Passage], texts: Texts, language: Language) -> list[str]:
    """One line a source, with the places in it that were cited; repeated sources are merged."""
    places: dict[str, list[str]] = {}
    for passage in passages:
        found = places.setdefault(source_name(passage, texts, language), [])
        place = place_name(passage, texts, language)
        if place is not None and place not in found:
            found.append(place)
    return [", ".join((name, *where)) for name, where in places.items()]


def quotations(passages: Iterable[Passage], texts: Texts, language: Language) -> list[str]:
    """The quoted words in quotation marks, each once."""
    quotes = dict.fromkeys(passage.citation.quote for passage in passages)
    return [texts.get(language, "quote", text=quote) for quote in quotes]


def note_quotations(note: Note, texts: Texts, language: Language) -> list[str]:
    """The words under a note: of the other side of a contradiction. A caveat names its source in its one line."""
    return quotations(note.passages, texts, language) if note.kind is NoteKind.CONTRADICTION else []


def plain_text(reply: Reply, texts: Texts) -> str:
    """The whole reply as plain text: answer, quotations, sources, notes, suggestions."""
    language = reply.language
    blocks = [reply.body]
    if reply.passages:
        quotes = quotations(reply.passages, texts, language)
        lines = [*quotes, *(f"— {line}" for line in source_lines(reply.passages, texts, language))]
        if not all(passage.checked for passage in reply.passages):
            lines.append(texts.get(language, "beyond"))
        blocks.append("\n".join(lines))
    blocks += ["\n".join([note.text, *note_quotations(note, texts, language)]) for note in reply.notes]
    if reply.kind in {ReplyKind.CLARIFICATION, ReplyKind.NO_ANSWER} and reply.suggestions:
        blocks.append("\n".join(f"• {suggestion.question}" for suggestion in reply.suggestions))
    return "\n\n".join(blocks)


def as_json(reply: Reply, texts: Texts) -> dict[str, Any]:
    """The reply in the JSON shape that users build on (fields may be added, none removed)."""
    return {
        "question": reply.question,
        "kind": reply.kind.value,
        "language": reply.language.value,
        "text": plain_text(reply, texts),
        "facts": list(reply.facts),
        "citations": [
            {
                "source": passage.source.id,
                "paragraph": passage.citation.paragraph,
                "quote": passage.citation.quote,
                "locator": passage.citation.locator,
            }
            for passage in reply.all_passages
        ],
        "confidence": round(reply.confidence, 4),
        "band": reply.band.value,
        "suggestions": [suggestion.question for suggestion in reply.suggestions],
    }
