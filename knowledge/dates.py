"""Dates as a language writes them: 10 January 2021, 10 января 2021 года, 2021 жылғы 10 қаңтар."""

from __future__ import annotations

from knowledge.model import IsoDate, Language
from knowledge.texts import Texts


def write_date(date: IsoDate, texts: Texts, language: Language) -> str:
    """A day, a month or a year (`2021-01-10`, `2020-11`, `2016`) in words.

    The texts `date_day`, `date_month` and `date_year` put it together; `months` names the months as they
    stand after a day, `months_alone` as they stand by themselves, both separated by spaces.
    """
    year, *rest = date.split("-")
    if not rest:
        return texts.get(language, "date_year", year=year)
    number = int(rest[0]) - 1
    if len(rest) == 1:
        return texts.get(language, "date_month", year=year, month=texts.get(language, "months_alone").split()[number])
    month = texts.get(language, "months").split()[number]
    return texts.get(language, "date_day", year=year, month=month, day=int(rest[1]))
