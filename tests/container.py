"""The steps of a Containerfile, done in a minimal Debian root, and runs of the program in what they made.

`python -m tests.container FOLDER` (root, debootstrap; three minutes): makes FOLDER/root by the Containerfile that
`tradebrief service container` writes for a sample desk, FOLDER/my desk; then has the image's own user, with the root
read-only, no capability and a /tmp that is empty and runs nothing, ask for its `status`, build an edition and look for
what is due. Prints what each said, and ends with its exit code where one failed.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

HOUSE = Path(__file__).parents[1]
# How this machine reaches the registries; a package that is installed writes its own certificates over the usual ones.
_OURS = {"/etc/resolv.conf": "etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt": "run/certificates"}
_TRUSTED = ("SSL_CERT_FILE=/run/certificates", "PIP_CERT=/run/certificates")
_READ_ONLY = """
set -e
mount --rbind --make-private "$1" "$1"
mount --bind "$2" "$1/desk"
mount -o bind,remount,ro "$1"
mount -t tmpfs -o noexec,nosuid,nodev tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
mount -t tmpfs -o noexec,nosuid,nodev,size=64m tmpfs "$1/dev/shm"
root=$1; user=$3; shift 3
exec chroot "$root" /usr/bin/setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs \
    --bounding-set=-all --inh-caps=-all "$@"
"""


@dataclass
class Image:
    """What a Containerfile says of a run: environment, folder, user, the words of the program."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0:0"
    program: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def instructions(text: str) -> list[tuple[str, str]]:
    """Return each instruction of a Containerfile with its words: lines joined, comments left out."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined if line)]


def image_of(text: str) -> Image:
    """Return what a run of the image is given."""
    image = Image()
    for word, rest in instructions(text):
        match word:
            case "ENV":
                image.environment |= dict(part.split("=", 1) for part in shlex.split(rest))
            case "WORKDIR":
                image.folder = rest
            case "USER":
                image.user = rest
            case "ENTRYPOINT":
                image.program = json.loads(rest)
            case "CMD":
                image.words = json.loads(rest)
    return image


def build(text: str, context: Path, root: Path) -> None:
    """Do the steps in `root`: a Debian that debootstrap lays down, in place of the image that they begin from."""
    base = dict(instructions(text))["FROM"]
    assert "debian:13-slim" == base, base
    _do("debootstrap", "--variant=minbase", "trixie", root)
    for ours, there in _OURS.items():
        shutil.copyfile(ours, root / there)
    for word, rest in instructions(text):
        if word == "COPY":
            *names, place = rest.split()
            (root / place[1:]).mkdir(parents=True)
            for name in names:
                shutil.copy(context / name, root / place[1:])
        elif word == "RUN":
            _do("chroot", root, "/usr/bin/env", *_TRUSTED, "/bin/sh", "-c", rest)


def run(root: Path, desk: Path, image: Image, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Return what the image's program left that was given `words`, with `desk` as its volume and the root read-only."""
    given = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **image.environment}
    inside = ["/usr/bin/env", "-i", "-C", image.folder, *(f"{name}={value}" for name, value in given.items())]
    command = ["unshare", "--mount", "--pid", "--fork", "--net", "/bin/sh", "-c", _READ_ONLY, "sh"]
    command += [str(root), str(desk), image.user, *inside, *image.program, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _do(*command: str | Path) -> None:
    known = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=HOUSE, env=known, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")


def _context(folder: Path, desk: Path) -> str:
    """Return the Containerfile of `desk`; it, the lock and the wheel are in `folder` then."""
    tradebrief = (sys.executable, "-m", "generator.cli")
    _do(*tradebrief, "init", desk, "--sample")
    _do(*tradebrief, "service", "container", "--desk", desk, "--out", folder)
    _do(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    return (folder / "Containerfile").read_text(encoding="utf-8")


def main() -> None:
    """Do all of it in the folder that is named."""
    folder = Path(sys.argv[1]).absolute()
    desk, root = folder / "my desk", folder / "root"
    text = _context(folder, desk)
    image = image_of(text)
    build(text, folder, root)
    _do("chown", "-R", image.user, desk)
    refused = run(root, desk, replace(image, program=["/usr/bin/touch"]), ["/opt/written"])
    assert "Read-only file system" in refused.stderr, refused
    for words in (["status"], ["doctor"], ["build", "pakistan-minerals-monthly"], ["run", "--once"]):
        done = run(root, desk, image, words)
        sys.stdout.write(
            f"$ {shlex.join([*image.program, *words])}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        )
        if done.returncode:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
