"""An opened fact base is kept and read again, but only the right one, and only if nobody else wrote it."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge
from bot.compiled import KEPT, kept_or_built
from bot.compiling import install
from bot.opening import open_answerer
from knowledge.answer import Answerer
from knowledge.errors import FactBaseError, Problem
from knowledge.plain import as_json
from tests.small_base import small_base, write_base


class Builder:
    """Hands out an answerer and counts how often."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.built = 0

    def __call__(self) -> Answerer:
        self.built += 1
        return self.answerer


@pytest.fixture
def build(small: Answerer) -> Builder:
    return Builder(small)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return write_base(tmp_path / "facts")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cache"


def compiled(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.compiled"))


def test_what_was_built_is_kept_and_read_again(build: Builder, facts: Path, cache: Path) -> None:
    built = kept_or_built(build, facts, cache)
    read = kept_or_built(build, facts, cache)
    assert build.built == 1
    assert read is not built
    for question in ("tide seats", "turnout", "how many nets", "hello", ""):
        assert as_json(read.answer(question), read.texts) == as_json(built.answer(question), built.texts)


def test_one_file_is_left_and_only_its_owner_may_write_there(build: Builder, facts: Path, cache: Path) -> None:
    kept_or_built(build, facts, cache)
    assert list(cache.iterdir()) == compiled(cache)
    assert len(compiled(cache)) == 1
    assert cache.stat().st_mode & 0o077 == 0
    assert compiled(cache)[0].stat().st_mode & 0o022 == 0


def _change_fact(facts: Path) -> None:
    files = small_base()
    files["facts/vote.yaml"][0]["answer"]["en"] = "Turnout was 81.5 percent."
    write_base(facts, files)


def _add_file(facts: Path) -> None:
    (facts / "timeline.yaml").write_text("[]")


def _remove_file(facts: Path) -> None:
    (facts / "chat.yaml").unlink()


def _rename_file(facts: Path) -> None:
    (facts / "facts/vote.yaml").rename(facts / "facts/ballot.yaml")


@pytest.mark.parametrize("change", [_change_fact, _add_file, _remove_file, _rename_file])
def test_it_is_not_used_after_the_data_changed(
    build: Builder, facts: Path, cache: Path, change: Callable[[Path], None]
) -> None:
    kept_or_built(build, facts, cache)
    change(facts)
    kept_or_built(build, facts, cache)
    assert build.built == 2


def test_a_fact_base_elsewhere_is_another_one(build: Builder, facts: Path, cache: Path, tmp_path: Path) -> None:
    kept_or_built(build, facts, cache)
    kept_or_built(build, write_base(tmp_path / "copy"), cache)
    assert build.built == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\x80", b"not a pickle", pickle.dumps("not an answerer"), pickle.dumps(None)],
    ids=["empty", "cut", "text", "another object", "nothing"],
)
def test_a_damaged_file_is_ignored(build: Builder, facts: Path, cache: Path, content: bytes) -> None:
    kept_or_built(build, facts, cache)
    compiled(cache)[0].write_bytes(content)
    assert kept_or_built(build, facts, cache) is build.answerer
    kept_or_built(build, facts, cache)
    assert build.built == 2, "the damaged file was made anew"


def test_a_file_cut_short_is_ignored(build: Builder, facts: Path, cache: Path) -> None:
    kept_or_built(build, facts, cache)
    kept = compiled(cache)[0]
    kept.write_bytes(kept.read_bytes()[:-100])
    assert kept_or_built(build, facts, cache) is build.answerer


class Trap:
    """Makes a directory when it is unpickled."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.directory),)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_where_others_may_write_nothing_is_read_or_kept(
    build: Builder, facts: Path, cache: Path, tmp_path: Path, mode: int
) -> None:
    kept_or_built(build, facts, cache)
    trap = pickle.dumps(Trap(tmp_path / "sprung"))
    compiled(cache)[0].write_bytes(trap)
    cache.chmod(mode)
    assert kept_or_built(build, facts, cache) is build.answerer
    assert not (tmp_path / "sprung").exists()
    assert [path.read_bytes() for path in cache.iterdir()] == [trap]


def test_a_directory_that_cannot_be_made_is_harmless(build: Builder, facts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert kept_or_built(build, facts, tmp_path / "file" / "cache") is build.answerer
    assert kept_or_built(build, facts, tmp_path / "file") is build.answerer


def test_a_full_disk_is_harmless(build: Builder, facts: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.compiled.pickle.dump", full)
    assert kept_or_built(build, facts, cache) is build.answerer
    assert compiled(cache) == []


def test_old_ones_are_removed_and_the_newest_stays(build: Builder, facts: Path, cache: Path) -> None:
    newest = []
    for number in range(KEPT + 2):
        (facts / "note.txt").write_text(str(number))
        before = set(compiled(cache))
        kept_or_built(build, facts, cache)
        (new,) = set(compiled(cache)) - before
        os.utime(new, (number, number))
        newest.append(new)
    assert compiled(cache) == sorted(newest[-KEPT:])


def test_what_killed_processes_left_half_written_is_removed_in_time(build: Builder, facts: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700, parents=True)
    left, being_written, other = cache / "tmpk1ll3d", cache / "tmpn3w3st", cache / "note.txt"
    for path in (left, being_written, other):
        path.write_bytes(b"\x80")
    for path in (left, other):
        os.utime(path, (1, 1))
    kept_or_built(build, facts, cache)
    assert sorted(cache.iterdir()) == sorted([*compiled(cache), being_written, other])


@pytest.mark.parametrize("error", [KeyboardInterrupt, RecursionError, SystemExit])
def test_being_interrupted_while_keeping_leaves_nothing(
    build: Builder, facts: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("bot.compiled.pickle.dump", interrupted)
    with pytest.raises(error):
        kept_or_built(build, facts, cache)
    assert list(cache.iterdir()) == []


def test_a_fact_base_with_a_mistake_is_not_kept(facts: Path, cache: Path) -> None:
    def fail() -> Answerer:
        raise FactBaseError([Problem("base.yaml", "-", "-", "wrong")])

    with pytest.raises(FactBaseError):
        kept_or_built(fail, facts, cache)
    assert list(cache.iterdir()) == []


def test_a_mistake_made_after_it_was_kept_is_reported(facts: Path, cache: Path) -> None:
    open_answerer(facts, cache)
    (facts / "chat.yaml").write_text("- id: x\n")
    with pytest.raises(FactBaseError):
        open_answerer(facts, cache)


def test_it_is_kept_where_the_settings_say(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_FACTS", str(facts))
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "elsewhere"))
    assert open_answerer().answer("turnout").facts == ("turnout",)
    assert len(compiled(tmp_path / "elsewhere" / "cache")) == 1


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A directory as it is made when the program is installed."""
    directory = tmp_path / "share"
    directory.mkdir(mode=0o755)
    return directory


def test_what_was_compiled_by_the_installer_is_read_and_nothing_is_kept(
    build: Builder, facts: Path, cache: Path, installed: Path
) -> None:
    kept_or_built(build, facts, installed)
    read = kept_or_built(build, facts, cache, installed)
    assert build.built == 1
    assert as_json(read.answer("turnout"), read.texts) == as_json(build.answerer.answer("turnout"), read.texts)
    assert not cache.exists()


def test_what_the_installer_compiled_of_other_data_is_left_alone(
    build: Builder, facts: Path, cache: Path, installed: Path
) -> None:
    kept_or_built(build, facts, installed)
    _change_fact(facts)
    for _ in range(2):
        kept_or_built(build, facts, cache, installed)
    assert build.built == 2
    assert (len(compiled(installed)), len(compiled(cache))) == (1, 1)


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
def test_what_others_may_have_put_in_the_installers_place_is_not_read(
    build: Builder, facts: Path, cache: Path, installed: Path, tmp_path: Path, mode: int
) -> None:
    kept_or_built(build, facts, installed)
    compiled(installed)[0].write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    installed.chmod(mode)
    assert kept_or_built(build, facts, cache, installed) is build.answerer
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a directory away")
def test_the_installers_place_must_belong_to_whom_the_code_belongs(
    build: Builder, facts: Path, cache: Path, installed: Path
) -> None:
    kept_or_built(build, facts, installed)
    code = Path(knowledge.__file__).parent.stat().st_uid
    os.chown(installed, code + 1, -1)
    assert kept_or_built(build, facts, cache, installed) is build.answerer
    os.chown(installed, code, -1)
    assert kept_or_built(build, facts, cache, installed) is not build.answerer


def test_the_installer_compiles_for_everybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: Path) -> None:
    monkeypatch.setattr("bot.compiling.BUILT_IN", facts)
    place = tmp_path / "prefix" / "share"
    mask = os.umask(0o077)
    try:
        assert install(place) == 0
    finally:
        os.umask(mask)
    assert place.stat().st_mode & 0o777 == 0o755
    (file,) = compiled(place)
    assert file.stat().st_mode & 0o777 == 0o644


def test_the_installer_is_told_of_every_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.compiling.BUILT_IN", facts)
    (facts / "chat.yaml").write_text("- id: x\n")
    assert install(tmp_path / "share") == 1
    assert "chat.yaml" in capsys.readouterr().out
    assert compiled(tmp_path / "share") == []


def test_the_process_looks_into_the_installers_place(
    facts: Path, cache: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.opening.installed_directory", lambda: installed)
    open_answerer(facts, installed)
    open_answerer(facts, cache)
    assert not cache.exists()


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_looked_for_again_after_opening(
    build: Builder, facts: Path, cache: Path, *, collecting: bool
) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        for _ in ("built", "read"):
            kept_or_built(build, facts, cache)
            assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
