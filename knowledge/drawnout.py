"""Words drawn out by whoever writes with feeling: "heyyyy", "sooo", "hahahaha"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

_RUN = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([^\W\d_]{2,3}?)(\1+)([^\W\d_]{0,2})$")
MIN_REPEATED = 5
"""Letters of a word from which its being one syllable over and over is no chance."""
MAX_FORMS = 16
"""Forms of one word that are thought of; bounds the time of a wall of noise."""


def shorter_forms(word: str) -> Iterator[str]:
    """What a word (in lower case) may stand for, likeliest first; nothing for one that is not drawn out.

    Three equal letters or more stand for two or for one, a repeated syllable for as few as make a word.

    >>> list(shorter_forms("hellooo")), list(shorter_forms("hahahah"))
    (['helloo', 'hello'], ['ha', 'haha', 'hahaha'])
    """
    return islice(_forms(word), MAX_FORMS)


def _forms(word: str) -> Iterator[str]:
    pieces = _RUN.split(word)  # what stands between the runs, and the letter of each run
    if len(pieces) > 1:
        for counts in product((2, 1), repeat=len(pieces) // 2):
            letters = [letter * count for letter, count in zip(pieces[1::2], counts, strict=True)]
            yield pieces[0] + "".join(letter + rest for letter, rest in zip(letters, pieces[2::2], strict=True))
        return
    repeated = _REPEATED.match(word) if len(word) >= MIN_REPEATED else None
    if repeated is not None and repeated[1].startswith(repeated[3]):
        times = len(repeated[2]) // len(repeated[1])
        yield from (repeated[1] * count for count in range(1, min(times + bool(repeated[3]), 3) + 1))
