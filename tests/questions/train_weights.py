"""Learns the weights of the built-in fact base from its phrasings and writes them beside it.

    pip install -c deploy/constraints.txt -e '.[train]'
    python -m tests.questions.train_weights            # all languages, a few minutes each
    python -m tests.questions.train_weights ru kk      # only these

Only phrasings are learnt from, never a row of the question tables. Thresholds must be chosen anew afterwards
(`python -m tests.questions.choose_thresholds`).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.finding import phrasing_readers, worded_intents
from knowledge.index import IntentIndex
from knowledge.learned import LearnedWeights
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load, weights_file
from knowledge.model import Language

STRENGTH = 20.0
"""Inverse strength of the regularisation: chosen on the tuning rows."""
ITERATIONS = 60
SMALLEST = 0.8
"""Weights nearer to nothing are dropped."""


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
    )
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS, tol=1e-3)
    model.fit(matrix, owners)
    weights = {}
    for feature, column in columns.items():
        kept = np.flatnonzero(np.abs(model.coef_[:, column]) >= SMALLEST)
        if len(kept):
            weights[feature] = [(int(model.classes_[k]), float(model.coef_[k, column])) for k in kept]
    return LearnedWeights([each.intent.id for each in intents], [float(b) for b in model.intercept_], weights)


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
