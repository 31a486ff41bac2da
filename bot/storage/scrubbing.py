"""Takes out of a question what could say who asked it. What is taken out leaves “…” behind.

It takes rather too much than too little: curators need the drift of a question, not all of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.storage.tables import MAX_TEXT

GONE = "…"
YEARS = range(1990, 2036)
"""Numbers that are taken for years and stay."""
MIN_NAME = 3
"""Letters of a name from which it is taken out: shorter ones are too often other words."""
_MAX_READ = 2_000
"""Characters that are looked at."""
_PHONE = 10
"""Digits from which a row of numbers is one number, whatever years it seems to hold."""
_MAX_SUFFIX = 8
"""Letters that may hang on a year ("2021жылғы")."""

_SPACES = re.compile(r"\s+")
_ENDLESS = re.compile(r"\S{101,}")
"""No word is that long; looking for addresses in it would take long as well."""
_DOTS = re.compile(r"\.{3,}")
_HIDDEN = re.compile(r"[\ufe00-\ufe0f\u20dd-\u20e4]")
"""Signs that only change how the one before looks: as an emoji, on a key, in a circle."""
_LINK = re.compile(r"\S*://\S*|\b[a-z][a-z0-9+.-]*:/\S*|\bmailto:\S*|\bwww\.\S*", re.IGNORECASE)
_HANDLE = re.compile(r"\S*@\s*\S*")
_DOMAIN = re.compile(
    r"[^\W_](?:[\w-]*[^\W_])?(?:\.[\w-]+)*\.(?:[a-z]{2,}|xn--[a-z0-9-]+|рф|рус|қаз|укр|бел|орг|ком|сайт|онлайн)\b"
    r"(?:[:/?#]\S*)?|\b[\w.-]+\.[\w-]+/\S*",
    re.IGNORECASE,
)
_STREET = (
    r"(?:улиц\w*|ул|проспект\w*|просп|пр-т|переул\w*|пер|бульвар\w*|б-р|шоссе|микрорайон\w*|мкр-?н?|ықшамаудан\w*)"
)
_STREET_AFTER = r"(?:street|st|avenue|ave|road|rd|lane|boulevard|blvd|drive|көшесі\w*|көш|даңғылы\w*|даң|тұйығы\w*)"
_NAME = r"[^\W\d_][\w'’-]*"
_NUMBER = r"(?:№\s*)?\d+[\w/-]{0,4}"
_ADDRESSES = (
    # ул. Абая 10; проспект Назарбаева, д. 5
    re.compile(rf"\b{_STREET}\b\.?\s*{_NAME}(?:\s+{_NAME})?[,\s]+(?:(?:д|дом)\b\.?\s*)?{_NUMBER}", re.IGNORECASE),
    # Абай көшесі 10; Abay street, 12
    re.compile(rf"\b{_NAME}\s+{_STREET_AFTER}\b\.?[,\s]+(?:(?:үй|no)\b\.?\s*)?{_NUMBER}", re.IGNORECASE),
    # 12 Abay street
    re.compile(rf"\b\d+\w?\s+{_NAME}(?:\s+{_NAME})?\s+{_STREET_AFTER}\b\.?", re.IGNORECASE),
)
_NUMBERS = re.compile(r"\+?\(?(?<!\w)\d+(?:[\s()./:+⁄–—-]{1,3}\d+)*(?!\w)")
_TIGHT = re.compile(r"\d[()./:+⁄–—-]+\d")
_WITH_DIGITS = re.compile(r"\w*\d\w*")
_YEAR = re.compile(rf"(\d{{4}})([^\W\d_]{{0,{_MAX_SUFFIX}}})")
_SEVERAL = re.compile(rf"{GONE}(?:[\s.,;:()/+–—-]*{GONE})+")


def scrub(question: str, names: Iterable[str] = ()) -> str:
    """A question without what could say who asked it.

    Taken out are handles, e-mail addresses, links, phone numbers and all other numbers but plausible years,
    street addresses with a house number, and `names`, word for word, in upper or lower case.

    Args:
        question: as typed; any text.
        names: first name, last name and user name of whoever asked.

    Returns:
        At most 300 characters on one line; empty if nothing is left. Scrubbing it again changes nothing.
    """
    text = _bounded(_one_line(question), _MAX_READ)
    hidden = _names(names)
    for _ in range(3):
        # What was taken out or cut off may bring together, or leave, what must go as well.
        before, text = text, _bounded(_scrubbed(text, hidden), MAX_TEXT)
        if text == before:
            break
    return text if any(character.isalpha() for character in text) else ""


def _one_line(text: str) -> str:
    """Normal forms of all characters, without those that cannot be seen or stored, and with single spaces."""
    visible = "".join(
        character for character in text if unicodedata.category(character)[0] != "C" or character.isspace()
    )
    # Dots stay apart from what has been taken out before.
    normal = GONE.join(unicodedata.normalize("NFKC", part) for part in _HIDDEN.sub("", visible).split(GONE))
    normal = _DOTS.sub(GONE, normal)
    # Numbers that are not made of digits, such as those of old scripts; nobody needs them here.
    plain = "".join(GONE if unicodedata.category(character) in {"Nl", "No"} else character for character in normal)
    return _SPACES.sub(" ", _ENDLESS.sub(GONE, plain)).strip()


def _bounded(text: str, most: int) -> str:
    """The beginning, up to the end of a word: a piece of an address would not be known for one."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0]


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    words = {
        word
        for name in names
        for word in re.findall(r"\w+", _one_line(name))
        if sum(character.isalpha() for character in word) >= MIN_NAME
    }
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _scrubbed(text: str, names: re.Pattern[str] | None) -> str:
    for pattern in (_LINK, _HANDLE, *((names,) if names else ()), _DOMAIN, *_ADDRESSES):
        text = pattern.sub(GONE, text)
    text = _NUMBERS.sub(_years_of_row, text)
    text = _WITH_DIGITS.sub(_year, text)
    return _SPACES.sub(" ", _SEVERAL.sub(GONE, text)).strip()


def _years_of_row(row: re.Match[str]) -> str:
    """A row of numbers such as a date, a phone number or two years: only its years, if it is no single number."""
    groups = re.findall(r"\d+", row[0])
    if row[0][0] not in "+(" and all(map(_is_year, groups)):
        return row[0]
    if row[0][0] in "+(" or sum(map(len, groups)) >= _PHONE or _TIGHT.search(row[0]):
        return GONE
    return re.sub(r"\d+", lambda number: number[0] if _is_year(number[0]) else GONE, row[0])


def _year(word: re.Match[str]) -> str:
    """A word with digits in it: it stays if it is a year, also with an ending."""
    year = _YEAR.fullmatch(word[0])
    return word[0] if year is not None and _is_year(year[1]) else GONE


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and int(digits) in YEARS
