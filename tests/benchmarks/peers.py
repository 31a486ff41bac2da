"""What people would use instead: each finds the phrasing nearest to a question, with a score.

Nothing is tuned here but what each library's own documentation recommends for short texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from rapidfuzz import fuzz, process, utils


class Nearest(Protocol):
    """Finds the nearest of the texts it was made with."""

    def nearest(self, question: str) -> tuple[int, float]:
        """Number of the nearest text and its score; only scores of one peer can be compared."""
        ...


class Rapidfuzz:
    """`process.extractOne`, scores 0 to 100."""

    def __init__(self, texts: Sequence[str], scorer: Callable[..., float]) -> None:
        self._texts = [utils.default_process(text) for text in texts]
        self._scorer = scorer

    def nearest(self, question: str) -> tuple[int, float]:
        """The first text with the highest score."""
        found = process.extractOne(utils.default_process(question), self._texts, scorer=self._scorer)
        return found[2], found[1]


class Tfidf:
    """Cosine of TF-IDF vectors (scikit-learn): words and pairs of words, or runs of 3 to 5 characters in a word."""

    def __init__(self, texts: Sequence[str], *, characters: bool) -> None:
        import numpy as np  # noqa: PLC0415 -- costs memory, only where used
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- costs memory, only where used

        kind = {"analyzer": "char_wb", "ngram_range": (3, 5)} if characters else {"ngram_range": (1, 2)}
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **kind)
        self._texts = self._vectorizer.fit_transform(texts)

    def nearest(self, question: str) -> tuple[int, float]:
        """Scores 0 to 1."""
        scores = (self._texts @ self._vectorizer.transform([question]).T).toarray().ravel()
        best = int(scores.argmax())
        return best, float(scores[best])


class Bm25:
    """BM25 (bm25s, its defaults), words of any language."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s  # noqa: PLC0415 -- costs memory, only where used

        self._library = bm25s
        self._index = bm25s.BM25()
        self._index.index(self._words(texts), show_progress=False)

    def _words(self, texts: Sequence[str]) -> list[list[str]]:
        found: list[list[str]] = self._library.tokenize(
            list(texts), stopwords=None, return_ids=False, show_progress=False
        )
        return found

    def nearest(self, question: str) -> tuple[int, float]:
        """Scores from 0 on, without an upper bound."""
        words = [word for word in self._words([question])[0] if word in self._index.vocab_dict]
        if not words:
            return 0, 0.0
        scores = self._index.get_scores(words)
        best = int(scores.argmax())
        return best, float(scores[best])


class Embeddings:
    """Cosine of sentence embeddings of all-MiniLM-L6-v2, which was trained on English."""

    def __init__(self, texts: Sequence[str]) -> None:
        from tests.benchmarks.minilm import MiniLM, model_directory  # noqa: PLC0415 -- costs memory, only where used

        self._model = MiniLM(model_directory())
        self._texts = self._model.encode(texts)

    def nearest(self, question: str) -> tuple[int, float]:
        """Scores -1 to 1."""
        scores = self._texts @ self._model.encode([question])[0]
        best = int(scores.argmax())
        return best, float(scores[best])


PEERS: Mapping[str, Callable[[Sequence[str]], Nearest]] = {
    "rapidfuzz WRatio": lambda texts: Rapidfuzz(texts, fuzz.WRatio),
    "rapidfuzz token_set_ratio": lambda texts: Rapidfuzz(texts, fuzz.token_set_ratio),
    "TF-IDF words": lambda texts: Tfidf(texts, characters=False),
    "TF-IDF characters": lambda texts: Tfidf(texts, characters=True),
    "BM25": Bm25,
    "MiniLM embeddings": Embeddings,
}
"""Name -> made from the phrasings."""
