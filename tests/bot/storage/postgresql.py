"""A PostgreSQL server of one's own, from the binaries that Debian installs, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

_OWNERS = ("postgres", "nobody")
_SETTINGS = ("fsync=off", "max_connections=50", "shared_buffers=16MB")


def find_binaries() -> Path | None:
    """The directory with initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    named = shutil.which("initdb")
    if named is not None:
        found.append(Path(named).resolve())
    return found[-1].parent if found else None


class PostgresqlServer:
    """A server on a loopback port with its data in a temporary directory; `start` and `stop` as often as one likes."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # Not below pytest's directory, which only its owner may enter: the server refuses to run as root.
        self._directory = Path(tempfile.mkdtemp(prefix="mazhilis-postgresql-"))
        self._owner = self._unprivileged() if os.geteuid() == 0 else None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._call("initdb", "-D", self._data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    @property
    def address(self) -> str:
        """Address of the server's own database."""
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"

    @property
    def _data(self) -> str:
        return str(self._directory / "data")

    def start(self) -> None:
        """Start, and wait until it can be used."""
        told = f"-p {self.port} -k {self._directory} -c listen_addresses=127.0.0.1"
        told += "".join(f" -c {setting}" for setting in _SETTINGS)
        self._call("pg_ctl", "start", "-w", "-s", "-D", self._data, "-o", told, "-l", str(self._directory / "log"))

    def stop(self) -> None:
        """Stop at once, whoever is connected."""
        self._call("pg_ctl", "stop", "-w", "-s", "-D", self._data, "-m", "immediate")

    def end(self) -> None:
        """Stop if it runs, and leave nothing behind."""
        if (self._directory / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._directory)

    def _unprivileged(self) -> str:
        names = {entry.pw_name for entry in pwd.getpwall()}
        owner = next(name for name in _OWNERS if name in names)
        shutil.chown(self._directory, owner)
        return owner

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            # pg_ctl's server would keep a pipe open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._directory,
            user=self._owner,
            timeout=60,
        )
