"""Our matcher alone, as a plain intent matcher with its rejection, on data that nobody here made.

    python -m tests.benchmarks.clinc --data data_small.json
    python -m tests.benchmarks.clinc --data data_full.json --shots 8

The data is not shipped: CLINC150 is `data/data_small.json` and `data/data_full.json` of the repository
clinc/oos-eval (Larson et al., 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope
Prediction"). No gates, decoys or names: each intent is a fact and its training examples are the phrasings.
The threshold of each system is the one that makes in-scope accuracy plus out-of-scope recall largest on the
validation examples.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from knowledge.finding import Finder
from knowledge.lexicon import load_lexicon
from knowledge.load import FactBase, load
from knowledge.model import Language, LocalLines
from knowledge.weights import parse
from tests.benchmarks.intent_sets import OUT_OF_SCOPE, Example, IntentSet, load_intent_set
from tests.benchmarks.peers import PEERS
from tests.benchmarks.standings import table
from tests.questions.train_weights import learn
from tests.small_base import small_base, write_base

Recognise = Callable[[str], tuple[str, float]]
"""A text to the intent that is nearest and a score."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """An example with what was recognised in it."""

    example: Example
    intent: str
    score: float

    @property
    def in_scope(self) -> bool:
        """Whether it has an intent at all."""
        return self.example.intent != OUT_OF_SCOPE


def base_of(intent_set: IntentSet) -> FactBase:
    """A fact base with a fact for each intent; its id is "intent-" and the intent's place among all.

    Raises:
        FactBaseError: an intent has fewer than eight different examples, which a fact must have.
    """
    files = {name: small_base()[name] for name in ("thresholds.yaml", "sources.yaml", "entities.yaml")}
    first = {"commands": {"results": ["intent-0"]}, "examples": ["intent-0"]}
    facts = []
    for number, intent in enumerate(intent_set.intents):
        texts = list(dict.fromkeys(example.text for example in intent_set.train if example.intent == intent))
        facts.append(
            {
                "id": f"intent-{number}",
                "topic": "any",
                "question": {"en": texts[0]},
                "phrasings": {"en": texts},
                "answer": {"en": intent},
                "citations": [{"paragraph": 1, "quote": "The Tide Party won 12 seats"}],
            }
        )
    files |= {"base.yaml": small_base()["base.yaml"] | first, "facts/intents.yaml": json.dumps(facts)}
    with tempfile.TemporaryDirectory() as directory:
        base = load(write_base(Path(directory), files))
    # The first example is the fact's question, which is read as a phrasing too: nothing shall count twice.
    once = {
        id_: fact.model_copy(update={"phrasings": LocalLines(en=fact.phrasings.en[1:])})
        for id_, fact in base.facts.items()
    }
    return replace(base, facts=once)


def ours(base: FactBase, intent_set: IntentSet) -> Recognise:
    """Our matcher: the best candidate's intent and score, whatever the gates say."""
    finder = Finder(base, load_lexicon())
    names = {f"intent-{number}": intent for number, intent in enumerate(intent_set.intents)}

    def recognise(text: str) -> tuple[str, float]:
        ranking = finder.find(text, Language.EN).ranking
        best = max((*ranking.passed, *ranking.rejected), key=lambda candidate: candidate.score, default=None)
        return (OUT_OF_SCOPE, 0.0) if best is None else (names[best.intent.id], best.score)

    return recognise


def ours_learnt(base: FactBase, intent_set: IntentSet) -> Recognise:
    """The same with weights learnt from the phrasings, as the built-in base has them."""
    return ours(replace(base, weights={Language.EN: parse(learn(base, Language.EN))}), intent_set)


def peer(name: str, intent_set: IntentSet) -> Recognise:
    """The intent of the nearest example."""
    nearest = PEERS[name]([example.text for example in intent_set.train])

    def recognise(text: str) -> tuple[str, float]:
        number, score = nearest.nearest(text)
        return intent_set.train[number].intent, score

    return recognise


def recognised(recognise: Recognise, examples: Sequence[Example]) -> list[Recognised]:
    """All examples recognised."""
    return [Recognised(example, *recognise(example.text)) for example in examples]


def shares(found: Sequence[Recognised], threshold: float) -> tuple[float, float, float]:
    """In-scope accuracy, out-of-scope recall, and in-scope questions answered wrongly, each 0 to 1."""
    inside = [each for each in found if each.in_scope]
    outside = [each for each in found if not each.in_scope]
    answered = [each for each in inside if each.score >= threshold]
    right = sum(each.intent == each.example.intent for each in answered)
    declined = sum(each.score < threshold for each in outside)
    return right / len(inside), declined / max(1, len(outside)), (len(answered) - right) / len(inside)


def best_threshold(validation: Sequence[Recognised]) -> float:
    """The score that makes in-scope accuracy plus out-of-scope recall largest, of a hundred tried."""
    scores = sorted(each.score for each in validation)
    candidates = {scores[len(scores) * part // 100] for part in range(100)}
    return max(candidates, key=lambda candidate: sum(shares(validation, candidate)[:2]))


def line(name: str, recognise: Recognise, intent_set: IntentSet) -> list[str]:
    """One system's line of the table."""
    threshold = best_threshold(recognised(recognise, intent_set.validation))
    begun = time.perf_counter()
    found = recognised(recognise, intent_set.test)
    milliseconds = 1000 * (time.perf_counter() - begun) / len(found)
    accuracy, recall, wrong = shares(found, threshold)
    ranked = roc_auc_score([each.in_scope for each in found], [each.score for each in found])
    everything = shares(found, float("-inf"))[0]
    percents = (everything, accuracy, recall, wrong, ranked)
    return [name, *(f"{100 * share:.1f}" for share in percents), f"{milliseconds:.2f}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="data_small.json, data_full.json or the like")
    parser.add_argument("--shots", type=int, help="so many training examples of each intent; all if not given")
    parser.add_argument("--draws", type=int, default=3, help="with --shots, the mean of so many draws (3)")
    parser.add_argument("--leave-out", nargs="*", default=[], choices=list(PEERS), help="peers not to run")
    options = parser.parse_args()
    try:
        whole = load_intent_set(options.data)
    except ValueError as error:
        sys.exit(str(error))
    draws = [whole.with_shots(options.shots, seed) for seed in range(options.draws)] if options.shots else [whole]
    threadpool_limits(1)  # small products on many threads are slower, and the others have one thread too
    lines: dict[str, list[list[str]]] = {}
    for drawn in draws:
        base = base_of(drawn)
        systems = {"ours": ours(base, drawn), "ours, weights learnt": ours_learnt(base, drawn)}
        systems |= {name: peer(name, drawn) for name in PEERS if name not in options.leave_out}
        for name, recognise in systems.items():
            lines.setdefault(name, []).append(line(name, recognise, drawn))
    head = ["system", "accuracy", "with threshold", "out-of-scope recall", "wrong", "AUROC", "ms"]
    print(f"{len(whole.intents)} intents, {len(draws[0].train)} training examples, {len(whole.test)} questions\n")
    print(table(head, [_mean(of_draws) for of_draws in lines.values()]))


def _mean(lines: Sequence[Sequence[str]]) -> list[str]:
    means = (statistics.mean(map(float, column)) for column in list(zip(*lines, strict=True))[1:])
    return [
        lines[0][0],
        *(f"{mean:.1f}" for mean in list(means)[:-1]),
        f"{statistics.mean(float(x[-1]) for x in lines):.2f}",
    ]


if __name__ == "__main__":
    main()
