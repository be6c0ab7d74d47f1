"""A Postfix of a test's own on this machine: TLS, two strange recipients, and everything else relayed to a sink."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.delivery.scripted_server import HOST, free_port

NOBODY, LATER = "nobody@example.org", "later@example.org"
PROGRAM = "/usr/sbin/postfix"  # not on everybody's PATH
LACKING = (
    "postfix is not installed: apt-get install postfix"
    if not Path(PROGRAM).exists()
    else "Postfix's master starts as root alone"
    if os.geteuid() != 0
    else ""
)
_DAEMONS = """
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - 5 smtp
relay unix - - n - 5 smtp
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_SETTINGS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = {host}
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
mynetworks = 127.0.0.0/8
relayhost = [{host}]:{sink}
alias_maps =
local_recipient_maps =
maillog_file = /var/log/postfix-{port}.log
smtpd_tls_security_level = may
smtpd_tls_chain_files = {server}
smtp_tls_security_level = none
smtpd_recipient_restrictions =
  check_recipient_access inline:{{ {{ {nobody} = 550 5.1.1 nobody here }}, {{ {later} = 450 4.2.0 greylisted }} }},
  permit_mynetworks, reject
"""


@dataclass(frozen=True)
class Postfix:
    """One that runs, with its files in `folder`."""

    folder: Path
    port: int

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._told("start")
        end = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < end, "Postfix does not answer"
            time.sleep(0.1)

    def abort(self) -> None:
        """Kill it in the middle of what it does."""
        self._told("abort")

    def stop(self) -> None:
        """End it, however it stands."""
        subprocess.run([PROGRAM, "-c", self.folder / "config", "abort"], check=False, capture_output=True)

    def _told(self, what: str) -> None:
        subprocess.run([PROGRAM, "-c", self.folder / "config", what], check=True, capture_output=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), 5) as line:
                return line.recv(3) == b"220"
        except OSError:
            return False


@contextmanager
def relaying(sink: int, server: Path) -> Iterator[Postfix]:
    """Give a Postfix that shows the certificate in `server` and hands all letters to the port `sink`."""
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))  # its daemons run as another user: no folder of pytest's
    folder.chmod(0o755)
    port = free_port()
    for name in ("config", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shown = folder / "config" / "server.pem"
    shutil.copy(server, shown)
    known = {"folder": folder, "host": HOST, "port": port, "sink": sink, "server": shown}
    (folder / "config" / "main.cf").write_text(_SETTINGS.format(**known, nobody=NOBODY, later=LATER))
    (folder / "config" / "master.cf").write_text(_DAEMONS.format(port=port))
    postfix = Postfix(folder, port)
    try:
        postfix.start()
        yield postfix
    finally:
        postfix.stop()
        shutil.rmtree(folder)
        Path(f"/var/log/postfix-{port}.log").unlink(missing_ok=True)
