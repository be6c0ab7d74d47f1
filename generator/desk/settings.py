"""Settings: a desk's files as one frozen value, read from their bytes alone, so that a kept snapshot reads the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.desk.briefing_settings import Briefing
from generator.desk.commentary import Commentary
from generator.desk.desk_settings import DeskSettings, TableSource
from generator.desk.faults import SettingsFaults
from generator.desk.folder import find_desk, gather
from generator.desk.reading import Reading
from generator.desk.words import nearest
from generator.desk.yaml_lines import Document, Path
from generator.errors import SettingsError
from generator.movements.rules import Thresholds

__all__ = ["Briefing", "Desk", "DeskSettings", "TableSource", "faults", "find_desk", "gather", "read_desk"]


@dataclass(frozen=True)
class Desk:
    """All settings of a desk. `files` are the bytes they were read from, `overridden` the keys set from outside.

    `matrices` are the members of each file with for_each, `documents` keeps the lines of each YAML file, `commentary`
    is by briefing and period ("2025"), `environment` what variables set over the files, secrets left out.
    """

    settings: DeskSettings
    briefings: Mapping[str, Briefing]
    thresholds: Mapping[str, Thresholds]
    commentary: Mapping[tuple[str, str], Commentary]
    files: Mapping[str, bytes] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    overridden: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    matrices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def briefing(self, name: str) -> Briefing:
        """Return the briefing of that name, or raise the SettingsError that gives the nearest."""
        if name not in self.briefings:
            file = f"briefings/{name}.yaml"
            raise SettingsError(file, "there is no such briefing.", nearest(name, (*self.briefings, *self.matrices)))
        return self.briefings[name]

    def note(self, name: str, period: str) -> Commentary | None:
        """Return the editor's hand for one edition, or None where there is none."""
        return self.commentary.get((name, period))

    def where(self, file: str, path: Path) -> str:
        """Return `file:line` of the setting at `path`, for an error that is found later."""
        return self.documents[file].where(path)


def read_desk(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> Desk:
    """Return the desk that `files` write, with what `env` sets over them.

    Raises the first SettingsError, with the count of the others. Values from `env` are in no file of the desk.
    """
    reading = Reading(files, env or {})
    desk = _desk(reading)
    if desk is None or reading.faults:
        raise SettingsFaults(reading.faults)
    return desk


def faults(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> tuple[SettingsError, ...]:
    """Return every fault of a desk's files, desk.yaml first; empty where all can be used."""
    reading = Reading(files, env or {})
    _desk(reading)
    return tuple(reading.faults)


def _desk(reading: Reading) -> Desk | None:
    settings = reading.settings()
    languages = settings.languages if settings else ("en",)
    briefings = reading.briefings(settings, languages)
    rules = reading.rules(briefings)
    commentary = reading.commentary(briefings, languages)
    if settings is None:
        return None
    files, set_outside = dict(reading.files), (reading.overridden(), reading.environment())
    return Desk(settings, briefings, rules, commentary, files, reading.documents, *set_outside, reading.matrices)
