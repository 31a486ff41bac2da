"""The file in which learnt weights are kept: JSON, compressed; long rows of small numbers as bytes in base 64."""

from __future__ import annotations

import json
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from knowledge.learned import Hidden, LearnedWeights, Linear

_DIGITS = 4


def dump(intents: Sequence[str], features: Sequence[str], linear: Linear, hidden: Hidden | None = None) -> bytes:
    """What `parse` makes `LearnedWeights` of."""
    document = {
        "intents": list(intents),
        "features": list(features),
        "linear": {
            "scale": linear.scale,
            "biases": _rounded(linear.biases),
            "owners": [list(owners) for owners in linear.owners],
            "steps": [list(steps) for steps in linear.steps],
        },
    }
    if hidden is not None:
        document["hidden"] = {
            "scale": hidden.scale,
            "biases": _rounded(hidden.biases),
            "rows": b64encode(hidden.rows.tobytes()).decode(),
            "out_scale": hidden.out_scale,
            "out_biases": _rounded(hidden.out_biases),
            "out": b64encode(hidden.out.tobytes()).decode(),
        }
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def parse(content: bytes) -> LearnedWeights:
    """Read what `dump` wrote. Raises ValueError where it cannot be that."""
    try:
        document = json.loads(zlib.decompress(content))
        linear = Linear(**document["linear"])
        hidden = _hidden(document["hidden"]) if "hidden" in document else None
        return LearnedWeights(document["intents"], document["features"], linear, hidden)
    except (zlib.error, KeyError, TypeError, OverflowError, ZeroDivisionError, RecursionError) as error:
        raise ValueError("is not a file of learnt weights") from error


def _hidden(document: dict[str, Any]) -> Hidden:
    rows, out = (array("b", b64decode(document[name], validate=True)) for name in ("rows", "out"))
    return Hidden(**(document | {"rows": rows, "out": out}))


def _rounded(numbers: Sequence[float]) -> list[float]:
    return [round(number, _DIGITS) for number in numbers]
