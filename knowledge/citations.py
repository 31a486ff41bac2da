"""Are the quoted words really there? Checked word for word against the fingerprint of the material."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.fingerprint import RUN, Fingerprint, hash_runs, normalise_words


class Verdict(StrEnum):
    """What the check of one quotation found."""

    FOUND = "found"
    WRONG_PARAGRAPH = "wrong paragraph"
    STITCHED = "stitched together from two places"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The verdict and where the words stand.

    `paragraph` (from 1) and `offset` (of its first word, from 0) are set for `FOUND` and
    `WRONG_PARAGRAPH`; both are None otherwise.
    """

    verdict: Verdict
    paragraph: int | None = None
    offset: int | None = None


def _offset_in(runs: tuple[str, ...], paragraph_runs: tuple[str, ...]) -> int | None:
    for offset in range(len(paragraph_runs) - len(runs) + 1):
        if paragraph_runs[offset : offset + len(runs)] == runs:
            return offset
    return None


def check_quote(fingerprint: Fingerprint, quote: str, paragraph: int) -> QuoteCheck:
    """Look for `quote` in `paragraph` (from 1), then elsewhere.

    A quotation holds if all its runs of three words stand there one after another, so a changed, added
    or missing word or figure is always noticed. It is *stitched* if that is not so although each of its
    words belongs to some run of the material.
    """
    runs = hash_runs(normalise_words(quote))
    if not runs:
        return QuoteCheck(Verdict.NOT_FOUND)
    numbers = range(1, len(fingerprint.paragraphs) + 1)
    for number in sorted(numbers, key=lambda n: n != paragraph):
        offset = _offset_in(runs, fingerprint.paragraphs[number - 1].runs)
        if offset is not None:
            verdict = Verdict.FOUND if number == paragraph else Verdict.WRONG_PARAGRAPH
            return QuoteCheck(verdict, number, offset)
    known = {run for each in fingerprint.paragraphs for run in each.runs}
    covered = {i + k for i, run in enumerate(runs) if run in known for k in range(RUN)}
    if len(covered) == len(runs) + RUN - 1:
        return QuoteCheck(Verdict.STITCHED)
    return QuoteCheck(Verdict.NOT_FOUND)
