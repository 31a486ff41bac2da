"""Learns the weights of the built-in fact base from its phrasings and writes them beside it.

    pip install -c deploy/constraints.txt -e '.[train]'
    python -m tests.questions.train_weights            # all languages, half a minute each
    python -m tests.questions.train_weights ru kk      # only these

Only phrasings are learnt from, never a row of the question tables. Thresholds must be chosen anew afterwards
(`python -m tests.questions.choose_thresholds`).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge.finding import phrasing_readers, worded_intents
from knowledge.index import IntentIndex
from knowledge.learned import LearnedWeights
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load, weights_file
from knowledge.model import Language

ROUNDS = 8
"""How often every phrasing is learnt from."""
STEP = 5.0
"""Size of the first steps; they get smaller with the rounds and, after AdaGrad, with what was learnt already."""
BATCH = 64
SHRINKING = 1e-6
"""Pull of all weights towards nothing: chosen, as the three above, by phrasings that were kept back."""
SMALLEST = 0.8
"""Weights nearer to nothing are dropped."""
SEED = 1

Floats: TypeAlias = "NDArray[np.float32]"


def learn(base: FactBase, language: Language) -> LearnedWeights:
    """The weights for the phrasings of one language."""
    readers = phrasing_readers(base, load_lexicon())
    intents = [each for each in worded_intents(base, readers) if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in each.readings[language]] for each in intents])
    vectors, owners = [], []
    for number, each in enumerate(intents):
        for analysis in each.readings[language]:
            vectors.append(index.vector(analysis.features))
            owners.append(number)
    columns = {feature: n for n, feature in enumerate(sorted({f for vector in vectors for f in vector}))}
    rows = [(row, columns[f], value) for row, vector in enumerate(vectors) for f, value in vector.items()]
    matrix = csr_matrix(
        ([value for *_, value in rows], ([row for row, *_ in rows], [column for _, column, _ in rows])),
        shape=(len(vectors), len(columns)),
        dtype=np.float32,
    )
    learnt, biases = regress(matrix, np.array(owners), len(intents))
    weights = {}
    for feature, column in columns.items():
        kept = np.flatnonzero(np.abs(learnt[column]) >= SMALLEST)
        if len(kept):
            weights[feature] = [(int(k), float(learnt[column, k])) for k in kept]
    return LearnedWeights([each.intent.id for each in intents], [float(bias) for bias in biases], weights)


def regress(matrix: csr_matrix, owners: NDArray[np.int64], intents: int) -> tuple[Floats, Floats]:
    """Weights (feature by intent) and biases of a multinomial logistic regression, by AdaGrad in small batches."""
    chance = np.random.default_rng(SEED)
    phrasings, features = matrix.shape
    weights, spent = np.zeros((features, intents), np.float32), np.full((features, intents), 1e-3, np.float32)
    biases, biases_spent = np.zeros(intents, np.float32), np.full(intents, 1e-3, np.float32)
    for done in range(ROUNDS):
        step = STEP * (1 - done / ROUNDS)
        order = chance.permutation(phrasings)
        for begin in range(0, phrasings, BATCH):
            chosen = order[begin : begin + BATCH]
            batch = matrix[chosen]
            used = np.unique(batch.indices)
            batch = batch[:, used]
            errors = batch @ weights[used] + biases
            errors = np.exp(errors - errors.max(axis=1, keepdims=True))
            errors /= errors.sum(axis=1, keepdims=True)
            errors[np.arange(len(chosen)), owners[chosen]] -= 1
            slope = (batch.T @ errors) / len(chosen) + SHRINKING * weights[used]
            spent[used] += slope * slope
            weights[used] -= step * slope / np.sqrt(spent[used])
            slope = errors.mean(axis=0)
            biases_spent += slope * slope
            biases -= 0.3 * step * slope / np.sqrt(biases_spent)
    return weights, biases


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("languages", nargs="*", type=Language, default=list(Language))
    parser.add_argument("--facts", type=Path, default=BUILT_IN)
    options = parser.parse_args()
    base = load(options.facts)
    for language in options.languages:
        begun = time.perf_counter()
        content = learn(base, language).dump()
        path = options.facts / weights_file(language)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{path.name}: {len(content) / 1000:.0f} kB in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
