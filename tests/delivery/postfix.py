"""A Postfix of a test's own on this machine: takes letters, carries them to a server that refuses, returns the report.

What comes back for desk.example lies in a Maildir.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MASTER = Path("/usr/lib/postfix/sbin/master")
READERS, DESK = "reader.example", "desk.example"
_LIFE = 120  # seconds after which it ends by itself
_NOBODY = 65534
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix(port: int, relay: int) -> Iterator[Path]:
    """Give the Maildir of a Postfix that listens on `port`, and carries letters to readers to the server at `relay`."""
    if not MASTER.exists() or os.geteuid() != 0:
        pytest.skip("Postfix is not installed, or this is not root, as whom it has to be started")
    home = Path(tempfile.mkdtemp(prefix="postfix-"))
    home.chmod(0o755)  # its delivery agent is nobody
    _settle(home, port, relay)
    command = [str(MASTER), "-c", str(home / "conf"), "-d", "-e", str(_LIFE)]
    try:
        subprocess.run(["/usr/sbin/postfix", "-c", home / "conf", "check"], check=True, capture_output=True)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                yield home / "mail" / "bounces"
            finally:
                running.terminate()
    finally:
        shutil.rmtree(home)


def arrived(place: Path, count: int = 1, seconds: float = 60) -> list[Path]:
    """Return the messages of a Maildir once there are so many."""
    end = time.monotonic() + seconds
    while len(found := sorted(place.glob("new/*"))) < count and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _settle(home: Path, port: int, relay: int) -> None:
    for name in ("conf", "spool", "data", "mail"):
        (home / name).mkdir()
    os.chown(home / "mail", _NOBODY, _NOBODY)
    shutil.chown(home / "data", "postfix")
    (home / "conf" / "master.cf").write_text(_MASTER.format(port=port))
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": home / "spool",
        "data_directory": home / "data",
        "maillog_file": home / "log",
        "maillog_file_prefixes": home,
        "myhostname": f"mx.{DESK}",
        "inet_interfaces": "loopback-only",
        "inet_protocols": "ipv4",
        "mydestination": "",
        "mynetworks": "127.0.0.0/8",
        "alias_maps": "",
        "smtpd_recipient_restrictions": "permit_mynetworks, reject",
        "relay_domains": READERS,
        "transport_maps": f"inline:{{{READERS}=smtp:[127.0.0.1]:{relay}}}",
        "virtual_mailbox_domains": DESK,
        "virtual_mailbox_base": home / "mail",
        "virtual_mailbox_maps": "static:bounces/",
        "virtual_uid_maps": f"static:{_NOBODY}",
        "virtual_gid_maps": f"static:{_NOBODY}",
    }
    (home / "conf" / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
