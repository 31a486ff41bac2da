"""Random typing mistakes, the same in every run."""

from __future__ import annotations

import random
from itertools import pairwise

MOST_TYPOS = 4
"""How many mistakes a question is measured with."""


def with_typos(text: str, count: int, seed: str) -> str:
    """The text with so many mistakes: a letter left out, doubled, changed for one of the text's own, or two swapped.

    Only pairs of letters are touched; where there are none (any more), there are fewer mistakes. A text with
    `count` + 1 mistakes has the same first `count`.
    """
    chance = random.Random(seed)
    for _ in range(count):
        places = [place for place, (one, next_) in enumerate(pairwise(text)) if one.isalpha() and next_.isalpha()]
        if not places:
            return text
        place = chance.choice(places)
        other = text[chance.choice(places)]
        pair = text[place : place + 2]
        ways = (pair[1], pair[0] + pair, other + pair[1], pair[1] + pair[0])
        text = text[:place] + chance.choice([way for way in ways if way != pair]) + text[place + 2 :]
    return text
