"""What must always hold of the fact base that ships, whatever is added to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from knowledge.answer import Answerer
from knowledge.citations import Verdict, check_quote
from knowledge.coverage import coverage
from knowledge.intents import asked_comparisons
from knowledge.load import FactBase, load
from knowledge.model import Citation, Language, LocalText
from knowledge.plain import plain_text
from knowledge.reply import ReplyKind

EN, RU, KK = Language
ENOUGH = {EN: 40, RU: 12, KK: 12}
"""Different phrasings that a fact has at least, by language."""
ID_LENGTH = 56
"""With its prefix an id must fit the 64 bytes of a Telegram button."""
QUOTE_LENGTH = 15
PARAGRAPHS = 19


@pytest.fixture(scope="module")
def base() -> FactBase:
    return load()


def citations(base: FactBase) -> Iterator[tuple[str, Citation]]:
    yield from ((fact.id, citation) for fact in base.facts.values() for citation in fact.citations)
    yield from ((caveat.id, citation) for caveat in base.caveats.values() for citation in caveat.citations)


@pytest.mark.parametrize("language", Language)
def test_every_fact_has_question_answer_and_enough_phrasings(base: FactBase, language: Language) -> None:
    lacking = []
    for fact in base.facts.values():
        written = language in dict(fact.question.items()) and language in dict(fact.answer.items())
        if not written or len(set(fact.phrasings.get(language))) < ENOUGH[language]:
            lacking.append(fact.id)
    assert lacking == []


@pytest.mark.parametrize("language", Language)
def test_everything_that_is_shown_is_written_in_every_language(base: FactBase, language: Language) -> None:
    shown: list[tuple[str, LocalText | None]] = [("title", base.manifest.title)]
    shown += [(each.id, each.question) for each in base.comparisons.values()]
    shown += [(each.id, each.text) for each in base.caveats.values()]
    shown += [(each.id, each.text) for each in base.events.values()]
    shown += [(each.id, each.title) for each in base.charts.values()]
    shown += [(each.id, each.reply) for each in base.chats.values()]
    shown += [(each.id, each.name) for each in base.entities.values()]
    for each in base.comparisons.values():
        states = [state.text for state in (each.before, each.after) if state is not None]
        shown += [(each.id, text) for text in (each.name, each.of, each.verdict, *states)]
    assert [id_ for id_, text in shown if text is not None and language not in dict(text.items())] == []


@pytest.mark.parametrize(
    ("language", "letters"), [(EN, r"[A-Za-z]"), (RU, r"[А-Яа-яЁё]"), (KK, r"[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]")]
)
def test_every_answer_is_in_the_script_of_its_language(base: FactBase, language: Language, letters: str) -> None:
    strange = []
    for fact in base.facts.values():
        answer = fact.answer.get(language)
        if len(re.findall(letters, answer)) < len(re.findall(r"[^\W\d_]", answer)) / 2:
            strange.append(fact.id)
    assert strange == []


def test_no_quotation_is_longer_than_fifteen_words(base: FactBase) -> None:
    assert [id_ for id_, citation in citations(base) if not 3 <= len(citation.quote.split()) <= QUOTE_LENGTH] == []


def test_every_quotation_of_the_article_stands_where_it_says(base: FactBase) -> None:
    checked = [
        (id_, check_quote(base.fingerprint, citation.quote, citation.paragraph).verdict)
        for id_, citation in citations(base)
        if citation.paragraph is not None and citation.source == base.manifest.material
    ]
    assert len(checked) > PARAGRAPHS
    assert [each for each in checked if each[1] is not Verdict.FOUND] == []


def test_every_paragraph_is_cited_by_a_fact(base: FactBase) -> None:
    assert {sentence.paragraph for sentence in coverage(base) if sentence.facts} == set(range(1, PARAGRAPHS + 1))


def test_every_sentence_is_cited_by_a_fact_or_left_out_on_purpose(base: FactBase) -> None:
    lacking = [(each.paragraph, each.sentence) for each in coverage(base) if not each.facts and not each.intended]
    assert lacking == []


def test_every_id_fits_a_button(base: FactBase) -> None:
    ids = [*base.files, *(asked.id for each in base.comparisons.values() for asked in asked_comparisons(each))]
    assert [id_ for id_ in ids if len(id_) > ID_LENGTH] == []


def test_every_caveat_is_carried_by_a_fact_or_comparison_that_is_there(base: FactBase) -> None:
    carried = {caveat for each in base.comparisons.values() for caveat in each.caveats}
    assert {id_ for each in base.caveats.values() for id_ in each.facts} <= base.facts.keys()
    assert carried <= base.caveats.keys()


def test_the_learnt_weights_know_every_intent(built_in: Answerer, base: FactBase) -> None:
    indexed = built_in._finder._matcher._worded
    asked = {language: {intent.id for intent in worded.intents} for language, worded in indexed.items()}
    weights = base.weights
    assert {language: set(learned.intents) for language, learned in weights.items()} == asked


@pytest.mark.parametrize("language", Language)
def test_every_fact_and_comparison_can_be_chosen(built_in: Answerer, language: Language) -> None:
    ids = [*built_in.base.facts, *(a.id for c in built_in.base.comparisons.values() for a in asked_comparisons(c))]
    for id_ in ids:
        reply = built_in.chosen(id_, language)
        assert reply is not None, id_
        assert reply.body.strip()
        assert not re.search(r"\{\w*\}", plain_text(reply, built_in.texts)), f"{id_}: a name was not filled in"


@pytest.mark.parametrize("language", Language)
def test_every_fixed_reply_can_be_written(built_in: Answerer, language: Language) -> None:
    fixed: list[Callable[[Language], object]] = [
        built_in.welcome, built_in.help, built_in.sources, built_in.none_of_these, built_in.caveats, built_in.timeline,
        *(lambda spoken, name=name: built_in.shortcut(name, spoken) for name in built_in.base.manifest.commands),
        lambda spoken: built_in.changes("", spoken),
    ]  # fmt: skip
    assert all(write(language) for write in fixed)


@pytest.mark.parametrize(
    ("question", "holds", "paragraph"),
    [
        ("What was the turnout?", "63", 18),
        ("How many seats did Nur Otan win?", "76", 19),
        ("явка", "63", 18),
        ("Какова была явка?", "63", 18),
    ],
)
def test_unmistakable_questions_are_answered(built_in: Answerer, question: str, holds: str, paragraph: int) -> None:
    check_answer(built_in, question, holds, paragraph)


def check_answer(answerer: Answerer, question: str, holds: str, paragraph: int) -> None:
    reply = answerer.answer(question)
    assert reply.kind is ReplyKind.FACT
    assert holds in reply.body
    assert paragraph in {passage.citation.paragraph for passage in reply.passages}


@pytest.mark.parametrize(
    "question", ["zorp flibble", "🦭", "", "What was the turnout in Kyrgyzstan?", "Who won in 2035?"]
)
def test_what_it_cannot_know_is_not_answered(built_in: Answerer, question: str) -> None:
    reply = built_in.answer(question)
    assert reply.kind in {ReplyKind.NO_ANSWER, ReplyKind.CLARIFICATION}
    assert reply.facts == ()
