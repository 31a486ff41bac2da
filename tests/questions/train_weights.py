"""Learns the weights of the built-in fact base from its phrasings and writes them beside it.

    pip install -c deploy/constraints.txt -e '.[train]'
    python -m tests.questions.train_weights            # all languages, some minutes each
    python -m tests.questions.train_weights ru kk      # only these

Only phrasings are learnt from, never a row of the question tables. Thresholds must be chosen anew afterwards
(`python -m tests.questions.choose_thresholds`).
"""

from __future__ import annotations

import argparse
import math
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from knowledge.finding import phrasing_readers, worded_intents
from knowledge.index import is_pair
from knowledge.learned import STEPS, Network
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load, weights_file
from knowledge.model import Language
from knowledge.weights import dump
from tests.questions.learning import Floats, train_network

FEWEST_PAIRS = 3
"""Phrasings that must have a pair of words for it to be learnt about: there are many, and their rows are long."""


def learn(base: FactBase, language: Language) -> bytes:
    """The file of weights for the phrasings of one language."""
    readers = phrasing_readers(base, load_lexicon())
    intents = [each for each in worded_intents(base, readers) if language in each.readings]
    found = [
        (number, {**analysis.features, **analysis.details()})
        for number, each in enumerate(intents)
        for analysis in each.readings[language]
    ]
    owners = np.array([number for number, _ in found])
    features, rarities = known_features(found, len(intents))
    numbers = {feature: number for number, feature in enumerate(features)}
    matrix = unit_vectors([strengths for _, strengths in found], numbers, rarities)
    network = _network(*train_network(matrix, owners, len(intents)))
    return dump([each.intent.id for each in intents], features, rarities, network)


def known_features(found: Iterable[tuple[int, Mapping[str, float]]], intents: int) -> tuple[list[str], list[float]]:
    """The features worth learning about, and the root of how rare each is among the intents.

    Args:
        found: the features of each phrasing, with the number of its intent.
        intents: how many there are.
    """
    seen: Counter[str] = Counter()
    having: dict[str, set[int]] = defaultdict(set)
    for number, strengths in found:
        seen.update(strengths.keys())
        for feature in strengths:
            having[feature].add(number)
    features = sorted(each for each, count in seen.items() if count >= FEWEST_PAIRS or not is_pair(each))
    return features, [math.sqrt(1 + math.log((1 + intents) / (1 + len(having[each])))) for each in features]


def unit_vectors(
    found: Sequence[Mapping[str, float]], numbers: Mapping[str, int], rarities: Sequence[float]
) -> csr_matrix:
    """One row a phrasing, as `LearnedWeights` makes them of a question."""
    cells = [
        (row, numbers[feature], strength * rarities[numbers[feature]])
        for row, strengths in enumerate(found)
        for feature, strength in strengths.items()
        if feature in numbers
    ]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(found), len(numbers)), dtype=np.float32)
    norms = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    return csr_matrix(diags(1 / np.maximum(norms, 1e-9)) @ matrix, dtype=np.float32)


def _network(rows: Floats, biases: Floats, out: Floats, out_biases: Floats) -> Network:
    (rows_steps, scale), (out_steps, out_scale) = _stepped(rows), _stepped(out)
    return Network(
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
