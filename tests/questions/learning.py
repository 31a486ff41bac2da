"""Learning from vectors and whose they are: a multinomial logistic regression, and a network with a hidden layer.

Both go through all vectors in small batches, in a new order each round, with steps that get smaller with the
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

ROUNDS = 8
"""How often the regression learns from every vector."""
STEP = 5.0
SHRINKING = 1e-6
"""Pull of all weights of the regression towards nothing."""

NETWORKS = 2
UNITS = 48
"""Size of the hidden layer of one network."""
LAYER_ROUNDS = 16
LAYER_STEP = 0.5
OUT_SHARE = 0.2
"""Steps of the weights behind the layer, and of biases, are smaller by this."""
LEFT_OUT = 0.1
"""Share of a vector's features, and of the layer's units, that a network does without each time, by lot."""
START = 0.5
"""Spread of the random weights that a network begins with."""


def regress(vectors: csr_matrix, owners: NDArray[np.int64], intents: int) -> tuple[Floats, Floats]:
    """Weights (feature by intent) and biases of a multinomial logistic regression."""
    chance = np.random.default_rng(SEED)
    weights, biases = _Learnt(np.zeros((vectors.shape[1], intents), np.float32)), _Learnt(np.zeros(intents, np.float32))
    for chosen, left in _batches(len(owners), ROUNDS, chance):
        batch, used = _narrowed(vectors[chosen])
        errors = _errors(batch @ weights.values[used] + biases.values, owners[chosen])
        weights.learn(batch.T @ errors + SHRINKING * weights.values[used], STEP * left, used)
        biases.learn(errors.sum(axis=0), 0.3 * STEP * left)
    return weights.values, biases.values


def train_networks(
    vectors: csr_matrix, owners: NDArray[np.int64], intents: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Some networks of which each begins by chance in another place, and that say in the mean what they say.

    Returns:
        Weights (feature by unit) and biases of their hidden layers side by side, weights (unit by intent) and biases
        behind these.
    """
    each = [_train_network(vectors, owners, intents, SEED + number) for number in range(NETWORKS)]
    rows, biases, out, out_biases = zip(*each, strict=True)
    share = np.float32(1 / NETWORKS)
    return (
        np.concatenate(rows, axis=1),
        np.concatenate(biases),
        share * np.concatenate(out),
        share * np.sum(out_biases, axis=0),
    )


def _train_network(
    vectors: csr_matrix, owners: NDArray[np.int64], intents: int, seed: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """A network with one hidden layer of `UNITS` rectified units: weights and biases of it and behind it."""
    chance = np.random.default_rng(seed)
    rows = _Learnt(chance.normal(0, START, (vectors.shape[1], UNITS)).astype(np.float32))
    out = _Learnt(chance.normal(0, UNITS**-0.5, (UNITS, intents)).astype(np.float32))
    biases, out_biases = _Learnt(np.zeros(UNITS, np.float32)), _Learnt(np.zeros(intents, np.float32))
    for chosen, left in _batches(len(owners), LAYER_ROUNDS, chance):
        batch, used = _narrowed(vectors[chosen])
        batch.data *= (chance.random(batch.nnz) >= LEFT_OUT) / (1 - LEFT_OUT)
        raw = batch @ rows.values[used] + biases.values
        open_units = ((raw > 0) & (chance.random(raw.shape) >= LEFT_OUT)) / np.float32(1 - LEFT_OUT)
        units = raw * open_units
        errors = _errors(units @ out.values + out_biases.values, owners[chosen])
        back = (errors @ out.values.T) * open_units
        rows.learn(batch.T @ back, LAYER_STEP * left, used)
        biases.learn(back.sum(axis=0), LAYER_STEP * left)
        out.learn(units.T @ errors, OUT_SHARE * LAYER_STEP * left)
        out_biases.learn(errors.sum(axis=0), OUT_SHARE * LAYER_STEP * left)
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
