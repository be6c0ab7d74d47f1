"""The checks of `doctor`, each with its remedy: the machine, then settings, folders, inbox and store of a desk."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

import generator
from generator.charts.faces import characters_without_a_glyph
from generator.charts.scripts import lacking
from generator.editions.desk_signature import signer
from generator.editions.edition_holds import CONFIRM, restored
from generator.editions.edition_names import build_of, in_hand
from generator.editions.edition_sheet import LIBRARIES
from generator.errors import GeneratorError, SettingsError
from generator.intake.file_intake import waiting
from generator.intake.inbox import strays
from generator.intake.reread import said_of_change
from generator.settings.desk import faults, gather, read_desk
from generator.settings.desk_parts import DeskParts
from generator.settings.value_types import LANGUAGES
from generator.settings.wiring import open_desk, told, unsigned
from generator.store.durable import digest_of

_PIN = re.compile(r"^[a-z0-9-]+==[^\\\n]+", re.MULTILINE)  # `numpy==2.4.6 ; python_full_version < '3.12' \`
_YEARS = (2025, 2100)  # a clock outside these is wrong
_ROOM = 200 * 2**20  # bytes: three editions, their faces and a release
_UNREAD = "the settings cannot be read"
_BACK = "Mend each by its .reason.txt, put it into the inbox again, and delete what is settled."


@dataclass(frozen=True)
class Check:
    """One line of `doctor`: what was looked at, whether it is well, what was seen, and the remedy where it is not.

    `looked` is false where another fault stands in the way.
    """

    name: str
    well: bool
    seen: str
    remedy: str = ""
    looked: bool = True


def checks() -> Iterator[Check]:
    """Return every check of the machine, one after another."""
    yield tried("python", _python, "Install Python 3.11 or newer.")
    yield tried("libraries", _libraries, "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    yield tried("drawing", _drawing, "pip install --force-reinstall vl-convert-python altair")
    yield tried("faces", _faces, "pip install fontpkg-source-serif-4 fontpkg-source-sans-3")
    yield tried(
        "versions", _versions, "pip install --require-hashes -r requirements.lock; other versions, other bytes."
    )
    yield tried("glyphs", _glyphs, "Install tradebrief anew: its faces lack signs of its own words.")
    yield tried("clock", _clock, "Set the clock.")


def tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    """Return the check of what `look` sees; whatever it raises is what is wrong."""
    try:
        return Check(name, well=True, seen=look())
    except Exception as error:  # noqa: BLE001 -- whatever a check meets is what it was to find
        seen = next(iter(str(error).splitlines()), type(error).__name__)
        return Check(name, well=False, seen=seen, remedy=remedy)


def unseen(name: str, why: str) -> Check:
    """Return the check that could not be made, and why."""
    return Check(name, well=False, seen=f"not looked at, {why}", looked=False)


def _python() -> str:
    return well(sys.version.split()[0], holds=sys.version_info >= (3, 11))


def _libraries() -> str:
    import weasyprint

    return f"weasyprint {weasyprint.__version__}"


def _drawing() -> str:
    import vl_convert  # noqa: F401 -- only whether it loads

    return f"vl-convert {version('vl-convert-python')}"


def _faces() -> str:
    packages = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _versions() -> str:
    """Say which versions are installed; a checkout has a lock to compare them with."""
    lock = Path(generator.__file__).parents[1] / "requirements.lock"
    pins = pinned(lock.read_text(encoding="utf-8")) if lock.is_file() else {}
    here = {name: version(name) for name in LIBRARIES}
    other = [f"{name} {found}, locked {pins[name]}" for name, found in here.items() if pins.get(name, found) != found]
    return well("; ".join(other) or ", ".join(f"{name} {found}" for name, found in here.items()), holds=not other)


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock has for this Python; an older one may have another (PEP 508)."""
    rows = [Requirement(found.group()) for found in _PIN.finditer(lock)]
    mine = (row for row in rows if row.marker is None or row.marker.evaluate())
    return {row.name: one.version for row in mine for one in row.specifier}


def _glyphs() -> str:
    """Say whether the faces have every sign of each language's own words."""
    lacking = {language: characters_without_a_glyph(_own_words(language), language) for language in LANGUAGES}
    found = [f"{language}: {signs}" for language, signs in lacking.items() if signs]
    return well("; ".join(found) or f"every sign of {', '.join(LANGUAGES)}", holds=not found)


def _own_words(language: str) -> str:
    return files(f"generator.story.languages.{language}").joinpath("lexicon.yaml").read_text(encoding="utf-8")


def _clock() -> str:
    year = datetime.now(UTC).year
    return well(f"the year {year}", holds=_YEARS[0] <= year < _YEARS[1])


def well(seen: str, *, holds: bool) -> str:
    """Return what was seen, or raise it where it does not hold."""
    if not holds:
        raise ValueError(seen)
    return seen


def checks_of(folder: Path, env: Mapping[str, str]) -> Iterator[Check]:
    """Return every check of the desk in `folder`, one after another; what needs settings is not made without them."""
    can_be_opened = _can_be_opened(folder, env)
    settings = tried("settings", lambda: _settings(folder, env), "Mend the line that is named.")

    def opened(name: str, look: Callable[[DeskParts], str], remedy: str) -> Check:
        def seen() -> str:
            parts = open_desk(folder, env)
            with parts.store:
                return look(parts)

        return tried(name, seen, remedy) if can_be_opened else unseen(name, _UNREAD)

    yield settings
    yield _look(folder)
    yield opened("scripts", _scripts, "apt-get install what is named.")
    yield opened("wording", _wording, "Have the words read, and write who read them under lexicons: of desk.yaml.")
    yield opened("disk", _disk, "Free 200 MiB on the disk that is named.")
    yield opened("permissions", _permissions, f"chmod 700 {folder / 'state'}; chown or chmod what is named.")
    yield tried("secrets", lambda: _secrets(folder / "secrets"), f"chmod 600 what lies in {folder / 'secrets'}.")
    yield opened("signature", _signature, "Restore secrets/signing from a backup.")
    yield opened("mail", _mail, "Mend mail: of desk.yaml; docs/mail.md.")
    yield opened("inbox", _inbox, "Nothing takes it in where it lies.")
    yield opened("quarantine", _quarantine, _BACK)
    yield opened("sources", _sources, "Until then its figures stand as they were read.")
    yield opened("store", _store, "Restore a backup of state/.")
    waits = opened("restored", _restored, f"{CONFIRM}, when it is known what went out since.")
    if waits.seen and waits.looked:
        yield waits
    yield opened("time", _time, "Set the clock: figures were released after what it says.")


def next_verb(folder: Path | None, env: Mapping[str, str], *, well: bool) -> str:
    """Return a command that goes on from here."""
    if folder is None:
        return "tradebrief init my-desk"
    if not well:
        return "tradebrief doctor, when what is marked is mended"
    try:
        desk = open_desk(folder, env)
    except GeneratorError:
        return "tradebrief doctor"
    with desk.store:
        names = in_hand(desk.desk, desk.store, desk.desk.briefings)
        waits = [source for source in desk.desk.layouts if waiting(desk.desk, source)]
        if waits and not names:
            return build_of(desk.desk, desk.store, waits[0])
    return f"tradebrief build {names[0]}" if names else "tradebrief new NAME"


def _settings(folder: Path, env: Mapping[str, str]) -> str:
    files = gather(folder)
    found = faults(files, env)
    if found:
        raise ValueError("; ".join(map(str, found)))
    desk = read_desk(files, env)
    desk.layouts  # noqa: B018 -- a source that cannot be read is a fault
    return "; ".join(("read", *desk.notices))


def _can_be_opened(folder: Path, env: Mapping[str, str]) -> bool:
    """Say whether a verb can work here: a briefing that cannot be read stops only what needs it."""
    try:
        read_desk(gather(folder), env).layouts  # noqa: B018
    except SettingsError:
        return False
    return True


def _look(folder: Path) -> Check:
    from generator.settings.look_copies import problems

    def seen() -> str:
        found = list(problems(folder))
        return well("; ".join(found) or "templates and styles as they should be", holds=not found)

    try:
        gather(folder)
    except SettingsError:
        return unseen("look", _UNREAD)
    return tried("look", seen, "docs/look.md says what to do with each.")


def _wording(parts: DeskParts) -> str:
    """Say who read the words of each language; a signature under other words is a fault."""
    gone = list(unsigned(parts.desk.settings))
    return well("; ".join(gone) or told(parts.desk.settings), holds=not gone)


def _scripts(parts: DeskParts) -> str:
    """Say whether the faces of each language are installed; those of English come with the program."""
    languages = parts.desk.settings.languages
    found = [f"{language}: {package}" for language in languages for package in lacking(language)]
    return well("; ".join(found) or f"faces of {', '.join(languages)}", holds=not found)


def _disk(parts: DeskParts) -> str:
    free = {place: shutil.disk_usage(_there(place)).free for place in (parts.store.folder, parts.shelf.root)}
    full = [place for place, left in free.items() if left <= _ROOM]
    seen = ", ".join(f"{left // 2**20} MiB free for {place}" for place, left in free.items())
    return well(seen, holds=not full)


def _permissions(parts: DeskParts) -> str:
    places = (parts.desk.folder, parts.store.folder, _there(parts.shelf.root))
    closed = [f"{place} cannot be written" for place in places if not os.access(place, os.W_OK | os.X_OK)]
    mode = parts.store.folder.stat().st_mode & 0o777
    if mode & 0o077:
        closed.append(f"others can look into {parts.store.folder} (mode {mode:04o})")
    return well("; ".join(closed) or "desk, state and output can be written", holds=not closed)


def _there(place: Path) -> Path:
    """Return `place`, or the nearest folder above it that is there."""
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _secrets(folder: Path) -> str:
    modes = {path.name: path.stat().st_mode & 0o777 for path in sorted(folder.glob("*"))}
    open_ones = [f"{name} has mode {mode:04o}" for name, mode in modes.items() if mode & 0o077]
    return well("; ".join(open_ones) or f"{len(modes)}, for their owner alone", holds=not open_ones)


def _signature(parts: DeskParts) -> str:
    """Say by which key editions are signed; that none is there is no fault."""
    by = signer(parts.desk)
    return (
        f"editions are signed by {by['name']}, {by['key']}" if by else "editions are not signed: tradebrief key --new"
    )


def _mail(parts: DeskParts) -> str:
    """Say where letters go, and what the DNS must hold for their signature."""
    from generator.readers.mail_transport import signer_of, transport_of

    mail = parts.desk.settings.mail
    transport_of(parts.desk)
    to = f"to {mail.smtp.host}:{mail.smtp.port}" if mail.transport == "smtp" and mail.smtp else "into outbox/"
    if (signer := signer_of(parts.desk)) is None:
        return f"letters go {to}; nobody signs them (mail.dkim)"
    name, text = signer.record
    return f'letters go {to}, signed for {signer.domain}; the DNS must hold: {name} TXT "{text}"'


def _inbox(parts: DeskParts) -> str:
    """Say what waits; a file that lies in no source's folder is a fault."""
    beside = strays(parts.desk)
    waits = sum(len(waiting(parts.desk, source)) for source in parts.desk.layouts)
    return well("; ".join(beside) or f"{waits} files wait; build takes them in", holds=not beside)


def _quarantine(parts: DeskParts) -> str:
    """Say which strange files are there; a list of refused rows is no fault, nor a file that was taken in since."""
    reasons = sorted((parts.desk.folder / "inbox").glob("*/quarantine/*.reason.txt"))
    files = [path.with_name(path.name.removesuffix(".reason.txt")) for path in reasons]
    taken_in = {release.raw for release in parts.store.releases()}
    strange = [str(path) for path in files if not (path.is_file() and digest_of(path) in taken_in)]
    return well("; ".join(strange) or "no strange file", holds=not strange)


def _sources(parts: DeskParts) -> str:
    """Say which sources were read otherwise than their settings say now."""
    found = [said for source in parts.desk.layouts if (said := said_of_change(parts.desk, parts.store, source))]
    return well("; ".join(found) or "read as their settings say", holds=not found)


def _store(parts: DeskParts) -> str:
    problems = parts.store.check()
    return well("; ".join(problems) or f"{len(parts.store.releases())} releases as recorded", holds=not problems)


def _restored(parts: DeskParts) -> str:
    """Say that the desk came out of a backup and waits for a person to let it send; "" where it does not."""
    waits = restored(parts.store)
    return well(waits or "", holds=waits is None)


def _time(parts: DeskParts) -> str:
    newest = max((release.released for release in parts.store.releases()), default=None)
    today = datetime.now(UTC).date()
    if newest is None:
        return f"{today}; no release yet"
    return well(f"{today}; the newest release is of {newest}", holds=newest <= today)
