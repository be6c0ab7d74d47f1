"""What is seen of a desk from outside, and what is wrong with it in the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.editions.edition_names import NamedEdition
from generator.service.tick import Entry
from generator.settings.desk_parts import DeskParts
from generator.store import EditionNote
from tests.clock.releases import OFFICE, SOURCE_OF, Release, due, editions_of, last_of
from tests.desk.clock_desk import HandSet

STALE_AFTER, EMBARGO, OPENS = timedelta(days=10), time(15), time(9)
_FILE = re.compile(r"(?P<briefing>[a-z]+)\.(?P<period>[0-9Q_-]+)\.r(?P<revision>\d+)\.\w+\.eml")
Key = tuple[str, str]


@dataclass(frozen=True)
class Letter:
    """A letter that appeared, by the wall clock and in truth."""

    briefing: str
    period: str
    revision: str
    to: str
    wall: datetime
    true: datetime
    zones: tuple[ZoneInfo, ...]


@dataclass
class Watched:
    """What appeared in `folder`."""

    folder: Path
    readers: Mapping[str, str]
    names: Sequence[str]
    out: dict[tuple[str, str], datetime] = field(default_factory=dict)  # by source and period
    letters: dict[str, Letter] = field(default_factory=dict)
    tell: Callable[[Entry], object] = lambda _: None
    made: list[Key] = field(default_factory=list)
    approved: dict[Key, datetime] = field(default_factory=dict)  # when a person said yes, by the wall clock
    lifted: set[Key] = field(default_factory=set)
    decided: set[NamedEdition] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    doubts: int = 0
    lines: list[Entry] = field(default_factory=list)  # of this look
    was_set: bool = False
    _last: tuple[datetime, float, str] | None = None

    def published(self, release: Release) -> None:
        """Remember that figures are out."""
        self.out[release.source, release.period] = release.at

    def out_of(self, source: str) -> list[str]:
        """Return the periods that a source has published, oldest first."""
        return [period for of, period in self.out if of == source]

    def said(self, entry: Entry) -> None:
        """Remember a line of the diary."""
        self.tell(entry)
        self.lines.append(entry)

    def begins(self, clock: HandSet) -> bool:
        """Say whether a look that begins now must do nothing: the clock was set, or is before the program was made."""
        now, last = (clock.at, clock.gone, clock.boot), self._last
        self._last, self.lines = now, []
        self.was_set = last is not None and _was_set(last, now)
        if self.was_set:
            self.doubts = 2
        elif self.doubts and clock.at.year > 2000:
            self.doubts -= 1
        return self.doubts > 0

    def looked(
        self,
        desk: DeskParts,
        clock: HandSet,
        true: datetime,
        zones: list[ZoneInfo],
        *,
        doubted: bool,
        is_cut: bool,
    ) -> None:
        """See what is new after a look; one that `is_cut` ended in a crash."""
        places = [place for place in ("outbox", "outbox-aside") if (self.folder / place).is_dir()]
        files = [file for place in places for file in (self.folder / place).glob("*.eml")]
        new = [one for one in files if one.name not in self.letters and not one.name.startswith("alert.")]
        made = [key for key in self._editions(desk) if key not in self.made]
        if doubted and (new or made):
            self.faults.append(f"{clock.at}: in doubt, and yet {new} {made}")
        told = [line.word for line in self.lines]
        if doubted and any(word != "clock" for word in told):
            self.faults.append(f"{clock.at}: in doubt, and yet it says {told}")
        if self.was_set and not (is_cut or told):
            self.faults.append(f"{clock.at}: the clock was set, and it says nothing")
        self.made += made
        for file in new:
            self.letters[file.name] = _letter(file, clock.at, true, tuple(zones))

    def faults_in_the_end(self, desk: DeskParts) -> list[str]:
        """Return what is wrong: an edition too many, or none, a letter too many, or too few, too early or too late."""
        return [*self.faults, *self._of_editions(desk.store.editions.all()), *self._of_letters(desk), *self._of_time()]

    def _editions(self, desk: DeskParts) -> list[Key]:
        return [(one.briefing, str(one.period)) for one in desk.store.editions.all()]

    def _of_editions(self, notes: Sequence[EditionNote]) -> Iterator[str]:
        rows = Counter((one.briefing, str(one.period)) for one in notes)
        yield from (f"{key}: {count} revisions" for key, count in rows.items() if count != 1)
        for name in self.names:
            made = [period for briefing, period in self.made if briefing == name]
            should = editions_of(name, self.out_of(SOURCE_OF[name]))
            should = should[should.index(made[0]) :] if made and made[0] in should else should
            if made != should:
                missed, more = [one for one in should if one not in made], [one for one in made if one not in should]
                yield f"{name}: missed {missed}, made {more} besides, in order: {made == sorted(made)}"

    def _of_letters(self, desk: DeskParts) -> Iterator[str]:
        got = Counter((one.briefing, one.period, one.to) for one in self.letters.values())
        for note in desk.store.editions.all():
            is_sent = note.state == "published"
            if not is_sent and not (note.state == "held" and note.reason.startswith("stale: ")):
                yield f"{note.briefing}/{note.period} ends as {note.state}: {note.reason}"
            for reader in self.readers:
                key = (note.briefing, str(note.period), f"{reader}@example.org")
                if got[key] != is_sent:
                    yield f"{key} has {got[key]} letters, and is {note.state}"
        open_ = [row for row in desk.store.due.all() if (row.briefing, str(row.period)) in self.made]
        yield from (f"{row.edition} waits: {row.step} {row.said}" for row in open_ if not _is_over(row.step, row.word))

    def _of_time(self) -> Iterator[str]:
        for letter in self.letters.values():
            key = (letter.briefing, letter.period)
            days = [due(*key, zone) for zone in letter.zones]
            out = self.out[SOURCE_OF[letter.briefing], last_of(letter.period)]
            local = letter.wall.astimezone(letter.zones[-1])
            is_by_hand = SOURCE_OF[letter.briefing] != OFFICE
            fresh = STALE_AFTER + max(*days, days[0] if is_by_hand else out)
            has_word = key in self.lifted or self.approved.get(key, fresh) > fresh
            if min(letter.wall, letter.true) > fresh and not has_word:
                yield f"{key}: stale, sent {letter.wall}, due {days[0]}, out {out}"
            if letter.wall < min(days) or local.time() < OPENS:
                yield f"{key}: too early, sent {local}, due {days[0]}"
            if (
                letter.briefing == "salt"
                and local.date() in {one.date() for one in days[-1:]}
                and local.time() < EMBARGO
            ):
                yield f"{key}: under embargo, sent {local}"


def _is_over(step: str, word: str) -> bool:
    return step == "done" or word == "stale"


def _was_set(last: tuple[datetime, float, str], now: tuple[datetime, float, str]) -> bool:
    gone = now[0] - last[0]
    ahead = gone - timedelta(seconds=now[1] - last[1])
    if now[2] != last[2]:
        return gone < timedelta(hours=-1)
    return ahead < timedelta(hours=-1) or ahead > timedelta(days=1)


def _letter(file: Path, wall: datetime, true: datetime, zones: tuple[ZoneInfo, ...]) -> Letter:
    found = _FILE.fullmatch(file.name)
    assert found, file.name
    to = file.read_bytes().split(b"\r\n", 1)[0].decode().removeprefix("To: ")
    return Letter(
        found["briefing"], found["period"].replace("_", ".."), found["revision"], to, wall.astimezone(UTC), true, zones
    )
