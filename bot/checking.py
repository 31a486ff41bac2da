"""`check`: is the fact base sound, and what in it should a curator look at?

Problems keep a fact base from loading; warnings do not. Both are plain lines that can be grepped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.curation import read_article
from bot.opening import open_base
from bot.terminal import console_for_people
from handlers.lengths import MAX_CAPTION, MAX_TEXT
from handlers.render import full_length
from knowledge.curation.phrasings import misleading_wordings, shared_wordings, wordings_of
from knowledge.curation.replies import every_reply
from knowledge.curation.texts import doubtful_texts
from knowledge.errors import FactBaseError, Problem
from knowledge.fingerprint import make_fingerprint, split_paragraphs
from knowledge.lexicon import load_lexicon
from knowledge.load import FactBase
from knowledge.texts import Texts, load_texts


def check_base(article: Path | None, *, deep: bool, strict: bool) -> int:
    """Validate the fact base, also against the article if given; prints what was found.

    Args:
        article: its text, which shows what the fingerprint cannot.
        deep: ask the matcher about every wording as well; that takes a minute.
        strict: warnings count as problems.

    Returns:
        Exit code: 0 for a sound base, 1 otherwise.
    """
    text = read_article(article) if article else None
    try:
        base = open_base()
        problems = article_problems(base, text) if text is not None else []
    except FactBaseError as error:
        problems = list(error.problems)
    _print_lines(problems)
    if problems:
        return 1
    texts = load_texts()
    warnings = [*doubtful_texts(base), *long_messages(base, texts), *shared_wordings(base)]
    if deep:
        warnings += _ask_matcher(base)
    _print_lines(sorted(warnings), "warning: ")
    _print_lines(long_captions(base, texts), "info: ")
    _print_summary(base, len(warnings), against="the article" if text is not None else "the fingerprint")
    return 1 if strict and warnings else 0


def article_problems(base: FactBase, article: str) -> list[Problem]:
    """Where the text itself does not bear out the fact base: another fingerprint, a quotation not letter for letter."""
    problems = []
    if make_fingerprint(article) != base.fingerprint:
        file = base.material.fingerprint or "-"
        problems.append(Problem(file, "-", "-", "is not the fingerprint of this article"))
    paragraphs = [" ".join(paragraph.split()) for paragraph in split_paragraphs(article)]
    cited = [(fact.id, fact.citations) for fact in base.facts.values()]
    cited += [(caveat.id, caveat.citations) for caveat in base.caveats.values()]
    for item, citations in cited:
        for number, citation in enumerate(citations):
            if citation.source != base.manifest.material or citation.paragraph is None:
                continue
            if citation.paragraph > len(paragraphs) or citation.quote not in paragraphs[citation.paragraph - 1]:
                message = f"paragraph {citation.paragraph} does not hold, letter for letter: “{citation.quote}”"
                problems.append(Problem(base.files[item], item, f"citations.{number}.quote", message))
    return problems


def long_messages(base: FactBase, texts: Texts) -> Iterator[Problem]:
    """Facts and comparisons whose message Telegram would not take whole."""
    for file, id_, reply in every_reply(base, texts):
        length = full_length(reply, texts)
        if length > MAX_TEXT:
            message = f"{length} characters; of more than {MAX_TEXT} the end is left out"
            yield Problem(file, id_, f"message.{reply.language.value}", message)


def long_captions(base: FactBase, texts: Texts) -> Iterator[Problem]:
    """Facts and comparisons whose answer is too long to stand under their chart and follows it instead."""
    for file, id_, reply in every_reply(base, texts):
        length = full_length(reply, texts)
        if reply.chart is not None and length > MAX_CAPTION:
            message = f"{length} characters; of more than {MAX_CAPTION} it stands apart from the chart"
            yield Problem(file, id_, f"caption.{reply.language.value}", message)


def _ask_matcher(base: FactBase) -> list[Problem]:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("wordings", total=sum(1 for _ in wordings_of(base)))
        return misleading_wordings(base, load_lexicon(), lambda: progress.advance(task))


def _print_lines(problems: Iterable[Problem], before: str = "") -> None:
    for problem in problems:
        print(f"{before}{problem}", file=sys.stderr)  # noqa: T201 -- plain lines, so that they can be grepped


def _print_summary(base: FactBase, warnings: int, against: str) -> None:
    quotations = sum(len(fact.citations) for fact in base.facts.values())
    phrasings = sum(len(fact.phrasings.all()) for fact in base.facts.values())
    console_for_people().print(
        f"{len(base.facts)} facts, {phrasings} phrasings, {len(base.decoys)} decoys, {len(base.caveats)} caveats; "
        f"{quotations} citations checked word for word against {against}; {warnings} warnings. "
        f"Version {base.version}."
    )
