"""A question taken apart: names, years, kind of answer, negation, change, weighted words, misspellings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis import ASKS, CHANGE, PAIR, TIME, TYPED, TYPED_PAIR, change_features
from knowledge.finding import Finder, phrasing_readers
from knowledge.index import is_word
from knowledge.lexicon import Asks, Cue, FollowUp, Lexicon, Time
from knowledge.load import FactBase
from knowledge.model import Language
from knowledge.speech import Speech
from knowledge.understand import CONTEXT, MAX_PARTS, UNKNOWN_NUMBER, UNKNOWN_SHORT, Analyser
from knowledge.vocabulary import MAX_REPAIRS, Vocabulary

EN, RU, KK = Language


@pytest.fixture(scope="module")
def finder(two_base: FactBase, lexicon: Lexicon) -> Finder:
    return Finder(two_base, lexicon)


@pytest.fixture(scope="module")
def english(finder: Finder) -> Analyser:
    return finder.reader.analyser(EN)


def words_of(features: Iterable[str]) -> set[str]:
    return {feature for feature in features if is_word(feature)}


def test_names_years_and_words_become_features(english: Analyser) -> None:
    analysis = english.analyse("How many seats did the Tide Party win in 2016?")
    assert words_of(analysis.features) == {"@tide", "#2016", "seat", "win"}
    assert analysis.entities == {"tide"}
    assert analysis.years == {2016}
    assert analysis.asks == {Asks.HOW_MANY}
    assert analysis.features["?how-many"] == ASKS
    assert analysis.features["seat_@tide"] == PAIR
    assert analysis.unknown == 0


def test_what_every_question_is_about_weighs_little(english: Analyser) -> None:
    assert english.analyse("turnout of the council election").features["@council-2020"] == CONTEXT
    assert english.analyse("turnout of the old council election").features["@council-2016"] == 1


@pytest.mark.parametrize(
    ("language", "text", "asks"),
    [
        (EN, "who boycotted the vote", {Asks.WHO}),
        (EN, "when was the vote", {Asks.WHEN}),
        (EN, "why a boycott", {Asks.WHY}),
        (EN, "how come they boycotted", {Asks.WHY}),
        (EN, "where was the vote", {Asks.WHERE}),
        (EN, "for how long is the council chosen", {Asks.HOW_LONG}),
        (EN, "turnout", set()),
        (RU, "почему так", {Asks.WHY}),
        (RU, "сколько людей голосовало", {Asks.HOW_MANY}),
        (RU, "skolko ludey golosovalo", {Asks.HOW_MANY}),
        (KK, "қанша адам келді", {Asks.HOW_MANY}),
        (KK, "kansha adam keldi", {Asks.HOW_MANY}),
        (KK, "неге", {Asks.WHY}),
    ],
)
def test_the_kind_of_answer_asked_for(finder: Finder, language: Language, text: str, asks: set[Asks]) -> None:
    assert finder.reader.analyser(language).analyse(text).asks == asks


@pytest.mark.parametrize(
    ("language", "text", "negated"),
    [
        (EN, "who did not vote", True), (EN, "who didn't vote", True), (EN, "nobody voted", True),
        (EN, "who voted", False), (EN, "another note", False),
        (RU, "кто не голосовал", True), (RU, "кто голосовал", False),
    ],
)  # fmt: skip
def test_negation(finder: Finder, language: Language, text: str, negated: bool) -> None:
    assert finder.reader.analyser(language).analyse(text).negated is negated


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("did tide gain seats", {Cue.UP}),
        ("did tide lose seats", {Cue.DOWN}),
        ("is turnout still the same", {Cue.SAME}),
        ("turnout compared with 2016", {Cue.CHANGE}),
        ("did tide gain or lose", {Cue.UP, Cue.DOWN}),
        ("turnout", set()),
    ],
)
def test_words_of_change(english: Analyser, text: str, cues: set[Cue]) -> None:
    analysis = english.analyse(text)
    assert analysis.cues == cues
    assert analysis.features.get("~change") == (CHANGE if cues else None)
    assert analysis.speaks_of_change is bool(cues)


@pytest.mark.parametrize(
    ("language", "text", "times"),
    [
        (EN, "the previous turnout", {Time.BEFORE}),
        (EN, "turnout back then", {Time.BEFORE}),
        (EN, "the new council", {Time.NOW}),
        (EN, "previous and current turnout", {Time.BEFORE, Time.NOW}),
        (EN, "turnout of the old council election", {Time.BEFORE}),
        (EN, "turnout of the council election", {Time.NOW}),
        (EN, "turnout", set()),
        (EN, "", set()),
        (RU, "прошлая явка", {Time.BEFORE}),
        (RU, "нынешняя явка", {Time.NOW}),
        (RU, "prezhnyaya i tekushchaya yavka", {Time.BEFORE, Time.NOW}),
        (KK, "бұрынғы және қазіргі", {Time.BEFORE, Time.NOW}),
        (KK, "kazirgi", {Time.NOW}),
    ],
)
def test_words_and_elections_speak_of_one_time_or_both(
    finder: Finder, language: Language, text: str, times: set[Time]
) -> None:
    analysis = finder.reader.analyser(language).analyse(text)
    assert analysis.times == times
    assert {feature for feature in analysis.features if feature in {"~before", "~now"}} == {f"~{t}" for t in times}
    assert ("~both" in analysis.features) is (len(times) == 2)


def test_a_misspelt_word_speaks_of_its_time_too(english: Analyser) -> None:
    assert english.analyse("curently the turnout").times == {Time.NOW}
    assert english.analyse("privious turnout").times == {Time.BEFORE}


def test_an_election_that_is_not_compared_is_no_time(lexicon: Lexicon, two_base: FactBase) -> None:
    alone = two_base.manifest.model_copy(update={"before": None})
    reader = phrasing_readers(replace(two_base, manifest=alone), lexicon)[EN]
    assert reader.analyse("old council election").entities == {"council-2016"}
    assert reader.analyse("old council election").times == set()
    assert reader.analyse("council election").times == {Time.NOW}


def test_both_times_together_speak_of_change_without_a_word_of_change(english: Analyser) -> None:
    both = english.analyse("former council, present council")
    assert both.cues == set()
    assert both.times == {Time.BEFORE, Time.NOW}
    assert both.speaks_of_change
    assert not english.analyse("former council").speaks_of_change
    assert not english.analyse("present council").speaks_of_change


@pytest.mark.parametrize(
    ("cues", "times", "features"),
    [
        ("", "", {}),
        ("up", "", {"~change": CHANGE}),
        ("up down", "", {"~change": CHANGE}),
        ("", "before", {"~before": TIME}),
        ("", "before now", {"~before": TIME, "~now": TIME, "~both": CHANGE}),
        ("same", "now", {"~change": CHANGE, "~now": TIME}),
    ],
)
def test_features_of_change_and_times(cues: str, times: str, features: dict[str, float]) -> None:
    assert change_features(set(map(Cue, cues.split())), set(map(Time, times.split()))) == features


def test_the_words_as_typed_stand_in_order_names_by_what_they_name(english: Analyser) -> None:
    analysis = english.analyse("Please, who was it that the Tide Party obtained mandates from in 2016?")
    assert " ".join(analysis.typed) == "pleas who was it that the @tide obtain mandat from in 2016"


@pytest.mark.parametrize(
    ("text", "typed"), [("", ()), ("tunrout", ("turnout",)), ("zorpflibble turnout", ("turnout",)), ("who", ("who",))]
)
def test_misspelt_words_are_typed_as_meant_and_strange_ones_not_at_all(
    english: Analyser, text: str, typed: tuple[str, ...]
) -> None:
    assert english.analyse(text).typed == typed


def test_details_are_what_the_features_leave_out(english: Analyser) -> None:
    analysis = english.analyse("who was it that voted")
    assert analysis.features == {"vote": 1.0, "?who": ASKS}
    assert analysis.details() == {
        "!who": TYPED, "!was": TYPED, "!it": TYPED, "!that": TYPED,
        "!who_was": TYPED_PAIR, "!was_it": TYPED_PAIR, "!it_that": TYPED_PAIR, "!that_vote": TYPED_PAIR,
        "!^_who": TYPED, "!$_vote": TYPED,
    }  # fmt: skip


def test_what_is_a_feature_already_is_no_detail(english: Analyser) -> None:
    analysis = english.analyse("tide turnout")
    assert "@tide_turnout" in analysis.features
    assert analysis.details() == {"!^_@tide": TYPED, "!$_turnout": TYPED}
    assert english.analyse("").details() == {}


def test_texts_that_differ_by_stopwords_alone_differ_in_details(english: Analyser) -> None:
    one, other = english.analyse("turnout of the tide"), english.analyse("turnout without a tide")
    assert english.analyse("the turnout of the tide").features == one.features
    assert english.analyse("the turnout of the tide").details() != one.details() != other.details()


@given(st.lists(st.sampled_from(["who", "the", "tide", "seats", "mandates", "2016", "tunrout", "not", "zorpish"])))
def test_details_never_repeat_a_feature_and_weigh_less(english: Analyser, words: list[str]) -> None:
    analysis = english.analyse(" ".join(words))
    details = analysis.details()
    assert details.keys().isdisjoint(analysis.features)
    assert set(details.values()) <= {TYPED, TYPED_PAIR}
    assert bool(details) is bool(analysis.typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("did tide win", True),
        ("has turnout risen", True),
        ("what did tide win", False),
        ("turnout, did it", False),
        ("", False),
    ],
)
def test_only_the_beginning_makes_it_a_question_of_yes_or_no(english: Analyser, text: str, expected: bool) -> None:
    assert english.analyse(text).yes_or_no is expected


@pytest.mark.parametrize(
    ("typed", "same"), [("mandates", "seats"), ("tide obtained seats", "tide won seats"), ("participation", "turnout")]
)
def test_synonyms_come_out_alike(english: Analyser, typed: str, same: str) -> None:
    assert english.analyse(typed).features == english.analyse(same).features


def test_fillers_and_stopwords_say_nothing(english: Analyser) -> None:
    plain = english.analyse("turnout")
    assert english.analyse("hey bot, could you please tell me about the turnout, thanks").features == plain.features
    assert english.analyse("").features == {}


def test_a_misspelt_word_counts_by_its_similarity(english: Analyser) -> None:
    analysis = english.analyse("fisherman tunrout")
    assert analysis.unknown == 0
    right = english.analyse("fishermen turnout")
    assert set(analysis.features) == set(right.features)
    assert all(0.7 < analysis.features[word] < 1 == right.features[word] for word in words_of(right.features))


def test_a_listed_misspelling_is_the_word_itself_in_questions_and_phrasings(
    two_base: FactBase, lexicon: Lexicon
) -> None:
    words = lexicon.words[EN].model_copy(update={"misspellings": {"turnout": ("tunrut",), "who": ("hoo",)}})
    listed = replace(lexicon, words={**lexicon.words, EN: words})
    for reader in (phrasing_readers(two_base, listed)[EN], Finder(two_base, listed).reader.analyser(EN)):
        right, wrong = reader.analyse("who made the turnout"), reader.analyse("hoo made the tunrut")
        assert wrong == right
        assert wrong.features["turnout"] == 1


def test_a_misspelt_question_word_still_asks(english: Analyser) -> None:
    assert english.analyse("reasson for the boycott").asks == {Asks.WHY}


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("zorpflibble", 1), ("zorpflibble quxquxqux", 2), ("zqx", UNKNOWN_SHORT), ("77", UNKNOWN_NUMBER),
        ("turnout", 0),        ("turnout zorpflibble 77", 1 + UNKNOWN_NUMBER),
    ],
)  # fmt: skip
def test_unknown_words_are_counted(english: Analyser, text: str, unknown: float) -> None:
    assert english.analyse(text).unknown == unknown


@pytest.mark.parametrize(
    ("text", "years"), [("2016 and 2020", {2016, 2020}), ("1234", set()), ("81.5", set()), ("20162", set())]
)
def test_years_are_of_four_digits_in_living_memory(english: Analyser, text: str, years: set[int]) -> None:
    assert english.analyse(text).years == years


def test_of_a_wall_of_misspelt_words_only_the_first_are_repaired(lexicon: Lexicon) -> None:
    words = [f"{one}{two}ward" for one in "abcdefgh" for two in "klmnop"]
    repairs = Vocabulary(dict.fromkeys(words, 1), Speech(EN, lexicon.scripts)).repairs()
    found = [repairs(f"{word}s") for word in words]
    assert [repair.word for repair in found if repair is not None] == words[:MAX_REPAIRS]
    assert [repairs(f"{word}s") for word in words] == found, "the same words again are repaired again"


def test_the_nearest_known_word_stands_in_with_its_similarity(lexicon: Lexicon) -> None:
    vocabulary = Vocabulary({"turnout": 3}, Speech(EN, lexicon.scripts))
    repair = vocabulary.repair("tunrout")
    assert repair is not None
    assert repair.word == "turnout"
    assert repair.similarity == pytest.approx(6 / 7)
    assert vocabulary.repair("zorp") is None


def test_the_fact_bases_own_phrasings_are_never_repaired(two_base: FactBase, lexicon: Lexicon) -> None:
    reader = phrasing_readers(two_base, lexicon)[EN]
    assert words_of(reader.analyse("tunrout").features) == {"tunrout"}
    assert reader.analyse("tunrout").unknown == 0


@pytest.mark.parametrize("word", ["tur", "2016", "81.5", "completely"])
def test_figures_short_and_far_words_are_not_repaired(lexicon: Lexicon, word: str) -> None:
    vocabulary = Vocabulary({"turn": 1, "2017": 1, "81.4": 1, "turnout": 1}, Speech(EN, lexicon.scripts))
    assert vocabulary.repair(word) is None


@pytest.mark.parametrize(
    ("words", "typed", "meant"),
    [
        ({"form": 1, "farm": 5}, "frm", None),
        ({"seating": 9, "seatign": 1}, "seatinh", "seating"),
        ({"trails": 9, "trial": 1}, "trail", "trial"),
        ({"vote": 9, "note": 1}, "wote", "vote"),
        ({"vote": 1, "note": 9}, "wote", "note"),
    ],
)
def test_of_words_equally_near_the_likelier_is_meant(
    lexicon: Lexicon, words: dict[str, int], typed: str, meant: str | None
) -> None:
    repair = Vocabulary(words, Speech(EN, lexicon.scripts)).repair(typed)
    assert (repair.word if repair else None) == meant


def test_a_question_is_read_whole_and_by_its_sentences(english: Analyser) -> None:
    question = english.understand("I know the union. What was the turnout?")
    assert question.text == "I know the union. What was the turnout?"
    assert words_of(question.whole.features) > words_of(question.parts[-1].features) == {"turnout"}
    assert len(question.parts) == 2
    assert english.understand("What was the turnout?").parts == ()


def test_of_many_sentences_the_last_are_read(english: Analyser) -> None:
    question = english.understand("Boycott! " * 20 + "Turnout?")
    assert len(question.parts) == MAX_PARTS
    assert "turnout" in question.parts[-1].features


def test_small_talk_is_read_with_every_word(english: Analyser) -> None:
    assert english.understand("how are you and the tide").verbatim.features.keys() >= {"how", "are", "you", "the"}


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        (EN, "source?", FollowUp.SOURCE), (EN, "Where is that written?", FollowUp.SOURCE), (EN, "more", FollowUp.MORE),
        (EN, "source of the turnout", None), (EN, "", None),
        (KK, "дереккөзі?", FollowUp.SOURCE), (KK, "derekkozi", FollowUp.SOURCE), (KK, "тағы", FollowUp.MORE),
    ],
)  # fmt: skip
def test_messages_about_the_answer_before(finder: Finder, language: Language, text: str, kind: FollowUp | None) -> None:
    assert finder.reader.analyser(language).follow_up(text) is kind


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (EN, "and harbour?", True), (EN, "What about the gulls", True), (EN, "harbour and tide", False),
        (EN, "android", False), (EN, "", False), (RU, "а лига гавани?", True), (KK, "ал айлақ лигасы?", True),
    ],
)  # fmt: skip
def test_lead_ins(finder: Finder, language: Language, text: str, expected: bool) -> None:
    assert finder.reader.analyser(language).leads_in(text) is expected
