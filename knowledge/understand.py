"""What a text says: names, years, the kind of answer asked for, negation, change, and weighted words.

The same analysis reads the fact base's phrasings when it is opened and every question later; only a
question may hold misspellings, so only there unknown words are repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.analysis import Analysis, Question, Reading
from knowledge.drawnout import shorter_forms
from knowledge.lexicon import FollowUp, Time
from knowledge.linking import EntityLinker, Mention
from knowledge.normalise import clean, split_clauses, split_sentences, tokenise
from knowledge.speech import Speech
from knowledge.vocabulary import MIN_REPAIR_LENGTH, Repair, Repairs, Vocabulary
from knowledge.wordlists import WordLists

_YEAR = re.compile(r"(?:1[89]|20|21)\d\d$")
MAX_PARTS = 8
"""Sentences and clauses that are read apart, from the end: what is asked tends to stand there."""
CONTEXT = 0.3
"""Share of its weight that naming the country, the house or this very election has: most questions could."""
UNKNOWN_NUMBER = 0.5
"""How much an unknown figure counts against a match, where an unknown word counts 1."""
UNKNOWN_SHORT = 0.3
"""How much an unknown word counts that is too short to be repaired: mostly a slip ("mch", "teh")."""
LISTED = 5
"""How many occurrences in phrasings it is worth that a word stands in a word list."""


class Analyser:
    """Takes texts of one language apart with its word lists and the names of one fact base.

    `vocabulary` is None while the fact base's own phrasings are read; with it, words it does not know are
    repaired or counted as unknown.
    """

    def __init__(  # noqa: PLR0913 -- all that questions are read with
        self,
        speech: Speech,
        lists: WordLists,
        linker: EntityLinker,
        *,
        context: frozenset[str],
        times: Mapping[str | int, Time] | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """`context` are the ids of the entities that every question is about anyway.

        `times` are the two that are compared, by the ids of elections and by their years.
        """
        self.speech = speech
        self._context = context
        self._times = times or {}
        self._lists = lists
        self._linker = linker
        self._vocabulary = vocabulary

    def with_vocabulary(self, words: Mapping[str, int]) -> Analyser:
        """The same analyser for questions, which knows these words (with their counts) and those of its lists."""
        listed = dict.fromkeys(self._lists.words, LISTED)
        vocabulary = Vocabulary({**words, **{word: words.get(word, 0) + n for word, n in listed.items()}}, self.speech)
        return Analyser(
            self.speech,
            self._lists,
            self._linker,
            context=self._context,
            times=self._times,
            vocabulary=vocabulary,
        )

    def normal_words(self, text: str) -> list[str]:
        """The words of a cleaned text in their normal form; of a question, those drawn out as the known ones."""
        return [self._normal_word(token) for token in tokenise(text)]

    def _normal_word(self, token: str) -> str:
        word, vocabulary = self.speech.normal(token), self._vocabulary
        if vocabulary is None or word in vocabulary:
            return word
        # As typed: in another alphabet, letters that are doubled may stand for a third.
        forms = [self.speech.normal(form) for form in shorter_forms(token)]
        known = (form for form in forms if form in vocabulary)
        inflected = (form for form in forms if vocabulary.is_of_it(form, self.speech.stem(form)))
        return next(known, None) or next(inflected, word)

    def known_share(self, text: str) -> float:
        """How many letters of a cleaned text are in words that this analyser knows, 0 to 1."""
        words = [word for word in self.normal_words(text) if not word[0].isdigit()]
        letters = sum(len(word) for word in words)
        vocabulary = self._vocabulary
        if vocabulary is None or not letters:
            return 0.0
        return sum(len(word) for word in words if vocabulary.is_of_it(word, self.speech.stem(word))) / letters

    def follow_up(self, text: str) -> FollowUp | None:
        """`SOURCE` or `MORE` if a whole cleaned message says that, else None."""
        message = tuple(self.normal_words(text))
        for kind in (FollowUp.SOURCE, FollowUp.MORE):
            if message in self._lists.follow_ups[kind]:
                return kind
        return None

    def leads_in(self, text: str) -> bool:
        """Whether a cleaned message begins like "and ..." or "what about ..."."""
        words = self.normal_words(text)
        return any(tuple(words[:size]) in self._lists.follow_ups[FollowUp.LEAD_IN] for size in (1, 2, 3))

    def understand(self, text: str) -> Question:
        """Take a question apart, as a whole and by its sentences. Any text will do, also an empty one."""
        cleaned = clean(text)
        repairs = self._repairs()
        words = self.normal_words(cleaned)
        whole = self._analyse(words, repairs)
        sentences = split_sentences(cleaned)
        parts = [*(sentences if len(sentences) > 1 else ()), *(c for s in sentences for c in split_clauses(s))]
        read = tuple(self._analyse(self.normal_words(part), repairs) for part in parts[-MAX_PARTS:])
        verbatim = self._analyse_verbatim(words, repairs)
        return Question(cleaned, whole, read, verbatim, self.speech.language, tuple(words))

    def analyse(self, text: str) -> Analysis:
        """Features of a text without its fillers and stopwords, names linked, synonyms folded."""
        return self._analyse(self.normal_words(clean(text)), self._repairs())

    def analyse_verbatim(self, text: str) -> Analysis:
        """Features of a text with every word kept as it is, but for misspellings."""
        return self._analyse_verbatim(self.normal_words(clean(text)), self._repairs())

    def _repairs(self) -> Repairs | None:
        return self._vocabulary.repairs() if self._vocabulary is not None else None

    def _analyse(self, words: Sequence[str], repairs: Repairs | None) -> Analysis:
        stems = [self._stem(word) for word in words]
        mentions = [
            replace(mention, words=tuple(stems[mention.start : mention.end])) if mention.keeps_words else mention
            for mention in self._mentions(words, stems, repairs)
        ]
        reading = Reading()
        if stems:
            reading.yes_or_no = self._lists.yes_or_no.longest_at(stems, 0) is not None
        at = 0
        for mention in mentions:
            before = stems[: mention.start]
            while at < mention.start:
                at += self._read_words(reading, words, before, at, repairs)
            strength = CONTEXT if mention.entity in self._context else 1.0
            reading.typed.append(f"@{mention.entity}")
            reading.add_in_order(f"@{mention.entity}", strength * mention.similarity)
            if mention.entity in self._times:
                reading.times.add(self._times[mention.entity])
            for stem in mention.words:
                reading.add(stem)
            at = mention.end
        while at < len(words):
            at += self._read_words(reading, words, stems, at, repairs)
        return reading.finish(mentions)

    def _read_words(
        self, reading: Reading, words: Sequence[str], stems: Sequence[str], at: int, repairs: Repairs | None
    ) -> int:
        """Read the word or phrase at `at`; how many words it took."""
        found = self._lists.meanings.longest_at(stems, at)
        if found is None:
            self._read_word(reading, words[at], stems[at], repairs)
            return 1
        meaning = found[1]
        if meaning.negation:
            reading.negated = True
        if meaning.cue is not None:
            reading.cues.add(meaning.cue)
        if meaning.time is not None:
            reading.times.add(meaning.time)
        typed = stems[at : at + meaning.length]
        if meaning.asks is not None:
            reading.typed += typed
            reading.asks.add(meaning.asks)
            return meaning.length
        if meaning.synonym is not None and not (meaning.length == 1 and words[at] in self._lists.stopwords):
            reading.typed += typed
            reading.add_in_order(meaning.synonym)
            return meaning.length
        if meaning.filler:
            reading.typed += typed
            return meaning.length
        self._read_word(reading, words[at], stems[at], repairs)
        return 1

    def _read_word(self, reading: Reading, word: str, stem: str, repairs: Repairs | None) -> None:
        if word in self._lists.stopwords or len(word) == 1:
            reading.typed.append(stem)
            return
        if _YEAR.match(word):
            reading.typed.append(stem)
            reading.years.add(int(word))
            if int(word) in self._times:
                reading.times.add(self._times[int(word)])
            reading.add_in_order(f"#{word}")
        elif self._vocabulary is None or repairs is None or self._vocabulary.knows(word, stem):
            reading.typed.append(stem)
            reading.add_in_order(stem)
        else:
            repair = repairs(word)
            if repair is None:
                reading.unknown += _unknown(word)
            else:
                self._read_repaired(reading, repair)

    def _read_repaired(self, reading: Reading, repair: Repair) -> None:
        stem = self._stem(repair.word)
        reading.typed.append(stem)
        found = self._lists.meanings.longest_at([stem], 0)
        meaning = found[1] if found is not None else None
        if meaning is not None and meaning.cue is not None:
            reading.cues.add(meaning.cue)
        if meaning is not None and meaning.time is not None:
            reading.times.add(meaning.time)
        if meaning is not None and meaning.asks is not None:
            reading.asks.add(meaning.asks)
        elif meaning is not None and meaning.synonym is not None:
            reading.add_in_order(meaning.synonym, repair.similarity)
        elif repair.word not in self._lists.stopwords:
            reading.add_in_order(stem, repair.similarity)

    def _analyse_verbatim(self, words: Sequence[str], repairs: Repairs | None) -> Analysis:
        reading = Reading()
        for word in words:
            stem = self._stem(word)
            if self._vocabulary is None or repairs is None or self._vocabulary.knows(word, stem):
                reading.add_in_order(stem)
                continue
            repair = repairs(word)
            if repair is None:
                reading.unknown += _unknown(word)
            else:
                reading.add_in_order(self._stem(repair.word), repair.similarity)
        return reading.finish(())

    def _stem(self, word: str) -> str:
        return self.speech.learn(word) if self._vocabulary is None else self.speech.stem(word)

    def _mentions(self, words: Sequence[str], stems: Sequence[str], repairs: Repairs | None) -> list[Mention]:
        if self._vocabulary is None or repairs is None:
            return self._linker.link(words, stems, known=lambda _: True, repair=None)
        return self._linker.link(words, stems, known=self._vocabulary.__contains__, repair=repairs.similarity)


def _unknown(word: str) -> float:
    """How much an unknown word counts that stands for no known one."""
    if word[0].isdigit():
        return UNKNOWN_NUMBER
    return UNKNOWN_SHORT if len(word) < MIN_REPAIR_LENGTH else 1
