"""The checks of `doctor`, each with its remedy: the machine, then settings, folders, inbox and store of a desk.

A check is a function that returns what it saw, or raises what is wrong.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

import generator
from generator.charts.faces import characters_without_a_glyph
from generator.charts.scripts import missing_packages
from generator.editions.desk_signature import signer
from generator.editions.edition_holds import CONFIRM, restored
from generator.editions.edition_names import build_of, in_hand
from generator.editions.edition_sheet import LIBRARIES
from generator.editions.name_gaps import name_gaps
from generator.errors import GeneratorError, SettingsError
from generator.intake.file_intake import waiting_files
from generator.intake.inbox import strays
from generator.intake.period_choice import lines_lately_left_out, newest_period
from generator.intake.reread import change_in_words
from generator.readers.mail_transport import signer_of, transport_of
from generator.settings.desk import faults, gather, read_desk
from generator.settings.desk_parts import DeskParts
from generator.settings.look_copies import problems
from generator.settings.value_types import LANGUAGES
from generator.settings.wiring import open_desk, readers_in_words, unsigned
from generator.store.durable import digest_of
from generator.trade.period import Period

_PIN = re.compile(r"^[a-z0-9-]+==[^\\\n]+", re.MULTILINE)  # `numpy==2.4.6 ; python_full_version < '3.12' \`
_YEARS = range(2025, 2100)  # a clock outside these is wrong
_ROOM = 200 * 2**20  # bytes: three editions, their faces and a release
_UNREAD = "not looked at, the settings cannot be read"


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
    """Yield every check of the machine, one after another."""
    yield _tried("python", _python, "Install Python 3.11 or newer.")
    yield _tried("libraries", _libraries, "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    yield _tried("drawing", _drawing, "pip install --force-reinstall vl-convert-python altair")
    yield _tried("faces", _faces, "pip install fontpkg-source-serif-4 fontpkg-source-sans-3")
    yield _tried(
        "versions", _versions, "pip install --require-hashes -r requirements.lock; other versions, other bytes."
    )
    yield _tried("glyphs", _glyphs, "Install tradebrief again: its faces lack signs of its own words.")
    yield _tried("clock", _clock, "Set the clock.")


def _tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    """Return the check of what `look` sees; whatever it raises is what is wrong."""
    try:
        return Check(name, well=True, seen=look())
    except Exception as error:  # noqa: BLE001 -- whatever a check meets is what it was to find
        message = next(iter(str(error).splitlines()), type(error).__name__)
        return Check(name, well=False, seen=message, remedy=remedy)


def _well(wrong: Iterable[str], message: str) -> str:
    """Return what was `seen`, or raise what is `wrong`."""
    problems = "; ".join(wrong)
    if problems:
        raise ValueError(problems)
    return message


def _python() -> str:
    running = sys.version.split()[0]
    return _well([] if sys.version_info >= (3, 11) else [running], running)


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
    versions = {name: version(name) for name in LIBRARIES}
    differences = [
        f"{name} {installed}, locked {pins[name]}"
        for name, installed in versions.items()
        if pins.get(name, installed) != installed
    ]
    return _well(differences, ", ".join(f"{name} {installed}" for name, installed in versions.items()))


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock has for this Python; an older one may have another (PEP 508)."""
    rows = [Requirement(match.group()) for match in _PIN.finditer(lock)]
    mine = (row for row in rows if row.marker is None or row.marker.evaluate())
    return {row.name: specifier.version for row in mine for specifier in row.specifier}


def _glyphs() -> str:
    """Say whether the faces have every sign of each language's own words."""
    wrong: list[str] = []
    for language in LANGUAGES:
        words = files(f"generator.story.languages.{language}").joinpath("lexicon.yaml").read_text(encoding="utf-8")
        signs = characters_without_a_glyph(words, language)
        if signs:
            wrong.append(f"{language}: {signs}")
    return _well(wrong, f"every sign of {', '.join(LANGUAGES)}")


def _clock() -> str:
    year = datetime.now(UTC).year
    return _well([] if year in _YEARS else [f"the year {year}"], f"the year {year}")


def checks_of(folder: Path, env: Mapping[str, str]) -> Iterator[Check]:
    """Yield every check of the desk in `folder`, one after another; what needs settings is not made without them."""
    yield _tried("settings", lambda: _settings(folder, env), "Fix the line that is named.")
    try:
        gather(folder)
        yield _tried("look", lambda: _look(folder), "docs/look.md says what to do with each.")
    except SettingsError:
        yield Check("look", well=False, seen=_UNREAD, looked=False)
    secrets = folder / "secrets"
    yield _tried("secrets", lambda: _secrets(secrets), f"chmod 600 what lies in {secrets}.")
    try:
        parts = open_desk(folder, env)
    except SettingsError:
        for name in _OF_PARTS:
            yield Check(name, well=False, seen=_UNREAD, looked=False)
        return
    except GeneratorError as fault:
        for name, (_, remedy) in _OF_PARTS.items():
            if name == "store":
                yield Check(name, well=False, seen=str(fault), remedy=remedy)
            else:
                yield Check(name, well=False, seen="not looked at, the store cannot be opened", looked=False)
        return
    with parts.store:
        for name, (look, remedy) in _OF_PARTS.items():
            yield _tried(name, partial(look, parts), remedy)
        waits = restored(parts.store)
        if waits:
            yield Check("restored", well=False, seen=waits, remedy=f"{CONFIRM}, when it is known what went out since.")


def next_verb(folder: Path | None, env: Mapping[str, str], *, well: bool) -> str:
    """Return a command that goes on from here."""
    if folder is None:
        return "tradebrief init my-desk"
    if not well:
        return "tradebrief doctor, when what is marked is fixed"
    try:
        parts = open_desk(folder, env)
    except GeneratorError:
        return "tradebrief doctor"
    with parts.store:
        names = in_hand(parts.desk, parts.store, parts.desk.briefings)
        if names:
            return f"tradebrief build {names[0]}"
        waits = [source for source in parts.desk.layouts if waiting_files(parts.desk, source)]
        return build_of(parts.desk, parts.store, waits[0]) if waits else "tradebrief new NAME"


def _settings(folder: Path, env: Mapping[str, str]) -> str:
    settings = gather(folder)
    _well(map(str, faults(settings, env)), "")
    desk = read_desk(settings, env)
    desk.layouts  # noqa: B018 -- a source that cannot be read is a fault
    return "; ".join(("read", *desk.notices))


def _look(folder: Path) -> str:
    return _well(problems(folder), "templates and styles as they should be")


def _wording(parts: DeskParts) -> str:
    """Say who read the words of each language; a signature under other words is a fault."""
    return _well(unsigned(parts.desk.settings), readers_in_words(parts.desk.settings))


def _names(parts: DeskParts) -> str:
    """Say which names the newest edition of each briefing lacks in a language; it prints them in their own letters."""
    gaps: list[str] = []
    for name in parts.desk.briefings:
        editions = [edition for edition in parts.shelf.editions() if edition[0] == name]
        if editions:
            period = max(editions, key=lambda edition: Period.parse(edition[1]).last)[1]
            revision = max(parts.shelf.revisions(name, period))
            gaps += name_gaps(parts.desk, parts.shelf.read(name, period, revision))
    return "; ".join(gaps) or "every name of the newest editions is in their languages"


def _absent(parts: DeskParts) -> str:
    """Say which large lines the releases of the last two years leave out; editions count them as not reported."""
    absent: list[str] = []
    for name, briefing in parts.desk.briefings.items():
        vintage = parts.store.releases.vintage(briefing.figures.source, None, briefing.selection)
        newest = newest_period(parts.desk, parts.store, name, vintage)
        if newest:
            left_out = lines_lately_left_out(parts.desk, parts.store, name, newest)
            absent += [lines.in_words(name) for lines in left_out]
    return " ".join(absent) or "no large line of the last two years is left out"


def _scripts(parts: DeskParts) -> str:
    """Say whether the faces of each language are installed; those of English come with the program."""
    languages = parts.desk.settings.languages
    wrong = [f"{language}: {package}" for language in languages for package in missing_packages(language)]
    return _well(wrong, f"faces of {', '.join(languages)}")


def _disk(parts: DeskParts) -> str:
    free = {place: shutil.disk_usage(_existing_folder(place)).free for place in (parts.store.folder, parts.shelf.root)}
    message = ", ".join(f"{size // 2**20} MiB free for {place}" for place, size in free.items())
    return _well([message] if min(free.values()) <= _ROOM else [], message)


def _permissions(parts: DeskParts) -> str:
    places = (parts.desk.folder, parts.store.folder, _existing_folder(parts.shelf.root))
    wrong = [f"{place} cannot be written" for place in places if not os.access(place, os.W_OK | os.X_OK)]
    mode = parts.store.folder.stat().st_mode & 0o777
    if mode & 0o077:
        wrong.append(f"others can look into it (mode {mode:04o}): chmod 700 {parts.store.folder}")
    return _well(wrong, "desk, state and output can be written")


def _existing_folder(place: Path) -> Path:
    """Return `place`, or the nearest folder above it that is there."""
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _secrets(folder: Path) -> str:
    modes = {path.name: path.stat().st_mode & 0o777 for path in sorted(folder.glob("*"))}
    wrong = [f"{name} has mode {mode:04o}" for name, mode in modes.items() if mode & 0o077]
    return _well(wrong, f"{len(modes)}, for their owner alone")


def _signature(parts: DeskParts) -> str:
    """Say by which key editions are signed; that none is there is no fault."""
    by = signer(parts.desk)
    return (
        f"editions are signed by {by['name']}, {by['key']}" if by else "editions are not signed: tradebrief key --new"
    )


def _mail(parts: DeskParts) -> str:
    """Say where letters go, and what the DNS must hold for their signature."""
    mail = parts.desk.settings.mail
    transport_of(parts.desk)
    to = f"to {mail.smtp.host}:{mail.smtp.port}" if mail.transport == "smtp" and mail.smtp else "into outbox/"
    dkim = signer_of(parts.desk)
    if dkim is None:
        return f"letters go {to}; nobody signs them (mail.dkim)"
    name, text = dkim.record
    return f'letters go {to}, signed for {dkim.domain}; the DNS must hold: {name} TXT "{text}"'


def _inbox(parts: DeskParts) -> str:
    """Say what waits; a file that lies in no source's folder is a fault."""
    count = sum(len(waiting_files(parts.desk, source)) for source in parts.desk.layouts)
    return _well(strays(parts.desk), f"{count} files wait; build takes them in")


def _quarantine(parts: DeskParts) -> str:
    """Say which strange files are there; a list of refused rows is no fault, nor a file that was taken in since."""
    reasons = sorted((parts.desk.folder / "inbox").glob("*/quarantine/*.reason.txt"))
    strange = [path.with_name(path.name.removesuffix(".reason.txt")) for path in reasons]
    taken_in = {release.raw for release in parts.store.releases.all()}
    wrong = [str(path) for path in strange if not (path.is_file() and digest_of(path) in taken_in)]
    return _well(wrong, "no strange file")


def _sources(parts: DeskParts) -> str:
    """Say which sources were read otherwise than their settings say now."""
    changes = (change_in_words(parts.desk, parts.store, source) for source in parts.desk.layouts)
    return _well(filter(None, changes), "read as their settings say")


def _store(parts: DeskParts) -> str:
    return _well(parts.store.check(), f"{len(parts.store.releases.all())} releases as recorded")


def _time(parts: DeskParts) -> str:
    newest = max((release.released for release in parts.store.releases.all()), default=None)
    today = datetime.now(UTC).date()
    if newest is None:
        return f"{today}; no release yet"
    message = f"{today}; the newest release is of {newest}"
    return _well([message] if newest > today else [], message)


_OF_PARTS: dict[str, tuple[Callable[[DeskParts], str], str]] = {
    "scripts": (_scripts, "apt-get install what is named."),
    "wording": (_wording, "Have the words read, and write who read them under lexicons: of desk.yaml."),
    "names": (_names, "Build the newest edition again."),
    "absent lines": (_absent, "Fix the briefing that is named."),
    "disk": (_disk, "Free 200 MiB on the disk that is named."),
    "permissions": (_permissions, "chmod 700 state; chown or chmod what is named."),
    "signature": (_signature, "Restore secrets/signing from a backup."),
    "mail": (_mail, "Fix mail: of desk.yaml; docs/mail.md."),
    "inbox": (_inbox, "Nothing takes it in where it lies."),
    "quarantine": (
        _quarantine,
        "Fix each by its .reason.txt, put it into the inbox again, and delete what is settled.",
    ),
    "sources": (_sources, "Until then its figures stand as they were read."),
    "store": (_store, "Restore a backup of state/."),
    "time": (_time, "Set the clock: figures were released after what it says."),
}
