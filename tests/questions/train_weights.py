"""Learns the weights of the built-in fact base from its phrasings and writes them beside it.

    pip install -c deploy/constraints.txt -e '.[train]'
    python -m tests.questions.train_weights            # all languages, some minutes each
    python -m tests.questions.train_weights ru kk      # only these

Only phrasings are learnt from, never a row of the question tables. Thresholds must be chosen anew afterwards
(`python -m tests.questions.choose_thresholds`).
"""

from __future__ import annotations

import argparse
import time
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge.finding import phrasing_readers, worded_intents
from knowledge.index import IntentIndex, is_pair
from knowledge.learned import STEPS, Hidden, Linear
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load, weights_file
from knowledge.model import Language
from knowledge.weights import dump
from tests.questions.learning import Floats, regress, train_networks

SMALLEST = 0.8
"""Weights of the regression nearer to nothing are dropped."""
FEWEST_PAIRS = 3
"""Phrasings that must have a pair of words for the network to look at it: there are many, and its rows are long."""


def learn(base: FactBase, language: Language) -> bytes:
    """The file of weights for the phrasings of one language."""
    readers = phrasing_readers(base, load_lexicon())
    intents = [each for each in worded_intents(base, readers) if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in each.readings[language]] for each in intents])
    vectors, owners = [], []
    for number, each in enumerate(intents):
        for analysis in each.readings[language]:
            vectors.append(index.vector(analysis.features))
            owners.append(number)
    features, known = _numbered(vectors)
    matrix = _matrix(vectors, {feature: number for number, feature in enumerate(features)})
    linear = _linear(*regress(matrix, np.array(owners), len(intents)))
    hidden = _hidden(*train_networks(matrix[:, :known], np.array(owners), len(intents)))
    kept = [n for n in range(len(features)) if n < known or linear.owners[n]]
    linear = Linear(linear.scale, linear.biases, [linear.owners[n] for n in kept], [linear.steps[n] for n in kept])
    return dump([each.intent.id for each in intents], [features[n] for n in kept], linear, hidden)


def _numbered(vectors: Sequence[Mapping[str, float]]) -> tuple[list[str], int]:
    """All features in the order of their numbers, and how many of them, the first ones, the network looks at."""
    seen: dict[str, int] = {}
    for vector in vectors:
        for feature in vector:
            seen[feature] = seen.get(feature, 0) + 1
    features = sorted(seen)
    known = [feature for feature in features if not is_pair(feature) or seen[feature] >= FEWEST_PAIRS]
    rest = [feature for feature in features if is_pair(feature) and seen[feature] < FEWEST_PAIRS]
    return known + rest, len(known)


def _matrix(vectors: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> csr_matrix:
    rows = [(row, columns[f], value) for row, vector in enumerate(vectors) for f, value in vector.items()]
    return csr_matrix(
        ([value for *_, value in rows], ([row for row, *_ in rows], [column for _, column, _ in rows])),
        shape=(len(vectors), len(columns)),
        dtype=np.float32,
    )


def _linear(weights: Floats, biases: Floats) -> Linear:
    steps, scale = _stepped(weights)
    kept = [np.flatnonzero(np.abs(row) >= SMALLEST) for row in weights]
    return Linear(
        scale,
        biases.tolist(),
        [numbers.tolist() for numbers in kept],
        [steps[feature, numbers].tolist() for feature, numbers in enumerate(kept)],
    )


def _hidden(rows: Floats, biases: Floats, out: Floats, out_biases: Floats) -> Hidden:
    (rows_steps, scale), (out_steps, out_scale) = _stepped(rows), _stepped(out)
    return Hidden(
        scale,
        biases.tolist(),
        array("b", rows_steps.tobytes()),
        out_scale,
        out_biases.tolist(),
        array("b", out_steps.tobytes()),
    )


def _stepped(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """Weights in whole steps, and how large a step is."""
    scale = (float(np.abs(weights).max()) if weights.size else 0.0) / STEPS or 1.0
    return np.round(weights / scale).astype(np.int8), scale


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("languages", nargs="*", type=Language, default=list(Language))
    parser.add_argument("--facts", type=Path, default=BUILT_IN)
    options = parser.parse_args()
    base = load(options.facts)
    for language in options.languages:
        begun = time.perf_counter()
        content = learn(base, language)
        path = options.facts / weights_file(language)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{path.name}: {len(content) / 1000:.0f} kB in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
