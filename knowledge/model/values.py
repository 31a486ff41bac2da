"""Typed numbers and dates: what comparisons and charts are computed from."""

from __future__ import annotations

from enum import StrEnum

from knowledge.model.records import Id, IsoDate, Record


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
