"""The invented election of tests/small_base.py with the one before it: what comparisons are tested on."""

from __future__ import annotations

from typing import Any

from tests.small_base import ARTICLE, small_base

LONGER_ARTICLE = f"""\
{ARTICLE}
In 2016 the Tide Party had won 14 seats, the Harbour League 4 and the Gull Union 3. Turnout was 78.4 percent then.
Nobody boycotted the vote in 2016.

The gazette printed elsewhere that 80 percent of the islanders voted in 2020. The council has always had 21 members.
"""

_PARTIES = {"tide": "Tide Party", "harbour": "Harbour League", "gull": "Gull Union"}


def _seats(party: str, year: int, seats: int, quote: str, paragraph: int) -> dict[str, Any]:
    name = _PARTIES[party]
    then = " in 2016" if year == 2016 else ""  # the election meant when a question names none is that of 2020
    return {
        "id": f"{party}-seats-{year}", "topic": f"results-{year}",
        "question": {"en": f"How many seats did the {name} win{then}?"},
        "phrasings": {"en": [
            f"{name} seats{then}", f"seats of the {name}{then}", f"result of the {name}{then}",
            f"{name} mandates{then}", f"how did the {name} do{then}", f"number of seats for the {name}{then}",
            f"how many members has the {name}{then}", f"how big was the {name}{then}",
        ]},
        "answer": {"en": f"The {name} won {seats} seats in {year}."},
        "values": [
            {"measure": "seats", "subject": party, "election": f"council-{year}", "value": seats, "unit": "seats"},
        ],
        "citations": [{"paragraph": paragraph, "quote": quote}],
    }  # fmt: skip


def _fact(id_: str, topic: str, answer: str, question: str, wordings: str, **more: Any) -> dict[str, Any]:
    phrasings = [line.strip() for line in wordings.split("|")]
    text = {"question": {"en": question}, "phrasings": {"en": phrasings}, "answer": {"en": answer}}
    return {"id": id_, "topic": topic, **text, **more}


def _turnout(year: int, value: float, *, approximate: bool = False) -> list[dict[str, Any]]:
    return [
        {
            "measure": "turnout", "subject": "islanders", "election": f"council-{year}", "value": value,
            "unit": "percent", "approximate": approximate,
        },
    ]  # fmt: skip


def _facts() -> list[dict[str, Any]]:
    size = {"measure": "house-size", "subject": "council", "value": 21, "unit": "seats"}
    return [
        _seats("tide", 2016, 14, "the Tide Party had won 14 seats", 3),
        _seats("harbour", 2016, 4, "the Harbour League 4 and the Gull Union 3", 3),
        _seats("gull", 2016, 3, "the Harbour League 4 and the Gull Union 3", 3),
        _seats("harbour", 2020, 9, "the Harbour League 9, the harbour master said", 1),
        _fact(
            "turnout-2016", "vote", "Turnout was 78.4 percent in 2016.", "What was the turnout in 2016?",
            "turnout 2016|turnout at the 2016 election|how many voted in 2016|2016 turnout|participation in 2016|"
            "how many people came in 2016|how high was turnout in 2016|share of people who voted in 2016",
            values=_turnout(2016, 78.4), citations=[{"paragraph": 3, "quote": "Turnout was 78.4 percent then"}],
        ),
        _fact(
            "turnout-almanac", "vote", "The almanac gives 81.47 percent.", "What turnout does the almanac give?",
            "almanac turnout|turnout in the almanac|exact turnout|the exact figure of turnout|precise turnout|"
            "turnout to two decimals|what the almanac says about turnout|turnout according to the almanac",
            values=_turnout(2020, 81.47),
            citations=[{"source": "almanac", "quote": "turnout of 81.47 percent", "locator": "page 3"}],
        ),
        _fact(
            "turnout-elsewhere", "vote", "Elsewhere it gives 80 percent.", "What else is said about the gazette?",
            "gazette elsewhere|other gazette figure|gazette number|printed elsewhere|what the gazette printed|"
            "printed by the gazette|gazette print|gazette said otherwise",
            contradicts=["turnout"],
            citations=[{"paragraph": 4, "quote": "80 percent of the islanders voted in 2020"}],
        ),
        _fact(
            "boycott", "boycott", "The fishermen's union boycotted the vote.", "Who boycotted the vote?",
            "boycott|who refused to vote|fishermen boycott|union boycott|who stayed away|boycotters|"
            "which group boycotted|was there a boycott",
            citations=[{"paragraph": 2, "quote": "The fishermen's union boycotted the vote"}],
        ),
        _fact(
            "no-boycott-2016", "boycott", "Nobody boycotted in 2016.", "Was there a boycott in 2016?",
            "boycott 2016|2016 boycott|who boycotted in 2016|did anyone boycott 2016|boycotters of 2016|"
            "union boycott in 2016|fishermen boycott in 2016|refusals in 2016",
            citations=[{"paragraph": 3, "quote": "Nobody boycotted the vote in 2016"}],
        ),
        _fact(
            "council-size", "council", "The council has 21 members.", "How big is the council?",
            "size of the council|council size|how large is the council|how many councillors|number of councillors|"
            "total councillors|whole council|full council",
            values=[{**size, "election": "council-2016"}, {**size, "election": "council-2020"}],
            citations=[{"paragraph": 4, "quote": "The council has always had 21 members"}],
        ),
    ]  # fmt: skip


def _comparison(id_: str, kind: str, question: str, wordings: str, **more: Any) -> dict[str, Any]:
    phrasings = [line.strip() for line in wordings.split("|")]
    return {"id": id_, "kind": kind, "question": {"en": question}, "phrasings": {"en": phrasings}, **more}


def _comparisons() -> list[dict[str, Any]]:
    parties = list(_PARTIES)
    return [
        _comparison(
            "change-seats", "numbers", "How did the seats of the {subject} change?",
            "{subject} seats compared with 2016|did the {subject} gain seats|did the {subject} lose seats|"
            "seats of the {subject} then and now|how has the {subject} changed since 2016|{subject} seats 2016 vs 2020",
            topic="change-seats", measure="seats", subjects=parties, share_of="council",
        ),
        _comparison(
            "change-turnout", "numbers", "How did turnout change?",
            "turnout compared with 2016|did turnout rise|did turnout fall|was turnout higher than in 2016",
            topic="change-turnout", measure="turnout", subjects=["islanders"], name={"en": "Turnout"},
            of={"en": "of registered islanders"}, supporting=["boycott"], caveats=["turnout-rounded"],
        ),
        _comparison(
            "what-changed", "table", "What changed since 2016?",
            "what changed|changes since 2016|compare 2016 and 2020",
            topic="change-all", measure="seats", subjects=parties, verdict={"en": "The Gull Union is gone."},
        ),
        _comparison(
            "change-extremes", "extremes", "Who gained and who lost most?", "biggest winner and loser|who gained most",
            topic="change-most", measure="seats", subjects=parties,
        ),
        _comparison(
            "change-boycott", "states", "Was there a boycott then as now?", "boycott then and now|boycott vs 2016",
            topic="change-boycott", verdict={"en": "The boycott was new."},
            before={"text": {"en": "nobody boycotted"}, "facts": ["no-boycott-2016"]},
            after={"text": {"en": "the union boycotted."}, "facts": ["boycott"]},
        ),
        _comparison(
            "change-steps", "timeline", "What happened between the elections?", "timeline|step by step|chronology",
            topic="change-steps",
        ),
    ]  # fmt: skip


def two_elections() -> dict[str, Any]:
    """File name -> content of a sound base that compares 2020 with 2016. Goes with `LONGER_ARTICLE`."""
    files = small_base()
    files["base.yaml"] |= {"before": "council-2016", "overview": "what-changed"}
    tide, harbour, _ = files["entities.yaml"]
    tide["name"] |= {"ru": "Партия прилива", "kk": "Толқын партиясы"}
    harbour |= {"aliases": {"en": ["harbour"]}, "colour": "#d55e00"}
    files["entities.yaml"] += [
        {"id": "gull", "type": "party", "name": {"en": "Gull Union"}, "aliases": {"en": ["gull", "gulls"]}},
        {"id": "council", "type": "body", "name": {"en": "council"}, "context": True},
        {"id": "islanders", "type": "body", "name": {"en": "islander"}, "context": True},
        {"id": "council-2016", "type": "election", "name": {"en": "old council election"}, "year": 2016},
    ]
    turnout = files["facts/vote.yaml"][0]
    turnout |= {
        "contradicts": ["turnout-elsewhere"], "values": _turnout(2020, 81.5, approximate=True),
        "related": ["turnout-2016", "turnout-almanac"],
    }  # fmt: skip
    turnout["answer"]["ru"] = "Явка составила 81,5 процента."
    turnout["question"] |= {"ru": "Какой была явка?", "kk": "Сайлауға қанша адам қатысты?"}
    turnout["phrasings"] |= {
        "ru": ["явка", "сколько людей голосовало", "явка избирателей"],
        "kk": ["сайлауға қатысу", "қанша адам келді", "дауыс бергендер саны"],
    }
    files["facts/more.yaml"] = _facts()
    files["comparisons.yaml"] = _comparisons()
    files["timeline.yaml"] = [
        {"id": "second-vote", "date": "2020-05-03", "text": {"en": "the vote was held"}, "fact": "tide-seats"},
        {"id": "first-vote", "date": 2016, "text": {"en": "the old council was chosen"}, "fact": "tide-seats-2016"},
        {"id": "union", "date": "2020-04", "text": {"en": "the union left"}, "fact": "boycott"},
    ]
    both = ["council-2016", "council-2020"]
    files["charts.yaml"] = [
        {
            "id": "seats-chart", "kind": "seats", "title": {"en": "Seats", "ru": "Места"}, "measure": "seats",
            "subjects": list(_PARTIES), "elections": both, "shows": ["what-changed", "tide-seats"],
        },
        {
            "id": "turnout-chart", "kind": "bars", "title": {"en": "Turnout"}, "measure": "turnout",
            "subjects": ["islanders"], "elections": both,
        },
    ]  # fmt: skip
    return files
