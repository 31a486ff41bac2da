"""How a question was understood, ranked and decided, as plain values: for `--explain`, for scripts, for failures."""

from __future__ import annotations

from typing import Any

from knowledge.analysis import Analysis
from knowledge.answer import Explanation, is_small_talk
from knowledge.decide import confidence
from knowledge.finding import Finding
from knowledge.index import is_pair, is_word
from knowledge.intents import IntentKind
from knowledge.match import Candidate
from knowledge.model import Thresholds

SHOWN = 6
"""Candidates that are shown of those that passed the gates, and of those that did not."""
_DIGITS = 4


def explain(explained: Explanation, thresholds: Thresholds) -> dict[str, Any]:
    """An explanation in the JSON shape (fields may be added, none removed).

    `thresholds` are those of the language that the question was read in.
    """
    finding = explained.finding
    return {
        "language": finding.question.language.value,
        "read": finding.question.text,
        "understood": understood(finding.question.whole),
        "parts": [understood(part) for part in finding.question.parts],
        "candidates": [candidate_values(each) for each in finding.ranking.passed[:SHOWN]],
        "kept_out": [candidate_values(each) for each in finding.ranking.rejected[:SHOWN]],
        "small_talk": _small_talk(finding, thresholds),
        "decision": _decision(finding, thresholds),
        "thresholds": thresholds.model_dump(),
    }


def understood(analysis: Analysis) -> dict[str, Any]:
    """What a text says: the words that count with their strength, names, years, what it asks for."""
    words = {feature: strength for feature, strength in analysis.features.items() if is_word(feature)}
    known = sum(1 for feature in words if feature[0] not in "@#") + len(analysis.mentions) + len(analysis.years)
    total = known + analysis.unknown
    return {
        "words": {word: round(strength, 2) for word, strength in words.items()},
        "pairs": [feature for feature in analysis.features if is_pair(feature)],
        "entities": [
            {"entity": each.entity, "type": each.type.value, "similarity": round(each.similarity, 2)}
            for each in analysis.mentions
        ],
        "years": sorted(analysis.years),
        "asks": sorted(analysis.asks),
        "cues": sorted(analysis.cues),
        "negated": analysis.negated,
        "yes_or_no": analysis.yes_or_no,
        "unknown": round(analysis.unknown, 2),
        "unknown_share": round(analysis.unknown / total, 2) if total else 0.0,
    }


def candidate_values(candidate: Candidate) -> dict[str, Any]:
    """A candidate with the parts of its score and the gate that put it out, if one did."""
    parts, rejection = candidate.parts, candidate.rejection
    return {
        "id": candidate.intent.id,
        "kind": candidate.intent.kind.value,
        "score": round(candidate.score, _DIGITS),
        "index": round(parts.index, _DIGITS) if parts is not None and parts.index is not None else None,
        "learned": round(parts.learned, _DIGITS) if parts is not None and parts.learned is not None else None,
        "factor": round(parts.factor, _DIGITS) if parts is not None else None,
        "coverage": round(candidate.coverage, _DIGITS),
        "gate": rejection.gate.value if rejection is not None else None,
        "gate_named": rejection.named if rejection is not None else None,
    }


def _small_talk(finding: Finding, thresholds: Thresholds) -> dict[str, Any] | None:
    talk = finding.small_talk
    if talk is None:
        return None
    return {"id": talk.chat.id, "score": round(talk.score, _DIGITS), "taken": is_small_talk(finding, thresholds)}


def _decision(finding: Finding, thresholds: Thresholds) -> dict[str, Any]:
    """The outcome with the numbers that the thresholds were held against."""
    passed = finding.ranking.passed
    facts = [each for each in passed if each.intent.kind is not IntentKind.DECOY]
    decoy = next((each for each in passed if each.intent.kind is IntentKind.DECOY), None)
    sure = confidence(finding.ranking, facts[0], thresholds) if facts else 0.0
    return {
        "outcome": finding.decision.outcome.value,
        "intents": [intent.id for intent in finding.decision.intents],
        "confidence": round(sure, _DIGITS),
        "band": finding.decision.band.value,
        "best": facts[0].intent.id if facts else None,
        "decoy": decoy.intent.id if decoy is not None else None,
        "decoy_score": round(decoy.score, _DIGITS) if decoy is not None else None,
        "runner_up_share": round(facts[1].score / facts[0].score, _DIGITS) if len(facts) > 1 else None,
    }
