"""All settings of a desk as one frozen value, read from the bytes of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path as Folder

from generator.errors import SettingsError, SettingsFaults
from generator.movements.thresholds import Thresholds
from generator.settings.briefing_settings import Briefing
from generator.settings.commentary_file import Commentary
from generator.settings.desk_files import DeskReader
from generator.settings.desk_folder import find_desk, gather
from generator.settings.desk_settings import DeskSettings, TableSource
from generator.settings.layouts import layout
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Path, YamlDocument
from generator.sources import AnyLayout, SideLayout, TableLayout

__all__ = ["Briefing", "Desk", "DeskSettings", "TableSource", "faults", "find_desk", "gather", "read_desk"]


@dataclass(frozen=True)
class Desk:
    """All settings of a desk. `files` are the bytes they were read from, `overridden` the keys set from outside.

    `matrices` are the members of each file with for_each, `documents` keeps the lines of each YAML file, `commentary`
    is by briefing and period ("2025"), `environment` what variables set over the files, secrets left out. `broken` has
    the faults of each briefing, or matrix, that cannot be used; they stop nothing but what needs it.
    `folder` is where the desk lies.
    """

    settings: DeskSettings
    briefings: Mapping[str, Briefing]
    thresholds: Mapping[str, Thresholds]
    commentary: Mapping[tuple[str, str], Commentary]
    files: Mapping[str, bytes] = field(repr=False)
    documents: Mapping[str, YamlDocument] = field(repr=False)
    overridden: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    matrices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broken: Mapping[str, tuple[SettingsError, ...]] = field(default_factory=dict)
    folder: Folder = Folder()

    @cached_property
    def layouts(self) -> Mapping[str, AnyLayout]:
        """How each source writes its files; SettingsError of one that cannot be read."""
        return {name: self._layout(name, source) for name, source in self.settings.sources.items()}

    def _layout(self, name: str, source: TableSource) -> AnyLayout:
        try:
            return layout(name, source)
        except SettingsError as error:
            where = self.where("desk.yaml", ("sources", name))
            raise SettingsError(where, error.problem, error.remedy) from None

    def table(self, source: str) -> TableLayout:
        """Return how a source of trade figures writes its tables; SettingsError where it has prices, rates or names."""
        known = self.layouts[source]
        if isinstance(known, SideLayout):
            where, problem = f"source {source}", f"has {known.kind} and no trade figures."
            raise SettingsError(where, problem, "Name a source of trade figures.")
        return known

    def briefing(self, name: str) -> Briefing:
        """Return the briefing of that name; raise the SettingsError of its file, or the one that gives the nearest."""
        self.refuse_broken(name)
        if name not in self.briefings:
            file = f"briefings/{name}.yaml"
            raise SettingsError(file, "there is no such briefing.", nearest(name, (*self.briefings, *self.matrices)))
        return self.briefings[name]

    def refuse_broken(self, name: str) -> None:
        """Raise the faults of the briefing `name`, or of the matrix that it is a member of, where it has any."""
        for owner in (name, name.partition(".")[0]):
            if owner in self.broken:
                raise SettingsFaults(self.broken[owner])

    @property
    def faults(self) -> tuple[SettingsError, ...]:
        """Every fault of a briefing that cannot be used."""
        return tuple(fault for found in self.broken.values() for fault in found)

    def note(self, name: str, period: str) -> Commentary | None:
        """Return the editor's hand for one edition, or None where there is none."""
        return self.commentary.get((name, period))

    def where(self, file: str, path: Path) -> str:
        """Return `file:line` of the setting at `path`, for an error that is found later."""
        return self.documents[file].where(path)


def read_desk(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> Desk:
    """Return the desk that `files` write, with what `env` sets over them.

    Raises the first SettingsError, with the count of the others; but a briefing that alone has a fault, in its file or
    its commentary, is only left out (`broken`). Values from `env` are in no file of the desk.
    """
    reading = DeskReader(files, env or {})
    desk = _desk(reading)
    owners = [reading.owner(fault) for fault in reading.faults]
    known = tuple(zip(owners, reading.faults, strict=True))
    if desk is None or not all(owners):
        raise SettingsFaults(fault for _, fault in sorted(known, key=lambda item: desk is not None and item[0] != ""))
    return _without_broken(desk, known)


def _without_broken(desk: Desk, faults: Iterable[tuple[str, SettingsError]]) -> Desk:
    """Return the desk without the briefings that have a fault; `faults` are theirs, by briefing or matrix."""
    broken: dict[str, tuple[SettingsError, ...]] = {}
    for owner, fault in faults:
        broken[owner] = (*broken.get(owner, ()), fault)
    gone = {*broken, *(member for name in broken for member in desk.matrices.get(name, ()))}
    return replace(
        desk,
        briefings={name: one for name, one in desk.briefings.items() if name not in gone},
        matrices={name: members for name, members in desk.matrices.items() if name not in gone},
        broken=broken,
    )


def faults(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> tuple[SettingsError, ...]:
    """Return every fault of a desk's files, desk.yaml first; empty where all can be used."""
    reading = DeskReader(files, env or {})
    _desk(reading)
    return tuple(reading.faults)


def _desk(reading: DeskReader) -> Desk | None:
    settings = reading.settings()
    languages = settings.languages if settings else ("en",)
    briefings = reading.briefings(settings, languages)
    rules = reading.rules(briefings)
    commentary = reading.commentary(briefings, languages)
    if settings is None:
        return None
    files, set_outside = dict(reading.files), (reading.overridden(), reading.environment())
    return Desk(settings, briefings, rules, commentary, files, reading.documents, *set_outside, reading.matrices)
