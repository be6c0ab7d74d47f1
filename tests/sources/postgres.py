"""A PostgreSQL of the test's own: a fresh cluster on the loopback, run by a user without rights, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

PASSWORD = "an odd %/@ word"  # noqa: S105 -- of a server that lives for one run
_QUICK = "-c fsync=off -c full_page_writes=off -c max_connections=20"


@dataclass(frozen=True)
class Postgres:
    """Where the server answers; `url` has no password."""

    port: int

    @property
    def url(self) -> str:
        """The address as a desk's settings have it."""
        return f"postgresql://reader@127.0.0.1:{self.port}/postgres"


def programs() -> Path | None:
    """Return the folder of the server's programs, None where it is not installed."""
    found = shutil.which("pg_ctl")
    known = [Path(found).resolve().parent] if found else []
    known += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)  # where Debian puts them
    return next((folder for folder in known if (folder / "initdb").exists()), None)


@contextmanager
def serving(folder: Path) -> Iterator[Postgres]:
    """Yield a server whose programs lie in `folder`; user `reader`, password PASSWORD."""
    place = Path(mkdtemp(prefix="tradebrief-postgres-"))
    user = _user()
    word = place / "password"
    word.write_text(PASSWORD, "utf-8")
    if user:
        shutil.chown(place, user)
        shutil.chown(word, user)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(place / "data"), *arguments]
        groups: list[str] | None = [] if user else None
        subprocess.run(
            command, user=user, extra_groups=groups, cwd=place, check=True, timeout=60, stdout=subprocess.DEVNULL
        )

    try:
        run(
            "initdb",
            "-U",
            "reader",
            "--auth=scram-sha-256",
            f"--pwfile={word}",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        )
        listen = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {_QUICK}"
        run("pg_ctl", "-w", "-l", str(place / "log"), "-o", listen, "start")
        try:
            yield Postgres(port)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place)


def _user() -> str | None:
    """Return who runs the server where we are root, which it refuses to be run by."""
    if os.getuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
