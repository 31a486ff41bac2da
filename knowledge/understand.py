"""What a text says: names, years, the kind of answer asked for, negation, change, and weighted words.

The same analysis reads the fact base's phrasings when it is opened and every question later; only a
question may hold misspellings, so only there unknown words are repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.lexicon import Asks, Cue
from knowledge.linking import EntityLinker, Mention
from knowledge.normalise import WordStemmer, clean, split_sentences, tokenise
from knowledge.vocabulary import Repair, Repairs, Vocabulary
from knowledge.wordlists import WordLists

_YEAR = re.compile(r"(?:1[89]|20|21)\d\d$")
MAX_SENTENCES = 6
PAIR = 0.4
"""Share of its weight that a pair of neighbouring words has beside single words."""
ASKS = 0.5
"""Share of its weight that a question word has: "how many" matters less than what is counted."""
CHANGE = 0.8
"""Share of its weight that a word about change has ("since", "lost", "than")."""
CONTEXT = 0.3
"""Share of its weight that naming the country, the house or this very election has: most questions could."""
UNKNOWN_NUMBER = 0.5
"""How much an unknown figure counts against a match, where an unknown word counts 1."""
CHANGE_FEATURE = "~change"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text, taken apart.

    `features` maps a feature to its strength, 0 to 1: less than 1 for pairs, question words and repaired
    words. `unknown` is the number of content words that the fact base does not know.
    """

    features: Mapping[str, float]
    unknown: float
    mentions: tuple[Mention, ...]
    years: frozenset[int]
    asks: frozenset[Asks]
    cues: frozenset[Cue]
    negated: bool
    yes_or_no: bool = False

    @property
    def entities(self) -> frozenset[str]:
        """Ids of everything named."""
        return frozenset(mention.entity for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed and as understood."""

    text: str
    """As typed, cleaned."""
    whole: Analysis
    sentences: tuple[Analysis, ...]
    """One analysis for each sentence where there are several; empty otherwise."""
    verbatim: Analysis
    """With every word kept ("how are you"): what small talk is matched on."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one text."""

    sequence: list[str] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    asks: set[Asks] = field(default_factory=set)
    cues: set[Cue] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    unknown: float = 0.0
    negated: bool = False
    yes_or_no: bool = False

    def add(self, feature: str, strength: float = 1.0) -> None:
        if self.features.get(feature, 0.0) < strength:
            self.features[feature] = strength

    def add_in_order(self, feature: str, strength: float = 1.0) -> None:
        self.sequence.append(feature)
        self.add(feature, strength)

    def finish(self, mentions: Sequence[Mention]) -> Analysis:
        for left, right in zip(self.sequence, self.sequence[1:], strict=False):
            self.add(f"{left}_{right}", PAIR * min(self.features[left], self.features[right]))
        for asks in self.asks:
            self.add(f"?{asks.value}", ASKS)
        if self.cues:
            self.add(CHANGE_FEATURE, CHANGE)
        return Analysis(
            features=self.features,
            unknown=self.unknown,
            mentions=tuple(mentions),
            years=frozenset(self.years),
            asks=frozenset(self.asks),
            cues=frozenset(self.cues),
            negated=self.negated,
            yes_or_no=self.yes_or_no,
        )


class Analyser:
    """Takes texts apart with the word lists and the names of one fact base.

    `vocabulary` is None while the fact base's own phrasings are read; with it, words it does not know are
    repaired or counted as unknown.
    """

    def __init__(
        self,
        lists: WordLists,
        linker: EntityLinker,
        stemmer: WordStemmer,
        *,
        context: frozenset[str],
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """`context` are the ids of the entities that every question is about anyway."""
        self._context = context
        self._lists = lists
        self._linker = linker
        self._stemmer = stemmer
        self._vocabulary = vocabulary

    def with_vocabulary(self, vocabulary: Vocabulary) -> Analyser:
        """The same analyser for questions."""
        return Analyser(self._lists, self._linker, self._stemmer, context=self._context, vocabulary=vocabulary)

    def understand(self, text: str) -> Question:
        """Take a question apart, as a whole and by its sentences. Any text will do, also an empty one."""
        cleaned = clean(text)
        repairs = self._vocabulary.repairs() if self._vocabulary is not None else None
        tokens = tokenise(cleaned)
        whole = self._analyse(tokens, repairs)
        parts = split_sentences(cleaned)[:MAX_SENTENCES]
        sentences = tuple(self._analyse(tokenise(part), repairs) for part in parts) if len(parts) > 1 else ()
        return Question(cleaned, whole, sentences, self._analyse_verbatim(tokens, repairs))

    def analyse(self, tokens: Sequence[str]) -> Analysis:
        """Features of a text without its fillers and stopwords, names linked, synonyms folded."""
        return self._analyse(tokens, self._vocabulary.repairs() if self._vocabulary is not None else None)

    def _analyse(self, tokens: Sequence[str], repairs: Repairs | None) -> Analysis:
        stems = [self._stem(token) for token in tokens]
        mentions = [
            replace(mention, words=tuple(stems[mention.start : mention.end])) if mention.keeps_words else mention
            for mention in self._mentions(tokens, repairs)
        ]
        reading = _Reading()
        if stems:
            reading.yes_or_no = self._lists.yes_or_no.longest_at(stems, 0) is not None
        at = 0
        for mention in mentions:
            before = stems[: mention.start]
            while at < mention.start:
                at += self._read_words(reading, tokens, before, at, repairs)
            strength = CONTEXT if mention.entity in self._context else 1.0
            reading.add_in_order(f"@{mention.entity}", strength * mention.similarity)
            for stem in mention.words:
                reading.add(stem)
            at = mention.end
        while at < len(tokens):
            at += self._read_words(reading, tokens, stems, at, repairs)
        return reading.finish(mentions)

    def _read_words(
        self, reading: _Reading, tokens: Sequence[str], stems: Sequence[str], at: int, repairs: Repairs | None
    ) -> int:
        """Read the word or phrase at `at`; how many words it took."""
        if stems[at] not in self._lists.heads:
            self._read_word(reading, tokens[at], stems[at], repairs)
            return 1
        if self._lists.negation.longest_at(stems, at) is not None:
            reading.negated = True
        cue = self._lists.cues.longest_at(stems, at)
        if cue is not None:
            reading.cues.add(cue[1])
        asks = self._lists.asks.longest_at(stems, at)
        synonym = self._lists.synonyms.longest_at(stems, at)
        filler = self._lists.fillers.longest_at(stems, at)
        longest = max((found[0] for found in (asks, synonym, filler) if found is not None), default=0)
        if asks is not None and asks[0] == longest:
            reading.asks.add(asks[1])
            return longest
        if synonym is not None and synonym[0] == longest:
            reading.add_in_order(synonym[1])
            return longest
        if filler is not None:
            return longest
        self._read_word(reading, tokens[at], stems[at], repairs)
        return 1

    def _read_word(self, reading: _Reading, token: str, stem: str, repairs: Repairs | None) -> None:
        if token in self._lists.stopwords or len(token) == 1:
            return
        if _YEAR.match(token):
            reading.years.add(int(token))
            reading.add_in_order(f"#{token}")
        elif self._vocabulary is None or token in self._vocabulary or stem in self._vocabulary:
            reading.add_in_order(stem)
        elif token[0].isdigit():
            reading.unknown += UNKNOWN_NUMBER
        else:
            repair = repairs(token) if repairs is not None else None
            if repair is None:
                reading.unknown += 1
            else:
                self._read_repaired(reading, repair)

    def _read_repaired(self, reading: _Reading, repair: Repair) -> None:
        stems = [self._stem(repair.word)]
        cue = self._lists.cues.longest_at(stems, 0)
        if cue is not None:
            reading.cues.add(cue[1])
        asks = self._lists.asks.longest_at(stems, 0)
        synonym = self._lists.synonyms.longest_at(stems, 0)
        if asks is not None:
            reading.asks.add(asks[1])
        elif synonym is not None:
            reading.add_in_order(synonym[1], repair.similarity)
        elif repair.word not in self._lists.stopwords:
            reading.add_in_order(stems[0], repair.similarity)

    def analyse_verbatim(self, tokens: Sequence[str]) -> Analysis:
        """Features of a text with every word kept as it is, but for misspellings."""
        return self._analyse_verbatim(tokens, self._vocabulary.repairs() if self._vocabulary is not None else None)

    def _analyse_verbatim(self, tokens: Sequence[str], repairs: Repairs | None) -> Analysis:
        reading = _Reading()
        for token in tokens:
            stem = self._stem(token)
            if self._vocabulary is None or repairs is None or token in self._vocabulary:
                reading.add_in_order(stem)
                continue
            repair = repairs(token)
            if repair is None:
                reading.unknown += UNKNOWN_NUMBER if token[0].isdigit() else 1
            else:
                reading.add_in_order(self._stem(repair.word), repair.similarity)
        return reading.finish(())

    def _stem(self, token: str) -> str:
        return self._stemmer.learn(token) if self._vocabulary is None else self._stemmer.stem(token)

    def _mentions(self, tokens: Sequence[str], repairs: Repairs | None) -> list[Mention]:
        if self._vocabulary is None or repairs is None:
            return self._linker.link(tokens, known=lambda _: True, repair=None)
        return self._linker.link(tokens, known=self._vocabulary.__contains__, repair=repairs.similarity)
