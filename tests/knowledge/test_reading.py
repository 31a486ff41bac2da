"""Which language a question is in, however it was typed."""

from __future__ import annotations

import pytest

from knowledge.finding import Finder
from knowledge.lexicon import Lexicon
from knowledge.load import FactBase
from knowledge.model import Language
from knowledge.reading import Reader

EN, RU, KK = Language


@pytest.fixture(scope="module")
def reader(two_base: FactBase, lexicon: Lexicon) -> Reader:
    return Finder(two_base, lexicon).reader


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what was the turnout", EN),
        ("turnout", EN),
        ("zorp flibble", EN),
        ("какой была явка", RU),
        ("зорп флиббл", RU),
        ("қанша адам келді", KK),
        ("сайлауға қатысу", KK),
        ("сайлауга катысу", KK),
        ("канша адам келди", KK),
        ("һм", KK),
        ("what was the қатысу", KK),
    ],
)
def test_by_its_letters_and_words(reader: Reader, text: str, language: Language) -> None:
    assert reader.language_of(text) is language
    assert reader.understand(text)[0].language is language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("skolko ludey golosovalo", RU),
        ("yavka izbirateley", RU),
        ("qansha adam keldi", KK),
        ("saylauga qatysu", KK),
        ("saılaýǵa qatysý", KK),
    ],
)
def test_russian_and_kazakh_in_latin_letters(reader: Reader, text: str, language: Language) -> None:
    assert reader.language_of(text) is language


@pytest.mark.parametrize(
    ("typed", "meant", "language"),
    [
        ("zdrf bp,bhfntktq", "явка избирателей", RU),
        ("Rfrjq ,skf zdrf?", "какой была явка", RU),
        ("егктщге", "turnout", EN),
        ("рщц ьфтн зущзду мщеув", "how many people voted", EN),
    ],
)
def test_the_wrong_keyboard_layout(reader: Reader, typed: str, meant: str, language: Language) -> None:
    read, *others = reader.understand(typed)
    assert others == []
    assert read.language is language is reader.language_of(typed)
    assert read.whole == reader.understand(meant)[0].whole


def test_the_text_is_kept_as_it_was_typed(reader: Reader) -> None:
    assert reader.understand(" Егктщге ")[0].text == "Егктщге"


def test_what_makes_no_more_sense_on_the_other_layout_stays(reader: Reader) -> None:
    assert reader.understand("зорп")[0].language is RU
    assert reader.understand("zorp")[0].language is EN


def test_names_in_latin_letters_do_not_make_a_russian_question_english(reader: Reader) -> None:
    assert reader.language_of("сколько людей голосовало за Tide Party") is RU


@pytest.mark.parametrize("text", ["", "   ", "1234", "🦭", "?!", "81.4"])
@pytest.mark.parametrize("preferred", [*Language, None])
def test_a_text_without_words_is_in_the_preferred_language(
    reader: Reader, text: str, preferred: Language | None
) -> None:
    assert reader.language_of(text, preferred) is (preferred or EN)
    assert [question.language for question in reader.understand(text, preferred)] == [preferred or EN]


@pytest.mark.parametrize(("text", "preferred"), [("what was the turnout", RU), ("какой была явка", EN), ("қанша", RU)])
def test_words_count_more_than_what_is_preferred(reader: Reader, text: str, preferred: Language) -> None:
    assert reader.language_of(text, preferred) is reader.language_of(text)


def test_a_text_that_fits_two_languages_is_read_in_both(reader: Reader) -> None:
    questions = reader.understand("адам саны")
    assert KK in {question.language for question in questions}
    assert len(questions) <= 2


def test_of_languages_that_fit_alike_the_preferred_comes_first(reader: Reader) -> None:
    assert reader.understand("парламент", KK)[0].language is KK
    assert reader.understand("парламент", RU)[0].language is RU


def test_plain_english_is_read_once(reader: Reader) -> None:
    assert [question.language for question in reader.understand("how many people voted")] == [EN]
