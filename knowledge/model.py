"""What a fact base holds: the shapes of its data files.

Every model is frozen and refuses unknown fields, so a misspelt field in a data file is an error and
not silence. Cross references (a fact names an entity, a source, another fact) are checked in
`knowledge.load`, quotations in `knowledge.citations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

MAX_ID = 56
"""Characters of an id, so that it fits a Telegram button."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=MAX_ID)]
"""Lower-case words joined by hyphens."""


def _as_iso(value: object) -> object:
    """YAML reads 2021-01-10 as a date and 2021 as a number; kept as the ISO text that was typed."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


IsoDate = Annotated[str, BeforeValidator(_as_iso), StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
"""A day, a month or a year: `2021-01-10`, `2020-11`, `2016`."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Language(StrEnum):
    """A language the bot speaks; the value is its ISO 639-1 code."""

    EN = "en"
    RU = "ru"
    KK = "kk"


class Record(BaseModel):
    """Base of all data models: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Identified(Record):
    """A record with an id. Facts, decoys, small talk ... share theirs; sources and entities have their own."""

    id: Id


class LocalText(Record):
    """One text in up to three languages; English is always there."""

    en: Line
    ru: Line | None = None
    kk: Line | None = None

    def get(self, language: Language) -> str:
        """The text in `language`, or in English where it has not been written yet."""
        return getattr(self, language.value) or self.en

    def items(self) -> list[tuple[Language, str]]:
        """The languages that have been written, with their texts."""
        return [(lang, text) for lang in Language if (text := getattr(self, lang.value))]


class LocalLines(Record):
    """Any number of lines in each language."""

    en: tuple[Line, ...] = ()
    ru: tuple[Line, ...] = ()
    kk: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """The lines in exactly this language; empty where there are none."""
        lines: tuple[str, ...] = getattr(self, language.value)
        return lines

    def all(self) -> tuple[str, ...]:
        """The lines of all languages."""
        return self.en + self.ru + self.kk


class SourceRole(StrEnum):
    """`material` is what the bot answers from first; `second` is beyond it and marked so."""

    MATERIAL = "material"
    SECOND = "second"


class Source(Identified):
    """Where something is written."""

    title: Line
    publisher: Line
    date: IsoDate | None = None
    """ISO date, year and month, or year; None where the source shows none."""
    address: Line | None = None
    role: SourceRole
    fingerprint: Line | None = None
    """File beside this one with the hashes that quotations are checked against; material only."""


class EntityType(StrEnum):
    """What kind of thing a name stands for."""

    PARTY = "party"
    PERSON = "person"
    BODY = "body"
    OFFICE = "office"
    ELECTION = "election"
    LAW = "law"
    PLACE = "place"
    COUNTRY = "country"


class FormerName(Record):
    """A name that an entity bore until a date."""

    name: LocalText
    until: IsoDate


class Entity(Identified):
    """A party, person, body, office, election, law or place with every spelling met in the wild."""

    type: EntityType
    name: LocalText
    aliases: LocalLines = LocalLines()
    """Other spellings and ways to say it. Matching ignores case, hyphens and spacing."""
    described_as: LocalLines = LocalLines()
    """Ways to refer to it whose words still say something themselves ("the ruling party")."""
    context: bool = False
    """True for what every question is about unless it says otherwise (the country, the house, this vote)."""
    soft: bool = False
    """True where naming it rules nothing out (an office that many facts touch in passing)."""
    year: int | None = None
    """For an election: the year people call it by."""
    meaning: LocalText | None = None
    """For a party: what its name means."""
    former: tuple[FormerName, ...] = ()
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] | None = None


class Measure(StrEnum):
    """What a typed value measures."""

    SEATS = "seats"
    SHARE = "share"
    VOTES = "votes"
    TURNOUT = "turnout"
    THRESHOLD = "threshold"
    HOUSE_SIZE = "house-size"
    LIST_SEATS = "list-seats"
    PARTIES = "parties"
    COUNT = "count"
    FINE = "fine"
    PRISON_TERM = "prison-term"
    DATE = "date"
    TERM = "term"
    YEAR = "year"
    REGISTERED_VOTERS = "registered-voters"
    VOTERS = "voters"
    VALID_BALLOTS = "valid-ballots"
    INVALID_BALLOTS = "invalid-ballots"
    CANDIDATES = "candidates"
    WOMEN_CANDIDATES = "women-candidates"
    WOMEN_DEPUTIES = "women-deputies"
    POLLING_STATIONS = "polling-stations"
    COMMISSIONS = "commissions"
    OBSERVERS = "observers"
    DETAINED = "detained"


class Unit(StrEnum):
    """The unit of a typed value."""

    SEATS = "seats"
    PERCENT = "percent"
    VOTES = "votes"
    PARTIES = "parties"
    PEOPLE = "people"
    TENGE = "tenge"
    USD = "usd"
    YEARS = "years"
    CITIES = "cities"
    SENATORS = "senators"
    STATIONS = "stations"
    BALLOTS = "ballots"
    COMMISSIONS = "commissions"
    DATE = "date"
    YEAR = "year"


class Value(Record):
    """One typed number or date: what is measured, of whom, in which election or when."""

    measure: Measure
    subject: Id
    election: Id | None = None
    date: IsoDate | None = None
    value: int | float | IsoDate
    """A number, or for measure `date` an ISO date or year-month."""
    unit: Unit
    approximate: bool = False
    """True for "more than 63 percent": nothing is computed from it where an exact figure is known."""


QUOTE_WORDS = range(3, 16)
"""How many words a quotation may have."""


class Citation(Record):
    """Where a statement stands: source, paragraph and the very words."""

    source: Id
    paragraph: Annotated[int, Field(ge=1)] | None = None
    """Paragraph of the material, from 1; None for a second source."""
    quote: Line
    """A fragment of 3 to 15 words, letter for letter."""
    locator: Line | None = None
    """Where in a second source it stands (section, page, row)."""

    @model_validator(mode="after")
    def _short(self) -> Citation:
        count = len(self.quote.split())
        if count not in QUOTE_WORDS:
            raise ValueError(f"quotation has {count} words; it must have 3 to 15")
        return self


class Asked(Identified):
    """Something people ask for: a question and many ways to word it."""

    topic: Id
    question: LocalText
    phrasings: LocalLines

    def wordings(self) -> tuple[str, ...]:
        """The question and its phrasings, in all languages."""
        return (*(text for _, text in self.question.items()), *self.phrasings.all())


class Fact(Asked):
    """One thing the bot can say, the question it answers, and where it is written."""

    answer: LocalText
    values: tuple[Value, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    contradicts: tuple[Id, ...] = ()
    """Facts of the same material that say otherwise; an answer shows both sides."""
    related: tuple[Id, ...] = ()
    years: tuple[int, ...] = ()
    """Years a question about this may name, beside those in its values and phrasings."""
    also_about: tuple[Id, ...] = ()
    """Entities a question may name although no phrasing does."""


class CaveatKind(StrEnum):
    """In which way a statement of the material must not be taken at its word."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    CONTRADICTION = "contradiction"
    AMBIGUOUS = "ambiguous"
    MISLEADING = "misleading"
    IMPRECISE = "imprecise"
    GAP = "gap"


class Caveat(Identified):
    """Something wrong, stale or contradictory in the material, with the source that says so."""

    kind: CaveatKind
    paragraphs: Annotated[tuple[int, ...], Field(min_length=1)]
    facts: tuple[Id, ...] = ()
    """Facts whose answers carry this caveat."""
    text: LocalText
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Decoy(Asked):
    """A question people ask near the topic that the base does not answer; recognised so that it is declined."""

    nearest: tuple[Id, ...] = ()
    """Facts to offer instead."""


class Chat(Identified):
    """Small talk or a question about the bot itself, with a fixed reply."""

    kind: Literal["small_talk", "help"]
    phrasings: LocalLines
    reply: LocalText


class ComparisonKind(StrEnum):
    """How two elections are compared."""

    NUMBERS = "numbers"
    """One measure, for each subject on its own."""
    TABLE = "table"
    """One measure of all subjects at once."""
    EXTREMES = "extremes"
    """Who gained and who lost most in one measure."""
    STATES = "states"
    """Two states of affairs, each resting on facts."""
    TIMELINE = "timeline"
    """The dated events between the two elections."""


class State(Record):
    """How things were at one of the two elections."""

    text: LocalText
    facts: Annotated[tuple[Id, ...], Field(min_length=1)]


class Comparison(Asked):
    """Something that can be compared between the two elections of a base."""

    kind: ComparisonKind
    measure: Measure | None = None
    """What is compared; for `states` nothing."""
    subjects: tuple[Id, ...] = ()
    """Whose numbers; `{subject}` in question and phrasings stands for the name of each."""
    name: LocalText | None = None
    """What the measure is called in a sentence ("turnout"), where it has one subject only."""
    of: LocalText | None = None
    """The denominator of a percentage ("of registered voters")."""
    share_of: Id | None = None
    """Entity whose `house-size` turns seats into a share."""
    before: State | None = None
    after: State | None = None
    same: bool = False
    """For `states`: whether they are the same."""
    verdict: LocalText | None = None
    """For `states`: what the comparison comes to, in one sentence."""
    along: Id | None = None
    """A comparison whose line for the same subject is shown with this one ("seats" with "share of the vote")."""
    instead: Id | None = None
    """A comparison that is shown in the place of this one for a subject that has no figures here."""
    supporting: tuple[Id, ...] = ()
    """Facts cited beside those that hold the numbers."""
    related: tuple[Id, ...] = ()
    also_about: tuple[Id, ...] = ()
    caveats: tuple[Id, ...] = ()
    """Caveats that the comparison carries."""

    @model_validator(mode="after")
    def _complete(self) -> Comparison:
        if self.kind is ComparisonKind.STATES:
            if self.before is None or self.after is None or self.verdict is None:
                raise ValueError("states need before, after and verdict")
        elif self.kind is not ComparisonKind.TIMELINE and (self.measure is None or not self.subjects):
            raise ValueError("numbers, table and extremes need a measure and subjects")
        return self


class Event(Identified):
    """A dated event of the timeline, resting on a fact."""

    date: IsoDate
    text: LocalText
    fact: Id


class ChartKind(StrEnum):
    """How a chart is drawn."""

    SEATS = "seats"
    """A hemicycle for each election."""
    BARS = "bars"
    """A bar for each election, for every subject."""


class Chart(Identified):
    """A picture of typed values."""

    kind: ChartKind
    title: LocalText
    measure: Measure
    subjects: Annotated[tuple[Id, ...], Field(min_length=1)]
    """In the order in which they are drawn."""
    elections: Annotated[tuple[Id, ...], Field(min_length=1)]
    shows: tuple[Id, ...] = ()
    """Facts and comparisons whose answers it goes with."""


class Thresholds(Record):
    """Numbers chosen by `tests/questions/choose_thresholds.py` on the tuning rows; see `knowledge.decide`."""

    accept: Annotated[float, Field(ge=0, le=1)]
    """Confidence from which a question is answered."""
    choice: Annotated[float, Field(ge=0, le=1)]
    """Confidence from which choices are offered."""
    coverage: Annotated[float, Field(ge=0)] = 2.0
    """How much it counts against a fact that the question has words which are not the fact's own."""
    rival: Annotated[float, Field(ge=0)]
    """Share of the best score from which a fact that would be another answer stands in the way."""
    together: Annotated[float, Field(ge=0, le=1)]
    """Share of the best score from which a fact that belongs to the best is shown with it."""
    chat: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]
    medium: Annotated[float, Field(ge=0, le=1)]


class LanguageThresholds(Record):
    """Thresholds of each language; those of English serve where a language has none."""

    en: Thresholds
    ru: Thresholds | None = None
    kk: Thresholds | None = None

    def of(self, language: Language) -> Thresholds:
        """The thresholds of a language."""
        own: Thresholds | None = getattr(self, language.value)
        return own or self.en


class Manifest(Identified):
    """What the fact base is about, and which of its facts the command shortcuts show."""

    title: LocalText
    """What the base is about, as it goes into "I answer questions about ..."."""
    material: Id
    election: Id
    """The election meant when a question names none."""
    commands: Mapping[str, tuple[Id, ...]] = Field(default_factory=dict)
    """Command without the slash -> facts that it answers with, in order."""
    before: Id | None = None
    """The election that `election` is compared with."""
    overview: Id | None = None
    """The comparison shown to somebody who asks what changed and no more."""
    examples: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Facts whose questions are offered to somebody who does not know what to ask."""
    uncited: Mapping[int, tuple[int, ...]] = Field(default_factory=dict)
    """Paragraph -> sentences (from 1) that no fact is meant to cite."""
