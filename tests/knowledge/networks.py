"""Learnt weights made by hand, of which one sees what they say."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from knowledge.learned import LearnedWeights, Network

HEARD = 100
SPREAD = 4


def direct(says: Sequence[Sequence[int]], *, step: float = 1.0, biases: Sequence[float]) -> Network:
    """A network with one unit a feature, that is on as much as the feature counts.

    `says[i]` is what feature i says about each intent, in steps; `biases` are those of the intents.
    """
    units = -(-len(says) // SPREAD) * SPREAD
    rows = [HEARD * (unit == feature) for feature in range(len(says)) for unit in range(units)]
    out = [*(weight for row in says for weight in row), *[0] * ((units - len(says)) * len(biases))]
    return Network(1 / HEARD, [0.0] * units, array("b", rows), step, biases, array("b", out))


def weights(
    intents: Sequence[str],
    says: Mapping[str, Sequence[int]],
    *,
    step: float = 1.0,
    biases: Sequence[float] = (),
    rarities: Sequence[float] = (),
) -> LearnedWeights:
    """Weights of such a network. No feature is rarer than another, and no intent likelier, if not said otherwise."""
    network = direct(list(says.values()), step=step, biases=biases or [0.0] * len(intents))
    return LearnedWeights(intents, list(says), rarities or [1.0] * len(says), network)
