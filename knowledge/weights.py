"""The file in which learnt weights are kept: JSON, compressed; long rows of small numbers as bytes in base 64."""

from __future__ import annotations

import json
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence

from knowledge.learned import LearnedWeights, Network

_DIGITS = 4
_RARITY_DIGITS = 2


def dump(intents: Sequence[str], features: Sequence[str], rarities: Sequence[float], network: Network) -> bytes:
    """What `parse` makes `LearnedWeights` of."""
    document = {
        "intents": list(intents),
        "features": list(features),
        "rarities": [round(rarity, _RARITY_DIGITS) for rarity in rarities],
        "network": {
            "scale": network.scale,
            "biases": _rounded(network.biases),
            "rows": b64encode(network.rows.tobytes()).decode(),
            "out_scale": network.out_scale,
            "out_biases": _rounded(network.out_biases),
            "out": b64encode(network.out.tobytes()).decode(),
        },
    }
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def parse(content: bytes) -> LearnedWeights:
    """Read what `dump` wrote. Raises ValueError where it cannot be that."""
    try:
        document = json.loads(zlib.decompress(content))
        rows, out = (array("b", b64decode(document["network"][name], validate=True)) for name in ("rows", "out"))
        network = Network(**(document["network"] | {"rows": rows, "out": out}))
        return LearnedWeights(document["intents"], document["features"], document["rarities"], network)
    except (zlib.error, KeyError, TypeError, OverflowError, ZeroDivisionError, RecursionError) as error:
        raise ValueError("is not a file of learnt weights") from error


def _rounded(numbers: Sequence[float]) -> list[float]:
    return [round(number, _DIGITS) for number in numbers]
