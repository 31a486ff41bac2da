"""Which language a question is in, and the question taken apart in it.

The language is the one whose words it is made of: those of the fact base's phrasings and of the word lists,
also where Russian or Kazakh is typed in Latin letters or on the wrong keyboard layout. Letters that only
Kazakh has decide at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.analysis import Analysis, Question
from knowledge.model import Language
from knowledge.normalise import clean
from knowledge.speech import Keyboard
from knowledge.understand import Analyser

_KAZAKH_LETTERS = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[^\W\d_]")
CLOSE = 0.15
"""Languages whose known shares differ by less than this are both tried."""
SURE = 0.75
"""Share from which a text in Latin letters is English, though it may look like another language as well."""
WRONG_LAYOUT = 0.35
"""A text of which less than this share is known may have been typed on the wrong keyboard layout."""
RIGHT_LAYOUT = 0.6
"""It was, if at least this share is known with the keys of the other layout."""


@dataclass(frozen=True, slots=True)
class _Fit:
    language: Language
    share: float


class Reader:
    """Reads questions in the languages of one fact base."""

    def __init__(self, analysers: Mapping[Language, Analyser], keyboard: Keyboard) -> None:
        """The analysers must have their vocabularies."""
        self._analysers = analysers
        self._to_cyrillic = str.maketrans(keyboard.latin, keyboard.cyrillic)
        self._to_latin = str.maketrans(keyboard.cyrillic, keyboard.latin)

    def analyser(self, language: Language) -> Analyser:
        """The analyser of one language."""
        return self._analysers[language]

    def understand(self, text: str, preferred: Language | None = None) -> list[Question]:
        """The question as read in the language that fits it, or in two where both fit equally well.

        `preferred` (of the chat or of the client) comes first where the text does not show its language.
        """
        cleaned = clean(text)
        typed, fits = self._as_meant(cleaned)
        english = None
        if preferred is not None and fits[0].language is Language.EN:
            english = self._analysers[Language.EN].understand(typed)
            if _names_only(english.whole):
                return [replace(self._analysers[preferred].understand(typed), text=cleaned)]
        best = _best(fits, preferred)
        close = [fit.language for fit in fits if fit is not best and fit.share and best.share - fit.share < CLOSE]
        languages = [best.language, *close][:2] if best.share else [preferred or best.language]
        questions = [
            english if english is not None and language is Language.EN else self._analysers[language].understand(typed)
            for language in languages
        ]
        return [replace(question, text=cleaned) for question in questions]

    def language_of(self, text: str, preferred: Language | None = None) -> Language:
        """The language of a text; `preferred` (or English) where it shows none."""
        typed, fits = self._as_meant(clean(text))
        if preferred is not None and fits[0].language is Language.EN and _names_only(self._english(typed)):
            return preferred
        best = _best(fits, preferred)
        if best.share:
            return best.language
        return preferred or best.language

    def _english(self, typed: str) -> Analysis:
        return self._analysers[Language.EN].analyse(typed)

    def _as_meant(self, cleaned: str) -> tuple[str, list[_Fit]]:
        """The text as it was meant to be typed, and how well each language fits it."""
        fits = self._fits(cleaned)
        if max(fit.share for fit in fits) < WRONG_LAYOUT:
            for table in (self._to_cyrillic, self._to_latin):
                other = cleaned.casefold().translate(table)
                if other != cleaned.casefold():
                    other_fits = self._fits(other)
                    if max(fit.share for fit in other_fits) >= RIGHT_LAYOUT:
                        return other, other_fits
        return cleaned, fits

    def _fits(self, cleaned: str) -> list[_Fit]:
        """How well each language fits, in the order of likelihood where they are equal."""
        if _KAZAKH_LETTERS.search(cleaned):
            return [_Fit(Language.KK, max(self._share(Language.KK, cleaned), CLOSE))]
        if _CYRILLIC.search(cleaned):
            order: tuple[Language, ...] = (Language.RU, Language.KK)
            floor = CLOSE / 2
        else:
            order = (Language.EN, Language.RU, Language.KK)
            floor = CLOSE / 2 if _LATIN.search(cleaned) else 0.0
        first = _Fit(order[0], max(floor, self._share(order[0], cleaned)))
        if first.language is Language.EN and first.share >= SURE:
            return [first]
        return [first, *(_Fit(language, self._share(language, cleaned)) for language in order[1:])]

    def _share(self, language: Language, cleaned: str) -> float:
        return self._analysers[language].known_share(cleaned)


def _best(fits: list[_Fit], preferred: Language | None) -> _Fit:
    """The best fit; of equal ones that of the preferred language, then the first."""
    return max(fits, key=lambda fit: (fit.share, fit.language is preferred))


def _names_only(english: Analysis) -> bool:
    """Whether a text in Latin letters holds nothing but names and years, which are the same in every language."""
    return bool(english.features) and not english.cues and all(feature[0] in "@#~" for feature in english.features)
