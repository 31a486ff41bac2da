"""An opened fact base kept on disk, as Python keeps compiled modules: the next start need not read it again.

Reading, checking and indexing all phrasings takes some ten seconds; loading the result a fraction of one. A
file is used only if it was made from the very same data files, code and Python, so it is never out of date,
and only if nobody else could have written it. Where nothing can be kept, nothing is lost but time.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import knowledge
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

KEPT = 3
"""Files of other versions that are left in place; older ones are removed."""
_LIBRARIES = ("pydantic", "PyStemmer", "rapidfuzz")
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    for path in files:
        digest.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _ours(directory: Path) -> bool:
    """Whether only this user can write there; on systems without user ids, that cannot be told."""
    if not hasattr(os, "getuid"):
        return True
    status = directory.stat()
    return status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE


def kept_or_built(build: Callable[[], Answerer], facts: Path, cache: Path) -> Answerer:
    """What an earlier start has kept in `cache` for the fact base in `facts`, or else what `build` makes.

    Raises whatever `build` raises. A fact base with a mistake is never kept.
    """
    package = Path(knowledge.__file__).parent
    files = [*package.rglob("*.py"), *(package / "language").glob("*.yaml"), *(package / "texts").glob("*.yaml")]
    files += [path for path in facts.rglob("*") if path.is_file()]
    kept = cache / f"{_digest(sorted(set(files)))}.compiled"
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = _ours(cache)
    except OSError as error:
        logger.debug("compiled fact bases cannot be kept: %s", type(error).__name__)
        usable = False
    if usable and kept.exists():
        try:
            with _without_collection():
                return _read(kept)
        except Exception as error:  # noqa: BLE001 -- a damaged file may raise anything; it is made anew
            logger.debug("the compiled fact base is damaged: %s", type(error).__name__)
    with _without_collection():
        answerer = build()
    if usable:
        _keep(answerer, kept)
    return answerer


@contextmanager
def _without_collection() -> Iterator[None]:
    """Without looking for garbage: nothing of what is opened is any, and it would be looked through time and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(kept: Path) -> Answerer:
    answerer = pickle.loads(kept.read_bytes())  # noqa: S301 -- only this user can have written it
    if not isinstance(answerer, Answerer):
        raise TypeError(kept.name)
    return answerer


def _keep(answerer: Answerer, kept: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            pickle.dump(answerer, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(kept)
        others = sorted(kept.parent.glob("*.compiled"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        logger.debug("the compiled fact base could not be kept: %s", type(error).__name__)
