"""Names in a question: every listed spelling, misspellings within the bound, inflected forms, places."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import Gazetteer, Lexicon
from knowledge.linking import FUZZY_SIMILARITY, EntityLinker, Mention
from knowledge.model import Entity, EntityType, Language
from knowledge.normalise import tokenise
from knowledge.speech import Speech

ENTITIES = [
    Entity.model_validate(each)
    for each in [
        {
            "id": "harbour", "type": "party",
            "name": {"en": "Harbour League", "ru": "Лига гавани", "kk": "Айлақ лигасы"},
            "aliases": {"en": ["hl", "harborleague"], "ru": ["гаванцы"]},
            "described_as": {"en": ["ruling party"], "ru": ["правящая партия"]},
        },
        {"id": "nur", "type": "party", "name": {"en": "Nur Otan", "ru": "Нур Отан", "kk": "Нұр Отан"}},
        {"id": "nur-otan-v", "type": "body", "name": {"en": "Nur Otan V", "ru": "Нур Отан У"}},
        {"id": "master", "type": "office", "name": {"en": "harbour master", "ru": "капитан гавани"}},
        {"id": "lumea", "type": "country", "name": {"en": "Lumea", "ru": "Лумея", "kk": "Лумея"}},
        {"id": "sovest", "type": "party", "name": {"en": "Sovest"}, "aliases": {"en": ["10000000"]}},
        {"id": "paris-club", "type": "body", "name": {"en": "Paris"}},
    ]
]  # fmt: skip


Linkers = Mapping[Language, EntityLinker]


@pytest.fixture(scope="module")
def speeches(lexicon: Lexicon) -> Mapping[Language, Speech]:
    return {each: Speech(each, lexicon.scripts, lexicon.words[each].endings) for each in Language}


@pytest.fixture(scope="module")
def linkers(lexicon: Lexicon, speeches: Mapping[Language, Speech]) -> Linkers:
    return {each: EntityLinker(ENTITIES, lexicon.gazetteer, speeches[each]) for each in Language}


class Links:
    """Links texts as a question is linked: no word of it is known to the fact base."""

    def __init__(self, linkers: Linkers, speeches: Mapping[Language, Speech]) -> None:
        self._linkers = linkers
        self._speeches = speeches

    def of(self, text: str, language: Language = Language.EN, *known: str, repair: float = 0.0) -> list[Mention]:
        speech = self._speeches[language]
        words = [speech.normal(token) for token in tokenise(text)]
        stems = [speech.stem(word) for word in words]
        return self._linkers[language].link(words, stems, known.__contains__, lambda _: repair)

    def names(self, text: str, language: Language = Language.EN, *known: str) -> list[tuple[str, int, int]]:
        return [(each.entity, each.start, each.end) for each in self.of(text, language, *known)]


@pytest.fixture(scope="module")
def links(linkers: Linkers, speeches: Mapping[Language, Speech]) -> Links:
    return Links(linkers, speeches)


@pytest.mark.parametrize(
    "text",
    ["harbour league", "HARBOUR LEAGUE", "Harbour-League", "harbourleague", "Harbour League's", "HL", "harbor league"],
)
def test_a_listed_spelling_whatever_its_case_hyphens_and_spacing(links: Links, text: str) -> None:
    mention, *others = links.of(text)
    assert others == []
    assert (mention.entity, mention.type, mention.similarity) == ("harbour", EntityType.PARTY, 1.0)


def test_mentions_stand_where_the_words_are(links: Links) -> None:
    assert links.names("did the harbour league beat nur otan") == [("harbour", 2, 4), ("nur", 5, 7)]


def test_the_longest_listed_spelling_wins(links: Links) -> None:
    assert links.names("the harbour master of lumea") == [("master", 1, 3), ("lumea", 4, 5)]


def test_a_description_keeps_its_words(links: Links) -> None:
    assert [mention.keeps_words for mention in links.of("ruling party and harbour league")] == [True, False]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("harbour leage", "harbour"), ("harbuor league", "harbour"), ("hurbour legue", "harbour"), ("lumaea", "lumea"),
        ("nur ottan", "nur"), ("nurotann", "nur"), ("nur otna", "nur"),
    ],
)  # fmt: skip
def test_a_misspelling_within_the_bound(links: Links, text: str, entity: str) -> None:
    mention, *others = links.of(text)
    assert others == []
    assert mention.entity == entity
    assert FUZZY_SIMILARITY <= mention.similarity < 1


def test_several_misspelt_names_are_all_found(links: Links) -> None:
    assert links.names("harbuor leage or nurottan or lumaea") == [("harbour", 0, 2), ("nur", 3, 4), ("lumea", 5, 6)]


@pytest.mark.parametrize("text", ["harsh leagues", "nut oats", "lumber", "lu", "lume", "hll", "12345", "l2mea3"])
def test_what_is_too_far_from_any_name_is_none(links: Links, text: str) -> None:
    assert links.of(text) == []


@given(st.integers(0, 13), st.sampled_from("bdfgkpqvwxyz"))
def test_one_wrong_letter_in_a_long_name_is_forgiven(links: Links, at: int, letter: str) -> None:
    typed = "harbour league"
    if typed[at] != " ":
        typed = f"{typed[:at]}{letter}{typed[at + 1 :]}"
    assert [mention.entity for mention in links.of(typed)] == ["harbour"]


def test_a_word_that_the_fact_base_knows_is_no_misspelt_name(links: Links) -> None:
    assert links.names("nurottan") == [("nur", 0, 1)]
    assert links.names("nurottan", Language.EN, "nurottan") == []


def test_a_name_must_be_as_near_as_the_nearest_known_word(links: Links) -> None:
    assert links.of("nurottan", repair=0.8) != []
    assert links.of("nurottan", repair=0.9) == []


@pytest.mark.parametrize(("nearest_word", "found"), [(0.0, True), (0.6, True), (5 / 6, False), (0.9, False)])
def test_a_place_must_be_nearer_than_the_nearest_known_word(links: Links, nearest_word: float, found: bool) -> None:
    """ "polise" is as near to "police" as to Poland's Polish."""
    (mention,) = links.of("francs")
    assert mention.entity == "place:france"
    assert mention.similarity == pytest.approx(5 / 6)
    assert bool(links.of("francs", repair=nearest_word)) is found


@pytest.mark.parametrize(("nearest_word", "found"), [(5 / 6, True), (0.9, False)])
def test_a_party_need_only_be_as_near(links: Links, nearest_word: float, found: bool) -> None:
    (mention,) = links.of("sovost")
    assert mention.entity == "sovest"
    assert mention.similarity == pytest.approx(5 / 6)
    assert bool(links.of("sovost", repair=nearest_word)) is found


def test_a_country_of_the_fact_base_is_a_place_too(links: Links) -> None:
    (mention,) = links.of("lumaea")
    assert mention.type is EntityType.COUNTRY
    assert links.of("lumaea", repair=mention.similarity) == []


def test_a_misspelt_name_of_several_words_is_no_known_word(links: Links) -> None:
    assert [mention.entity for mention in links.of("soth afrika", repair=1.0)] == ["place:south-africa"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nur otans seats", ("nur", 0, 2)),
        ("nurotans seats", ("nur", 0, 1)),
        ("harbour leagues result", ("harbour", 0, 2)),
        ("kyrgyzstans election", ("place:kyrgyzstan", 0, 1)),
        ("seats of the nur otans", ("nur", 3, 5)),
    ],
)
def test_an_english_name_may_end_in_s(links: Links, text: str, name: tuple[str, int, int]) -> None:
    assert links.names(text, Language.EN, "seats", "election") == [name]
    assert links.of(text)[0].similarity == 1.0, "that is no misspelling"


@pytest.mark.parametrize("text", ["hlss", "lus", "s", "ss"])
def test_only_one_s_and_only_at_the_end_of_a_name(links: Links, text: str) -> None:
    assert links.of(text) == []


def test_a_name_that_ends_in_s_itself_comes_first(speeches: Mapping[Language, Speech]) -> None:
    nowhere = Gazetteer(countries=(), places=())
    linker = EntityLinker(named(Language.EN, "Tide", "Tides"), nowhere, speeches[Language.EN])
    found = [linker.link([word], [word], lambda _: False, None)[0].entity for word in ("tide", "tides", "tidess")]
    assert found == ["party-0", "party-1", "party-1"]


def test_names_that_are_inflected_otherwise_do_not_end_in_s(linkers: Linkers) -> None:
    for language in (Language.RU, Language.KK):
        assert linkers[language].link(["sovests"], ["sovests"], lambda _: False, None) == []


def test_a_wrong_digit_is_no_misspelling(links: Links) -> None:
    assert links.names("10000000") == [("sovest", 0, 1)]
    assert links.of("10000001") == []


def test_a_foreign_name_is_not_inflected(links: Links) -> None:
    assert links.names("sovest", Language.RU) == [("sovest", 0, 1)]
    assert links.names("совести", Language.RU, "совести") == [], "a Russian word of the same stem"


def test_misspelt_names_can_be_switched_off(linkers: Linkers) -> None:
    linker = linkers[Language.EN]
    assert linker.link(["nurottan"], ["nurottan"], lambda _: False, None) == []
    assert len(linker.link(["lumea"], ["lumea"], lambda _: False, None)) == 1


@pytest.mark.parametrize(
    ("language", "text", "entity"),
    [
        (Language.RU, "лиги гавани", "harbour"),
        (Language.RU, "лигой гавани", "harbour"),
        (Language.RU, "о лиге гавани", "harbour"),
        (Language.RU, "гаванцев", "harbour"),
        (Language.RU, "правящей партией", "harbour"),
        (Language.RU, "нур отана", "nur"),
        (Language.RU, "ligi gavani", "harbour"),
        (Language.KK, "айлақ лигасының", "harbour"),
        (Language.KK, "айлак лигасынан", "harbour"),
        (Language.KK, "нұр отанның", "nur"),
        (Language.KK, "нур отанға", "nur"),
        (Language.KK, "лумеяда", "lumea"),
        (Language.KK, "ailaq ligasynyń", "harbour"),
    ],
)
def test_inflected_names(links: Links, language: Language, text: str, entity: str) -> None:
    assert [mention.entity for mention in links.of(text, language)] == [entity]


@pytest.mark.parametrize(
    ("language", "text", "end"),
    [(Language.RU, "нур отан у власти", 2), (Language.EN, "nur otan v lumea", 2)],
)
def test_a_short_word_after_a_name_is_not_swallowed(links: Links, language: Language, text: str, end: int) -> None:
    first = links.of(text, language)[0]
    assert (first.entity, first.end) == ("nur", end)


@pytest.mark.parametrize(
    ("text", "entity", "kind"),
    [
        ("turnout in almaty", "place:almaty", EntityType.PLACE),
        ("turnout in alma-ata", "place:almaty", EntityType.PLACE),
        ("elections in south africa", "place:south-africa", EntityType.COUNTRY),
        ("what did the french say", "place:france", EntityType.COUNTRY),
        ("kyrgyzstan", "place:kyrgyzstan", EntityType.COUNTRY),
        ("kyrgyzstann", "place:kyrgyzstan", EntityType.COUNTRY),
    ],
)
def test_places_of_the_world(links: Links, text: str, entity: str, kind: EntityType) -> None:
    assert [(mention.entity, mention.type) for mention in links.of(text)][-1] == (entity, kind)


@pytest.mark.parametrize(
    ("language", "text", "entity"),
    [
        (Language.RU, "явка в алматы", "place:almaty"),
        (Language.RU, "выборы на украине", "place:ukraine"),
        (Language.RU, "в шымкенте", "place:shymkent"),
        (Language.KK, "алматыда", "place:almaty"),
        (Language.KK, "шымкентте", "place:shymkent"),
    ],
)
def test_places_in_other_languages(links: Links, language: Language, text: str, entity: str) -> None:
    assert [mention.entity for mention in links.of(text, language)] == [entity]


def test_an_entity_of_the_fact_base_comes_before_a_place_of_the_same_name(links: Links) -> None:
    assert [mention.entity for mention in links.of("paris")] == ["paris-club"]


def test_a_place_stands_for_itself_by_its_first_name(speeches: Mapping[Language, Speech]) -> None:
    gazetteer = Gazetteer(countries=(("far land", "farland", "farlanders"),), places=())
    linker = EntityLinker([], gazetteer, speeches[Language.EN])
    mention = linker.link(["farlanders"], ["farland"], lambda _: False, None)[0]
    assert (mention.entity, mention.type) == ("place:far-land", EntityType.COUNTRY)


def named(language: Language, *names: str) -> list[Entity]:
    """Parties with these names, known by them."""
    return [
        Entity.model_validate({"id": f"party-{n}", "type": "party", "name": {"en": name, language.value: name}})
        for n, name in enumerate(names)
    ]


def test_a_short_word_is_not_swallowed_by_a_name_of_one_word_either(speeches: Mapping[Language, Speech]) -> None:
    linker = EntityLinker(
        named(Language.EN, "Tide", "Tide V"), Gazetteer(countries=(), places=()), speeches[Language.EN]
    )
    words = ["tide", "v", "harbour"]
    (mention,) = linker.link(words, words, lambda _: False, None)
    assert (mention.entity, mention.end) == ("party-0", 1)


@pytest.mark.parametrize(("typed", "found"), [("тайдом", ["party-0"]), ("лесом", []), ("лес", ["party-1"])])
def test_names_of_three_letters_are_not_found_inflected(
    speeches: Mapping[Language, Speech], typed: str, found: list[str]
) -> None:
    speech = speeches[Language.RU]
    linker = EntityLinker(named(Language.RU, "Тайд", "Лес"), Gazetteer(countries=(), places=()), speech)
    word = speech.normal(typed)
    mentions = linker.link([word], [speech.stem(word)], lambda _: False, None)
    assert [each.entity for each in mentions] == found


@given(
    st.lists(
        st.sampled_from(["harbour", "league", "nur", "otan", "nurottan", "almaty", "the", "v", "master"]), max_size=12
    )
)
def test_mentions_never_overlap_and_come_in_order(links: Links, words: list[str]) -> None:
    mentions = links.of(" ".join(words))
    places = [at for mention in mentions for at in range(mention.start, mention.end)]
    assert places == sorted(set(places))
    assert all(at < len(words) for at in places)


def test_a_word_that_is_spelt_like_a_place_of_another_language_is_none(
    speeches: Mapping[Language, Speech], lexicon: Lexicon
) -> None:
    kazakh = lexicon.words[Language.KK]
    linker = EntityLinker([], lexicon.gazetteer, speeches[Language.KK], kazakh.no_places)
    for text, named in (("бұрынғыға қарағанда", []), ("Қарағандыда", ["place:karaganda"])):
        words = [speeches[Language.KK].normal(token) for token in tokenise(text)]
        stems = [speeches[Language.KK].stem(word) for word in words]
        assert [each.entity for each in linker.link(words, stems, lambda _: False, None)] == named
