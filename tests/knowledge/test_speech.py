"""One normal form for every way a word is typed, and stems that survive being kept on disk."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import Lexicon
from knowledge.model import Language
from knowledge.speech import Keyboard, Scripts, Speech

SMALL_SCRIPTS = Scripts(
    letters={Language.RU: {"ё": "е"}, Language.KK: {"қ": "к"}},
    latin={Language.RU: {"s": "с", "h": "х", "sh": "ш", "a": "а"}},
    keyboard=Keyboard(latin="q", cyrillic="й"),
)


def speech(lexicon: Lexicon, language: Language) -> Speech:
    words = lexicon.words[language]
    return Speech(language, lexicon.scripts, words.endings, words.misspellings)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("skolko", "сколко"), ("yavka", "явка"), ("pochemu", "почему"), ("vybory", "выборы"), ("kto", "кто"),
        ("zhenshchin", "женщин"), ("protsent", "процент"), ("boykot", "бойкот"),
        ("boikot", "бойкот"), ("tsik", "цик"), ("cik", "цик"), ("yolka", "елка"), ("khod", "ход"),
    ],
)  # fmt: skip
def test_russian_in_latin_letters(lexicon: Lexicon, latin: str, cyrillic: str) -> None:
    russian = speech(lexicon, Language.RU)
    assert russian.normal(latin) == russian.normal(cyrillic)


def test_the_soft_sign_that_latin_leaves_out_does_not_part_stems(lexicon: Lexicon) -> None:
    russian = speech(lexicon, Language.RU)
    assert russian.stem("власть") == russian.stem(russian.normal("vlast"))


@pytest.mark.parametrize(
    "spellings",
    [
        ("қанша", "канша", "qansha", "kansha"),
        ("сайлау", "sailau", "saylau"),
        ("орын", "орін", "oryn", "orın", "orin"),
        ("дауыс", "dauys", "dawys"),
        ("мәжіліс", "мажилис", "мажыліс", "mäjilis", "májilis", "mazhilis", "majilis"),
        ("ұлттық", "улттык", "ulttyq", "ūlttyq", "últtyq"),
        ("шайқас", "şaiqas", "shaiqas", "shaykas"),
        ("нәтиже", "natije", "nätije", "natizhe"),
    ],
)
def test_kazakh_however_it_is_typed(lexicon: Lexicon, spellings: tuple[str, ...]) -> None:
    kazakh = speech(lexicon, Language.KK)
    assert {kazakh.normal(each) for each in spellings} == {kazakh.normal(spellings[0])}


@pytest.mark.parametrize(("typed", "normal"), [("ёлка", "елка"), ("елка", "елка"), ("объём", "обьем")])
def test_russian_letters_that_are_typed_for_each_other(lexicon: Lexicon, typed: str, normal: str) -> None:
    assert speech(lexicon, Language.RU).normal(typed) == normal


def test_of_several_latin_spellings_the_longest_is_read() -> None:
    assert Speech(Language.RU, SMALL_SCRIPTS).normal("shas") == "шас"


def test_a_word_with_a_cyrillic_letter_is_not_taken_for_latin() -> None:
    assert Speech(Language.RU, SMALL_SCRIPTS).normal("shёa") == "shеa"


@pytest.mark.parametrize("word", ["seats", "didnt", "81.5"])
def test_english_is_left_as_it_is(lexicon: Lexicon, word: str) -> None:
    assert speech(lexicon, Language.EN).normal(word) == word


@given(st.sampled_from(Language), st.text(alphabet="abcdefghijklmnopqrstuvwxyzабвгдеёжзийъьәқңөі", max_size=30))
def test_a_normal_form_is_its_own(lexicon: Lexicon, language: Language, word: str) -> None:
    normal = speech(lexicon, language).normal(word)
    assert speech(lexicon, language).normal(normal) == normal


SLIPS = {"хаса": ["хасса", "shasa"], "ёж": ["йож"]}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("хасса", "хаса"), ("hassa", "хаса"), ("shasa", "хаса"), ("шаса", "хаса"), ("хаса", "хаса"),
        ("йож", "еж"), ("ёж", "еж"), ("хассса", "хассса"), ("хассам", "хассам"),
    ],
)  # fmt: skip
def test_a_listed_misspelling_however_it_is_typed_is_the_word_that_is_meant(typed: str, meant: str) -> None:
    assert Speech(Language.RU, SMALL_SCRIPTS, misspellings=SLIPS).normal(typed) == meant


def test_without_a_list_nothing_is_a_misspelling() -> None:
    assert Speech(Language.RU, SMALL_SCRIPTS).normal("хасса") == "хасса"


def test_a_misspelling_has_the_stem_of_the_word_that_is_meant() -> None:
    english = Speech(Language.EN, SMALL_SCRIPTS, misspellings={"seats": ["seets"]})
    assert english.stem(english.normal("seets")) == english.stem("seats") == "seat"


@pytest.mark.parametrize("language", Language)
def test_what_is_listed_as_misspelt_is_meant_for_one_word_and_that_is_none_itself(
    lexicon: Lexicon, language: Language
) -> None:
    misspellings = lexicon.words[language].misspellings
    plain, spoken = Speech(language, lexicon.scripts), speech(lexicon, language)
    wrong = [plain.normal(each) for listed in misspellings.values() for each in listed]
    assert len(wrong) == len(set(wrong)) > 0
    assert {plain.normal(word) for word in misspellings}.isdisjoint(wrong)
    for word, listed in misspellings.items():
        assert {spoken.normal(each) for each in (word, *listed)} == {plain.normal(word)}


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        (Language.EN, ("observe", "observes", "observed", "observing")),
        (Language.EN, ("seat", "seats")),
        (Language.RU, ("партия", "партии", "партию", "партией", "партий")),
        (Language.RU, ("выборы", "выборов", "выборам", "выборах")),
        (Language.RU, ("наблюдатель", "наблюдатели", "наблюдателей", "наблюдателями")),
        (Language.KK, ("партия", "партиялар", "партиялардың", "партияға", "партиядан")),
        (Language.KK, ("сайлау", "сайлауда", "сайлаудан", "сайлауға")),
        (Language.KK, ("депутат", "депутаттар", "депутаттардың", "депутаттарға")),
    ],
)
def test_inflected_forms_share_a_stem(lexicon: Lexicon, language: Language, forms: tuple[str, ...]) -> None:
    spoken = speech(lexicon, language)
    assert {spoken.stem(spoken.normal(form)) for form in forms} == {spoken.stem(spoken.normal(forms[0]))}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.EN, "seat", "sea"),
        (Language.RU, "партия", "партизан"),
        (Language.KK, "сайлау", "сайлаушы"),
    ],
)
def test_different_words_keep_different_stems(lexicon: Lexicon, language: Language, one: str, other: str) -> None:
    spoken = speech(lexicon, language)
    assert spoken.stem(spoken.normal(one)) != spoken.stem(spoken.normal(other))


@pytest.mark.parametrize("word", ["", "a", "да", "2021", "81.5", "98th"])
@pytest.mark.parametrize("language", Language)
def test_figures_and_tiny_words_have_no_other_stem(lexicon: Lexicon, language: Language, word: str) -> None:
    assert speech(lexicon, language).stem(word) == word


def test_endings_are_taken_off_one_after_another_the_longest_first() -> None:
    kazakh = Speech(Language.KK, SMALL_SCRIPTS, ["лар", "ға", "арға"])
    assert kazakh.stem("балаларға") == "балал"
    assert kazakh.stem("балалар") == "бала"


def test_what_is_left_of_a_stem_is_long_enough() -> None:
    assert Speech(Language.KK, SMALL_SCRIPTS, ["лар"]).stem("ойлар") == "ойлар"


def test_a_stem_that_was_learnt_is_the_stem_that_is_found(lexicon: Lexicon) -> None:
    russian = speech(lexicon, Language.RU)
    before = russian.stem("партиями")
    assert russian.learn("партиями") == before == russian.stem("партиями")


@pytest.mark.parametrize(
    ("language", "tokens", "native"),
    [
        (Language.EN, ["tide"], True),
        (Language.RU, ["прилив", "2020"], True),
        (Language.RU, ["tide"], False),
        (Language.RU, ["партия", "tide"], False),
        (Language.KK, ["толқын"], True),
        (Language.KK, ["tolqyn"], False),
    ],
)
def test_whose_alphabet(lexicon: Lexicon, language: Language, tokens: list[str], native: bool) -> None:
    assert speech(lexicon, language).is_native(tokens) is native


def test_names_are_inflected_in_russian_and_kazakh_only(lexicon: Lexicon) -> None:
    inflecting = [language for language in Language if speech(lexicon, language).inflects_names]
    assert inflecting == [Language.RU, Language.KK]


@pytest.mark.parametrize(
    ("language", "word"), [(Language.EN, "boycotted"), (Language.RU, "партиями"), (Language.KK, "партияға")]
)
def test_speech_survives_being_pickled(lexicon: Lexicon, language: Language, word: str) -> None:
    spoken = speech(lexicon, language)
    spoken.learn(word)
    kept = pickle.loads(pickle.dumps(spoken))
    for each in (word, spoken.normal("observers"), "boycotts"):
        assert kept.stem(each) == spoken.stem(each)
    assert kept.normal("qansha") == spoken.normal("qansha")
    assert kept.normal("seets") == spoken.normal("seets")
