"""What holds for every reply, whatever the question."""

from __future__ import annotations

import json

from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.plain import as_json, plain_text
from knowledge.reply import Reply, ReplyKind


def check_well_formed(answerer: Answerer, reply: Reply, language: Language | None = None) -> None:
    """Fail where a reply is not one that can be shown; `language` is the one that was wanted, if any was."""
    base = answerer.base
    assert reply.body.strip()
    assert 0 <= reply.confidence <= 1
    assert language is None or reply.language is language
    assert set(reply.facts) <= base.facts.keys()
    assert all(
        suggestion.question and answerer.chosen(suggestion.intent, Language.EN) for suggestion in reply.suggestions
    )
    if reply.kind is ReplyKind.FACT:
        assert reply.facts
        assert reply.passages, "no answer without a citation"
    elif reply.kind is not ReplyKind.COMPARISON:
        assert (reply.facts, reply.passages, reply.notes) == ((), (), ())
    if reply.kind is ReplyKind.CLARIFICATION:
        assert reply.suggestions
    text = plain_text(reply, answerer.texts)
    assert reply.body in text
    found = as_json(reply, answerer.texts)
    assert json.loads(json.dumps(found)) == found
    assert found["text"] == text
