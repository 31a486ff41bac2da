"""An opened fact base kept on disk, as Python keeps compiled modules: the next start need not read it again.

Reading, checking and indexing all phrasings takes some twenty seconds; loading the result a fraction of one. A
file is used only if it was made from the very same data files, code and Python, so it is never out of date,
and only if nobody else could have written it. Where nothing can be kept, nothing is lost but time.

Whoever installs the program may compile its fact base for all who use it (`bot.compiling`), as installers do
with Python modules: then not even the first start takes long.
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
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

import knowledge
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

KEPT = 3
"""Files of other versions that are left in place; older ones are removed."""
_UNFINISHED = "tmp"
"""How the names of files begin that are being written."""
_WRITING_SECONDS = 600
"""Longer than writing one takes on any machine."""
_LIBRARIES = ("pydantic", "PyStemmer", "rapidfuzz")
_PACKAGE = Path(knowledge.__file__).parent
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
    return _only_writer(directory) == os.getuid()


def _as_good_as_the_code(directory: Path) -> bool:
    """Whether only those can write there who could as well change the code that is running."""
    if not hasattr(os, "getuid"):
        return True
    try:
        return _only_writer(directory) == _PACKAGE.stat().st_uid
    except OSError:
        return False


def _only_writer(directory: Path) -> int | None:
    """The user who alone can write there, or None where others can."""
    status = directory.stat()
    return None if status.st_mode & _OTHERS_MAY_WRITE else status.st_uid


def kept_or_built(build: Callable[[], Answerer], facts: Path, cache: Path, installed: Path | None = None) -> Answerer:
    """What was kept for the fact base in `facts`, or else what `build` makes.

    Args:
        build: opens the fact base; whatever it raises is raised. One with a mistake is never kept.
        facts: directory of the fact base.
        cache: where an earlier start has kept what it built, and this one does.
        installed: where it may have been compiled when the program was installed; only read.
    """
    answerer = kept(facts, cache, installed)
    if answerer is None:
        # The name is made first: if the files change meanwhile, what is built is not taken for what they are then.
        file = cache / _name(facts) if _made(cache) else None
        with _without_collection():
            answerer = build()
        if file is not None:
            _keep(answerer, file)
    return answerer


def kept(facts: Path, cache: Path, installed: Path | None = None) -> Answerer | None:
    """What was kept for the fact base in `facts`, in one place or the other, or None."""
    name = _name(facts)
    if installed is not None and _as_good_as_the_code(installed):
        answerer = _read(installed / name)
        if answerer is not None:
            return answerer
    try:
        return _read(cache / name) if _ours(cache) else None
    except OSError:
        return None


def pack(answerer: Answerer, file: IO[bytes]) -> None:
    """Write an answerer so that `unpack` gives it again."""
    pickle.dump(answerer, file, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(packed: bytes) -> Answerer | None:
    """What `pack` has written, or None if it is damaged. It must come from ourselves: it may do anything."""
    try:
        with _without_collection():
            answerer = pickle.loads(packed)  # noqa: S301 -- the callers know who can have written it
    except Exception as error:  # noqa: BLE001 -- damaged bytes may raise anything; it is made anew
        logger.debug("a compiled fact base is damaged: %s", type(error).__name__)
        return None
    return answerer if isinstance(answerer, Answerer) else None


def _made(cache: Path) -> bool:
    """Whether there is a directory to keep files in; it is made if need be."""
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _ours(cache)
    except OSError as error:
        logger.debug("compiled fact bases cannot be kept: %s", type(error).__name__)
        return False


def _name(facts: Path) -> str:
    """The file that holds what these very data, code and Python make."""
    files = [*_PACKAGE.rglob("*.py"), *(_PACKAGE / "language").glob("*.yaml"), *(_PACKAGE / "texts").glob("*.yaml")]
    files += [path for path in facts.rglob("*") if path.is_file()]
    return f"{_digest(sorted(set(files)))}.compiled"


def _read(file: Path) -> Answerer | None:
    try:
        packed = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        logger.debug("the compiled fact base cannot be read: %s", type(error).__name__)
        return None
    return unpack(packed)


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


def _keep(answerer: Answerer, destination: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=destination.parent, prefix=_UNFINISHED, delete=False) as file:
            try:
                pack(answerer, file.file)
                file.flush()
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        Path(file.name).replace(destination)
        _tidy(destination.parent)
    except OSError as error:
        logger.debug("the compiled fact base could not be kept: %s", type(error).__name__)


def _tidy(directory: Path) -> None:
    """Remove old versions, and what processes that were killed had begun to write."""
    versions = sorted(directory.glob("*.compiled"), key=_age)
    killed = [path for path in directory.glob(f"{_UNFINISHED}*") if _age(path) > _WRITING_SECONDS]
    for path in (*versions[KEPT:], *killed):
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime
