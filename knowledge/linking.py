"""Names in a question: which parties, people, bodies, elections and places it mentions.

Listed spellings are found whatever their case, hyphens and spacing, in Russian and Kazakh also inflected;
other spellings within a bound, by optimal string alignment distance. A place that the fact base is not
about links to the gazetteer, so that a gate can tell "turnout in Almaty" from "turnout".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.lexicon import Gazetteer
from knowledge.model import Entity, EntityType
from knowledge.nearwords import NearWords
from knowledge.normalise import tokenise
from knowledge.speech import Speech

_MAX_WINDOW = 7
"""Longest name in words ("Office for Democratic Institutions and Human Rights")."""
_BEGINNING = 3
"""Letters by which it is seen that a word begins no name; most do not."""
_MAX_FUZZY_WINDOW = 4
_MIN_STEM = 4
"""Letters of a name's stem from which it is found inflected."""
_MIN_JOINED = 3
"""Letters a word must have to be joined with others to a name that is listed as one or in other pieces."""
_POSSESSIVE = "s"
"""What names end in where they do not change their case otherwise ("nur otans seats")."""
_PLACES = (EntityType.COUNTRY, EntityType.PLACE)
_MIN_FUZZY_LENGTH = 5
_MAX_FUZZY_TOKENS = 12
"""Unknown words of one question that are tried as misspelt names; bounds the time of a wall of noise."""
FUZZY_SIMILARITY = 0.79
"""Normalised OSA similarity from which a misspelt name still counts: one edit in five letters, less rounding."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found: words `start` to `end` (exclusive) stand for `entity`."""

    entity: str
    type: EntityType
    start: int
    end: int
    similarity: float
    """1 for a listed spelling, down to `FUZZY_SIMILARITY` for a misspelt one."""
    keeps_words: bool
    """True for a description ("the ruling party") whose words still say something themselves."""
    words: tuple[str, ...] = ()
    """Stems of a description."""


@dataclass(frozen=True, slots=True)
class _Target:
    entity: str
    type: EntityType
    keeps_words: bool


class EntityLinker:
    """Finds mentions of the entities of a fact base and of the places of the world, as one language types them."""

    def __init__(
        self, entities: Iterable[Entity], gazetteer: Gazetteer, speech: Speech, no_places: Iterable[str] = ()
    ) -> None:
        self._speech = speech
        self._targets: dict[str, _Target] = {}
        self._stems: dict[str, _Target] = {}
        self._name_words: set[str] = set()
        for entity in entities:
            names = [text for _, text in entity.name.items()]
            for alias in (*names, *entity.aliases.all()):
                self._add(alias, _Target(entity.id, entity.type, keeps_words=False))
            for alias in entity.described_as.all():
                self._add(alias, _Target(entity.id, entity.type, keeps_words=True))
        words = {"".join(map(speech.normal, tokenise(word))) for word in no_places}
        for kind, lines in ((EntityType.COUNTRY, gazetteer.countries), (EntityType.PLACE, gazetteer.places)):
            for names_of_place in lines:
                place = f"place:{names_of_place[0].replace(' ', '-')}"
                for name in names_of_place:
                    if "".join(map(speech.normal, tokenise(name))) not in words:
                        self._add(name, _Target(place, kind, keeps_words=False))
        keys = (*self._targets, *self._stems)
        self._beginnings = {key[:size] for key in keys for size in range(1, _BEGINNING + 1)}
        fuzzy_names = (name for name in self._targets if len(name) >= _MIN_FUZZY_LENGTH)
        self._near_names = NearWords(fuzzy_names, FUZZY_SIMILARITY)

    def _add(self, alias: str, target: _Target) -> None:
        tokens = tokenise(alias)
        words = [self._speech.normal(token) for token in tokens]
        self._targets.setdefault("".join(words), target)
        self._name_words.update(words)
        stem = "".join(self._speech.stem(word) for word in words)
        # A foreign name does not change its endings, and a short stem is also that of some other word.
        if self._speech.inflects_names and len(stem) >= _MIN_STEM and self._speech.is_native(tokens):
            self._stems.setdefault(stem, target)

    def words(self) -> set[str]:
        """Every listed spelling, written as one word."""
        return set(self._targets)

    def link(
        self,
        words: Sequence[str],
        stems: Sequence[str],
        known: Callable[[str], bool],
        repair: Callable[[str], float] | None,
    ) -> list[Mention]:
        """The mentions in order, not overlapping; the longest listed spelling wins.

        Args:
            words: normal forms of the words of one question.
            stems: their stems.
            known: whether a word is one of the fact base's own words (and so no misspelt name).
            repair: similarity of an unknown word to the nearest word of the fact base, 0 to 1; a name must
                be at least as near as that. None switches misspelt names off (for the fact base's own phrasings).
        """
        mentions = self._exact(words, stems)
        if repair is not None:
            taken = {i for mention in mentions for i in range(mention.start, mention.end)}
            mentions += self._fuzzy(words, taken, known, repair)
        return sorted(mentions, key=lambda mention: mention.start)

    def _exact(self, words: Sequence[str], stems: Sequence[str]) -> list[Mention]:
        spelt, stemmed = "".join(words), "".join(stems)
        at = list(accumulate(map(len, words), initial=0))
        stem_at = list(accumulate(map(len, stems), initial=0))
        mentions, start = [], 0
        while start < len(words):
            if words[start][:_BEGINNING] not in self._beginnings:
                start += 1
                continue
            for end in range(min(len(words), start + _MAX_WINDOW), start, -1):
                target = self._targets.get(spelt[at[start] : at[end]])
                if target is None and words[end - 1][-1] == _POSSESSIVE and not self._speech.inflects_names:
                    target = self._targets.get(spelt[at[start] : at[end] - 1])
                if target is None and self._stems:
                    target = self._stems.get(stemmed[stem_at[start] : stem_at[end]])
                if target is not None and end - start > 1 and len(words[end - 1]) < _MIN_JOINED:
                    # A short word at the end may only seem to belong to the name ("нур отан у власти").
                    target = None if spelt[at[start] : at[end - 1]] in self._targets else target
                if target is not None:
                    mentions.append(Mention(target.entity, target.type, start, end, 1.0, target.keeps_words))
                    start = end
                    break
            else:
                start += 1
        return mentions

    def _fuzzy(
        self,
        words: Sequence[str],
        taken: set[int],
        known: Callable[[str], bool],
        repair: Callable[[str], float],
    ) -> list[Mention]:
        unknown = [i for i, word in enumerate(words) if i not in taken and not word[0].isdigit() and not known(word)][
            :_MAX_FUZZY_TOKENS
        ]
        strange = frozenset(unknown)
        windows = {
            (start, start + size)
            for i in unknown
            for size in range(1, _MAX_FUZZY_WINDOW + 1)
            for start in range(max(0, i - size + 1), min(i, len(words) - size) + 1)
            if taken.isdisjoint(range(start, start + size))
            # Beside the misspelt words of a name there are only others of it: that spares most of the comparisons.
            and all(i in strange or words[i] in self._name_words for i in range(start, start + size))
        }
        found = []
        for start, end in windows:
            joined = "".join(words[start:end])
            if len(joined) < _MIN_FUZZY_LENGTH or any(character.isdigit() for character in joined):
                continue
            for name, similarity in self._near_names.to(joined)[:1]:
                target = self._targets[name]
                word = repair(words[start]) if end == start + 1 else 0.0
                # As likely a word of the fact base as a place somewhere, it is the word ("polise").
                if similarity > word or (similarity == word and target.type not in _PLACES):
                    found.append(Mention(target.entity, target.type, start, end, similarity, target.keeps_words))
        chosen: list[Mention] = []
        for mention in sorted(found, key=lambda m: (-m.similarity, m.start - m.end, m.start)):
            if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
                chosen.append(mention)
        return chosen
