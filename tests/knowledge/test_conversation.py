"""Follow-ups take what they lack from the answer before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from knowledge.analysis import ASKS, CHANGE, Analysis, Question, change_features
from knowledge.answer import Answerer
from knowledge.conversation import MAX_FOLLOW_UP_WORDS, Context, is_elliptical, merge
from knowledge.lexicon import Asks, Cue, Time
from knowledge.linking import Mention
from knowledge.model import EntityType, Language
from knowledge.plain import plain_text
from knowledge.reply import Reply, ReplyKind

EN, RU, KK = Language


def talk(answerer: Answerer, *messages: str) -> Reply:
    """The reply to the last of several messages."""
    context: Context | None = None
    for message in messages:
        reply, context = answerer.converse(message, context=context)
    return reply


@pytest.mark.parametrize(
    ("messages", "facts"),
    [
        (("How many seats did the Tide Party win?", "and harbour?"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "harbour?"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "what about the Harbour League"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "and in 2016?"), ("tide-seats-2016",)),
        (("tide seats in 2016", "and harbour in 2016?"), ("harbour-seats-2016",)),
        (("How many seats did the Tide Party win in 2016?", "and in 2020?"), ("tide-seats",)),
        (("turnout", "2016?"), ("turnout-2016",)),
        (("tide seats", "and harbour?", "in 2016?"), ("harbour-seats-2016",)),
        (("did the tide lose seats since 2016", "and harbour?"), ("harbour-seats-2016", "harbour-seats-2020")),
        (("tide seats", "zorp", "and harbour?"), ("harbour-seats-2020",)),
        (("tide seats", "hello", "and harbour?"), ("harbour-seats-2020",)),
        (("tide seats", "turnout"), ("turnout",)),
        (("tide seats", "what was the turnout"), ("turnout",)),
    ],
)
def test_what_is_named_anew_takes_the_place_of_what_was(
    two: Answerer, messages: tuple[str, ...], facts: tuple[str, ...]
) -> None:
    assert talk(two, *messages).facts == facts


def test_another_party_is_asked_about_for_the_same_year(two: Answerer) -> None:
    assert talk(two, "tide seats in 2016", "and harbour?").facts == ("harbour-seats-2016",)


@pytest.mark.parametrize("message", ["  And harbour?\n", "harb\u200bour", "in 2016?\ufeff", " source? ", "more\n"])
def test_a_follow_up_is_given_back_as_typed(two: Answerer, message: str) -> None:
    assert talk(two, "tide seats", message).question == message


@pytest.mark.parametrize("message", ["and in 2016?", "and harbour?", "why?"])
def test_without_an_answer_before_it_is_a_question_of_its_own(two: Answerer, message: str) -> None:
    reply, context = two.converse(message)
    assert reply == two.answer(message)
    assert (context is None) is (reply.facts == ())


def test_a_wrong_presupposition_of_a_follow_up_is_corrected(two: Answerer) -> None:
    reply = talk(two, "did the tide lose seats since 2016", "and harbour?")
    assert reply.kind is ReplyKind.COMPARISON
    assert "went up" in reply.body


@pytest.mark.parametrize("message", ["source?", "Where is that written?", "says who", "citation"])
def test_where_it_is_written(two: Answerer, message: str) -> None:
    reply = talk(two, "tide seats", message)
    assert plain_text(reply, two.texts) == (
        "That is written here:\n\n“The Tide Party won 12 seats”\n— Harbour Gazette, “Council chosen”, paragraph 1"
    )


def test_more_goes_through_what_is_related_and_then_says_so(two: Answerer) -> None:
    shown = [talk(two, "turnout", *["more"] * times).facts for times in (1, 2)]
    assert shown == [("turnout-2016",), ("turnout-almanac",)]
    last = talk(two, "turnout", "more", "more", "more")
    assert last.facts == ()
    assert last.body.startswith("That is all I have on this.")


def test_a_follow_up_is_answered_in_its_own_language(two: Answerer) -> None:
    _, context = two.converse("явка")
    assert context is not None
    assert two.converse("source?", context=context)[0].body == "That is written here:"
    _, context = two.converse("қанша адам келді")
    assert two.converse("дереккөзі?", context=context)[0].body == "Бұл мына жерде жазылған:"


def test_what_had_no_answer_keeps_the_context(two: Answerer) -> None:
    _, before = two.converse("tide seats")
    _, after = two.converse("zorp flibble", context=before)
    assert before is not None
    assert after is before


@pytest.mark.parametrize(
    "message", ["and zorp?", "how did the union of fishermen vote in the harbour of the old council in 2016"]
)
def test_what_says_enough_or_too_strange_things_is_no_follow_up(two: Answerer, message: str) -> None:
    _, context = two.converse("tide seats")
    assert two.converse(message, context=context)[0] == two.answer(message)


def test_a_choice_leaves_a_context(two: Answerer) -> None:
    chosen = two.chosen("tide-seats", EN)
    assert chosen is not None
    context = two.context_of(chosen)
    assert context is not None
    assert two.converse("and harbour?", context=context)[0].facts == ("harbour-seats-2020",)
    assert two.context_of(two.welcome(EN)) is None


def test_a_context_of_facts_that_are_gone_does_no_harm(two: Answerer) -> None:
    _, context = two.converse("tide seats")
    assert context is not None
    reply, _ = two.converse("more", context=Context(("gone",), context.question))
    assert reply.kind is ReplyKind.NO_ANSWER


# --- what a message lacks, and what it takes -----------------------------------------------------------


def mention(entity: str, type_: EntityType = EntityType.PARTY, *words: str) -> Mention:
    return Mention(entity, type_, 0, 1, 1.0, keeps_words=bool(words), words=words)


def analysis(features: str, **more: Any) -> Analysis:
    fields: dict[str, Any] = {
        "unknown": 0.0, "mentions": (), "years": frozenset(), "asks": frozenset(), "cues": frozenset(),
        "negated": False,
    }  # fmt: skip
    return Analysis(features=dict.fromkeys(features.split(), 1.0), **fields | more)


def lacks(text: str, features: str, *, leads_in: bool = False, **more: Any) -> bool:
    whole = analysis(features, **more)
    return is_elliptical(Question(text, whole, (), whole, EN), leads_in=leads_in)


@pytest.mark.parametrize("features", ["@tide", "#2016", "?why", "~change", "@tide #2016 ?who seat_@tide"])
def test_names_years_and_kinds_of_answer_alone_say_too_little(features: str) -> None:
    assert lacks("x", features)


def test_a_word_of_its_own_makes_a_question_and_after_a_lead_in_three_do() -> None:
    assert not lacks("x", "@tide seat")
    assert [lacks("x", features, leads_in=True) for features in ("a", "a b", "a b c")] == [True, True, False]


def test_the_words_of_a_description_are_not_words_of_its_own() -> None:
    ruling = (mention("tide", EntityType.PARTY, "ruling", "party"),)
    assert lacks("x", "@tide ruling party", mentions=ruling)
    assert not lacks("x", "@tide ruling party seat", mentions=ruling)


def test_strange_words_nothing_at_all_and_long_messages_are_no_follow_ups() -> None:
    assert not lacks("x", "@tide", unknown=0.5)
    assert not lacks("x", "")
    assert lacks("x " * MAX_FOLLOW_UP_WORDS, "@tide")
    assert not lacks("x " * (MAX_FOLLOW_UP_WORDS + 1), "@tide")


BEFORE = analysis(
    "@tide seat win seat_win @tide&seat #2016 ?how-many",
    mentions=(mention("tide"),), years=frozenset({2016}), asks=frozenset({Asks.HOW_MANY}),
)  # fmt: skip


def taken(new: Analysis, before: Analysis = BEFORE) -> Mapping[str, float]:
    """The features of the question that a message becomes."""
    return merge(before, new).features


def test_another_name_of_the_kind_takes_the_place_of_the_one_before_and_of_the_year() -> None:
    merged = merge(BEFORE, analysis("@gull", mentions=(mention("gull"),)))
    assert merged.features == {"seat": 1.0, "win": 1.0, "#2016": 1.0, "@gull": 1.0, "?how-many": ASKS}
    assert merged.entities == {"gull"}
    assert merged.years == frozenset(), "it may be asked about for any year"
    assert merged.asks == {Asks.HOW_MANY}


def test_a_name_of_another_kind_is_added() -> None:
    place = mention("place:almaty", EntityType.PLACE)
    merged = merge(BEFORE, analysis("@place:almaty", mentions=(place,)))
    assert merged.entities == {"tide", "place:almaty"}
    assert merged.features.keys() >= {"@tide", "@place:almaty"}


def test_another_year_takes_the_place_of_the_one_before() -> None:
    merged = merge(BEFORE, analysis("#2020", years=frozenset({2020})))
    assert merged.years == {2020}
    assert merged.features == {"@tide": 1.0, "seat": 1.0, "win": 1.0, "#2020": 1.0, "?how-many": ASKS}
    assert merged.entities == {"tide"}


def test_a_name_and_a_year_both_take_their_places() -> None:
    new = analysis("@gull #2020", mentions=(mention("gull"),), years=frozenset({2020}))
    assert taken(new) == {"seat": 1.0, "win": 1.0, "@gull": 1.0, "#2020": 1.0, "?how-many": ASKS}
    assert merge(BEFORE, new).years == {2020}


def test_another_kind_of_answer_takes_the_place_of_the_one_before() -> None:
    merged = merge(BEFORE, analysis("?why", asks=frozenset({Asks.WHY})))
    assert merged.asks == {Asks.WHY}
    assert merged.features == {"@tide": 1.0, "seat": 1.0, "win": 1.0, "#2016": 1.0, "?why": ASKS}
    assert merged.years == {2016}


def test_words_that_described_what_is_replaced_go_with_it() -> None:
    described = mention("tide", EntityType.PARTY, "ruling", "party")
    before = analysis("@tide ruling party seat", mentions=(described, mention("vote", EntityType.ELECTION, "vote")))
    assert taken(analysis("@gull", mentions=(mention("gull"),)), before).keys() == {"seat", "@gull"}
    assert taken(analysis("#2020", years=frozenset({2020})), before).keys() >= {"@tide", "ruling", "party", "seat"}


def test_pairs_of_words_hold_for_their_own_message_only() -> None:
    merged = taken(analysis("seat @gull gull_seat @gull&seat", mentions=(mention("gull"),)))
    assert not any("_" in feature or "&" in feature for feature in merged)


@pytest.mark.parametrize(
    ("cues", "new_cues", "expected"),
    [("", "up", "up"), ("down", "", "down"), ("down", "up", "up"), ("", "", "")],
)
def test_change_is_spoken_of_still_or_anew(cues: str, new_cues: str, expected: str) -> None:
    before = analysis("seat", cues=frozenset(map(Cue, cues.split())))
    merged = merge(before, analysis("@gull", cues=frozenset(map(Cue, new_cues.split()))))
    assert merged.cues == frozenset(map(Cue, expected.split()))
    assert merged.features.get("~change") == (CHANGE if expected else None)


@pytest.mark.parametrize(
    ("times", "new_times", "expected"),
    [
        ("", "before", "before"),
        ("before", "", "before"),
        ("before", "now", "now"),
        ("before now", "", "before now"),
        ("before now", "before", "before"),
        ("now", "before now", "before now"),
        ("", "", ""),
    ],
)
def test_a_time_takes_the_place_of_the_one_before(times: str, new_times: str, expected: str) -> None:
    def spoken(features: str, named: str) -> Analysis:
        said = frozenset(map(Time, named.split()))
        plain = analysis(features, times=said)
        return replace(plain, features={**plain.features, **change_features((), said)})

    merged = merge(spoken("seat", times), spoken("@gull", new_times))
    assert merged.times == frozenset(map(Time, expected.split()))
    of_change = {feature: strength for feature, strength in merged.features.items() if feature[0] == "~"}
    assert of_change == change_features((), merged.times)
    assert merged.speaks_of_change is (expected == "before now")


@pytest.mark.parametrize(("before", "new"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_negation_stays_and_nothing_strange_is_left(before: bool, new: bool) -> None:
    merged = merge(analysis("seat", negated=before, unknown=2.0), analysis("@gull", negated=new))
    assert merged.negated is (before or new)
    assert merged.unknown == 0
