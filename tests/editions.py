"""Every validator over starter, sample and fish editions in three languages and both house styles (`make check-all`).

Strangers (tests/strangers) have the pictures that these lack.

`python -m tests.editions FOLDER` keeps the desks there, and does not make again a desk whose editions are all there;
without a folder they are gone afterwards. Names after it, as `fish/gazette starter/ministry/pakistan-minerals`, are the
desks or editions to ask about, instead of all. What each validator may say, and why, is in tests/validators.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from time import monotonic

from tests import clients, fishes, papers
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import EDITION, enlist
from tests.desk.test_correcting import NOTES, restate
from tests.program import run
from tests.sources.replay import replaying
from tests.sources.replay_rows import SharedRows
from tests.strangers.building import ROADS
from tests.strangers.drawing import BRIEFING, stranger
from tests.validators import answer

MONTHLY, QUARTERLY = "pakistan-minerals-monthly", "pakistan-minerals-quarterly"
STARTER = ("pakistan-minerals", MONTHLY, QUARTERLY, "pakistan-minerals/r2", f"{MONTHLY}/draft")
# Seeds by a picture of their editions that no other one draws.
STRANGERS = {"stranger-balance": 30412, "stranger-partners": 23971, "stranger-price": 124667, "stranger-tiles": 63809}
KINDS = {"starter": STARTER, "fish": tuple(fishes.EDITIONS), **dict.fromkeys(STRANGERS, (BRIEFING,))}
EVERY = tuple(f"{kind}/{style}/{name}" for kind, names in KINDS.items() for style in fishes.STYLES for name in names)
VALIDATORS = papers.VALIDATORS | clients.VALIDATORS


def starter(folder: Path, style: str) -> None:
    """Make the starter desk with its sample in one house style, and its editions.

    One of them is a quarter of the sample's months, one corrects another, and one is a draft.
    """
    patience = str(fishes.LENGTH)
    known = {**os.environ, "TRADEBRIEF_STYLE": style, "TRADEBRIEF_LIMITS__RENDER_SECONDS": patience}

    def do(*verb: object) -> None:
        done = run(*verb, environment=known, seconds=fishes.LENGTH)
        if done.code:
            sys.exit(done.out + done.err)

    do("init", folder, "--sample", "--languages", "en,zh,ur")
    months = (folder / "briefings" / f"{MONTHLY}.yaml").read_text("utf-8")
    quarters = months.replace("frequency: monthly", "frequency: quarterly")
    assert quarters != months
    (folder / "briefings" / f"{QUARTERLY}.yaml").write_text(quarters, "utf-8")
    for name in ("pakistan-minerals", MONTHLY, QUARTERLY):
        do("build", name, "--desk", folder)
    do("build", MONTHLY, "--draft", "--desk", folder)
    desk = StarterDesk(folder)
    enlist(desk, {"ann": "en"}, "pakistan-minerals")
    do("approve", EDITION, "--desk", folder)
    do("send", EDITION, "--yes", "--desk", folder)
    restate(desk)
    do("correct", EDITION, *(f"--note={tag}={note}" for tag, note in NOTES.items()), "--desk", folder)


def strange(folder: Path, style: str, seed: int) -> None:
    """Make a stranger's desk in one house style, and its edition."""
    drawn = stranger(seed)
    drawn = replace(drawn, desk={**drawn.desk, "style": style})
    drawn.write(folder)
    findings = ROADS["pages"](drawn, folder)
    if findings:
        sys.exit("\n".join(findings))


def chosen(names: list[str]) -> list[str]:
    """Return the editions that are meant by `names`, all where there are none; end with those there are for another."""
    for name in names:
        if not _meant([name]):
            sys.exit(f"{name} is none of:\n" + "\n".join(EVERY))
    return _meant(names or list(KINDS))


def _meant(names: list[str]) -> list[str]:
    return [edition for edition in EVERY if any(f"{edition}/".startswith(f"{name.rstrip('/')}/") for name in names)]


def make(folder: Path, editions: list[str]) -> None:
    """Make the desks of `editions`, each with all its editions, that are not whole in `folder`."""
    with ExitStack() as until_made:
        for kind, style in dict.fromkeys(tuple(edition.split("/")[:2]) for edition in editions):
            desk = f"{kind}/{style}"
            if all(finished(folder, f"{desk}/{name}") for name in KINDS[kind]):
                continue
            rmtree(folder / desk, ignore_errors=True)
            begun = monotonic()
            if kind == "starter":
                starter(folder / desk, style)
            elif kind in STRANGERS:
                strange(folder / desk, style, STRANGERS[kind])
            else:
                server = until_made.enter_context(replaying(SharedRows(fishes.BESIDE)))
                fishes.editions(fishes.desk(folder / desk, server, style))
            _say(f"{desk}: made in {monotonic() - begun:.0f} s")


def finished(folder: Path, edition: str) -> list[Path]:
    """Return where the edition lies, of one period; nothing where it is not made."""
    kind, style, name, *revision = edition.split("/")
    return sorted((folder / kind / style / "output" / name).glob(f"*/{revision[0] if revision else 'r1'}"))


def ask(folder: Path, editions: list[str]) -> Iterator[str]:
    """Yield each fault, after a line for each edition and validator; say at the end what was passed over."""
    passed, files, begun = Counter[str](), 0, monotonic()
    for edition in editions:
        for name, validator in VALIDATORS.items():
            since = monotonic()
            (where,) = finished(folder, edition)
            told = answer(name, validator(where))
            passed.update({f"{name}: {rule}": times for rule, times in told.passed.items()})
            files += told.files
            _say(f"{edition} | {name} | {told.files} asked, {len(told.faults)} faults, {monotonic() - since:.1f} s")
            for fault in told.faults:
                _say(f"    {fault}")
                yield f"{edition} | {name} | {fault}"
    for rule, times in sorted(passed.items()):
        _say(f"passed over {times} times: {rule}")
    _say(f"{len(editions)} editions, {len(VALIDATORS)} validators, {files} answers, {monotonic() - begun:.0f} s")


def main(folder: Path, names: list[str]) -> int:
    """Make the editions of `names` in `folder` and ask about them; return 1 where something was found."""
    editions = chosen(names)
    if not fishes.BESIDE.is_dir():
        _say(f"Skipped: the fish editions, since their figures are not in {fishes.BESIDE}.")
        editions = [edition for edition in editions if not edition.startswith("fish/")]
    make(folder, editions)
    faults = list(ask(folder, editions))
    _say(f"{len(faults)} faults")
    return 1 if faults or not editions else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(main(Path(place), []))
