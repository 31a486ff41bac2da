"""Learning from vectors and whose they are, by a network with one hidden layer.

It goes through all vectors in small batches, in a new order each round, with steps that get smaller with the
rounds and, after AdaGrad (Duchi, Hazan and Singer, 2011), with what a weight has learnt already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats: TypeAlias = "NDArray[np.float32]"

BATCH = 64
SEED = 1
_LITTLE = 1e-3
"""Keeps the first step of AdaGrad from being endless."""

UNITS = 96
"""Size of the hidden layer."""
ROUNDS = 50
"""How often the network learns from every vector."""
STEP = 0.6
OUT_SHARE = 0.2
"""Steps of the weights behind the layer, and of biases, are smaller by this."""
LEFT_OUT = 0.2
"""Share of a vector's features, and of the layer's units, that a network does without each time, by lot."""
START = 0.5
"""Spread of the random weights that a network begins with."""


def train_network(
    vectors: csr_matrix, owners: NDArray[np.int64], intents: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """A network with one hidden layer of `UNITS` rectified units.

    Returns:
        Weights (feature by unit) and biases of the hidden layer, weights (unit by intent) and biases behind it.
    """
    chance = np.random.default_rng(SEED)
    rows = _Learnt(chance.normal(0, START, (vectors.shape[1], UNITS)).astype(np.float32))
    out = _Learnt(chance.normal(0, UNITS**-0.5, (UNITS, intents)).astype(np.float32))
    biases, out_biases = _Learnt(np.zeros(UNITS, np.float32)), _Learnt(np.zeros(intents, np.float32))
    for chosen, left in _batches(len(owners), ROUNDS, chance):
        batch, used = _narrowed(vectors[chosen])
        batch.data *= (chance.random(batch.nnz) >= LEFT_OUT) / (1 - LEFT_OUT)
        raw = batch @ rows.values[used] + biases.values
        open_units = ((raw > 0) & (chance.random(raw.shape) >= LEFT_OUT)) / np.float32(1 - LEFT_OUT)
        units = raw * open_units
        errors = _errors(units @ out.values + out_biases.values, owners[chosen])
        back = (errors @ out.values.T) * open_units
        rows.learn(batch.T @ back, STEP * left, used)
        biases.learn(back.sum(axis=0), STEP * left)
        out.learn(units.T @ errors, OUT_SHARE * STEP * left)
        out_biases.learn(errors.sum(axis=0), OUT_SHARE * STEP * left)
    return rows.values, biases.values, out.values, out_biases.values


class _Learnt:
    """Weights under AdaGrad."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self._spent = np.full(values.shape, _LITTLE, np.float32)

    def learn(self, slope: Floats, step: float, rows: NDArray[np.int64] | slice = slice(None)) -> None:
        """Go down a slope, which is that of these rows."""
        self._spent[rows] += slope * slope
        self.values[rows] -= step * slope / np.sqrt(self._spent[rows])


def _batches(size: int, rounds: int, chance: np.random.Generator) -> Iterator[tuple[NDArray[np.int64], float]]:
    """Numbers of vectors for each step, and what share of the first steps it still takes."""
    for done in range(rounds):
        order = chance.permutation(size)
        for begin in range(0, size, BATCH):
            yield order[begin : begin + BATCH], 1 - done / rounds


def _narrowed(batch: csr_matrix) -> tuple[csr_matrix, NDArray[np.int64]]:
    """Some vectors with only the features that they have, and which those are."""
    used = np.unique(batch.indices)
    return batch[:, used], used


def _errors(logits: Floats, owners: NDArray[np.int64]) -> Floats:
    """How far the likelihoods are from the truth, as the mean of a batch."""
    errors: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    errors /= errors.sum(axis=1, keepdims=True)
    errors[np.arange(len(owners)), owners] -= 1
    errors /= len(owners)
    return errors
