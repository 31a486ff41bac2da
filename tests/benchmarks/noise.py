"""Random typing mistakes, the same in every run."""

from __future__ import annotations

import random

MOST_TYPOS = 4
"""How many mistakes a question is measured with."""


def with_typos(text: str, count: int, seed: str) -> str:
    """The text with so many mistakes: a letter left out, doubled, changed for one of the text's own, or two swapped.

    Only letters are touched. A text with `count` + 1 mistakes has the same first `count`.
    """
    chance = random.Random(seed)
    for _ in range(count):
        places = [place for place, sign in enumerate(text) if sign.isalpha()]
        if len(places) < 2:
            return text
        place = chance.choice(places[:-1])
        other = text[chance.choice(places)]
        first, following = text[place], text[place + 1]
        changed = chance.choice((following, first + first + following, other + following, following + first))
        text = text[:place] + changed + text[place + 2 :]
    return text
