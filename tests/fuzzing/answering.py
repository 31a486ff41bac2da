"""Conversations out of any bytes: whatever is typed, every reply is well-formed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.answer import Answerer
from knowledge.conversation import Context
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, load
from knowledge.model import Language
from knowledge.texts import load_texts
from tests.fuzzing.harness import Harness
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.knowledge.well_formed import check_well_formed
from tests.small_base import write_base

_WANTED = (None, None, *Language)


class Answering:
    """The first byte chooses the fact base and the languages, a zero byte ends a message of the conversation."""

    seeds: Sequence[bytes] = (
        b"\x00How many seats did the Tide Party win?\x00and harbour?\x00in 2016?\x00source?\x00more",
        b"\x01turnuot in 2023\x00why?",
        "\x01Сколько мест получил Нур Отан?\x00а в 2016 году?".encode(),
        "\x01Сайлауға қанша адам қатысты?\x00дереккөзі?".encode(),
        b"\x00did the tide lose seats since 2016, or gain them; I was told so by my uncle in almaty\x00hello",
        "\x03tur\u200bnout\u202e e\u0301\u0301\u0301 '16 5\u202f148\u202f074 <b>{subject}</b> %s \U0001f9ad".encode(),
        b"\x00\xed\xa0\x80\xff\xc3",
    )
    dictionary: Sequence[str] = (
        "turnout", "seats", "tide", "harbour", "gull", "boycott", "2016", "2020", "2021", "'16", "since", "gained",
        "not", "who", "how many", "and", "what about", "source?", "more", "almaty", "Nur Otan", "явка", "места",
        "году", "қанша", "орын", "неге", "yavka", "qansha", "\u0301", "\u200b", "\u202e", "ﷺ", "İ", "_",
        "&", "@", "#", "~", "?",
    )  # fmt: skip

    def __init__(self, answerers: Sequence[Answerer]) -> None:
        self._answerers = answerers

    def __call__(self, data: bytes) -> None:
        choice, text = data[0] if data else 0, data[1:].decode(errors="surrogateescape")
        answerer = self._answerers[choice % len(self._answerers)]
        wanted = _WANTED[choice // 2 % len(_WANTED)]
        preferred = _WANTED[choice // 16 % len(_WANTED)]
        context: Context | None = None
        for message in text.split("\x00"):
            reply, context = answerer.converse(message, wanted, context, preferred)
            assert reply.question == message, "as typed"
            check_well_formed(answerer, reply, wanted)


def prepare() -> Harness:
    """The harness over the invented elections and over the fact base that ships."""
    lexicon, texts = load_lexicon(), load_texts()
    with TemporaryDirectory() as directory:
        invented = load(write_base(Path(directory), two_elections(), LONGER_ARTICLE))
    return Answering([Answerer(base, lexicon, texts) for base in (invented, load(BUILT_IN))])
