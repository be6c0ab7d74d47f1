"""Faults across files: names and codes in a briefing, or in its commentary, that do not exist elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import SettingsError
from generator.settings.briefing_settings import Briefing, mirror_of
from generator.settings.commentary_file import Commentary
from generator.settings.desk_settings import DeskSettings
from generator.settings.source_settings import BESIDE
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Path, YamlDocument
from generator.trade.codes import Flow, is_within

_REMEDY = "Add it there, or take it out here."


def name_faults(briefing: Briefing, document: YamlDocument, settings: DeskSettings) -> Iterator[SettingsError]:
    """Yield an error for each source that is unknown or of another kind, and for each code outside the briefing's."""
    where = document.where(("figures", "source"))
    name = briefing.figures.source
    source = settings.sources.get(name)
    trading = [source_name for source_name, candidate in settings.sources.items() if candidate.has_trade]
    if source is None:
        problem = f"source is {name}, which desk.yaml does not have."
        yield SettingsError(where, problem, nearest(name, settings.sources))
    elif not source.has_trade:
        yield SettingsError(
            where, f"source is {name}, which has {source.kind} and no trade figures.", nearest(name, trading)
        )
    elif briefing.figures.balance and source.flow:
        flow = f"{source.flow.name.lower()}s"
        problem = f"balance needs exports and imports, and {name} says that its figures are all {flow}."
        yield SettingsError(document.where(("figures", "balance")), problem, "Take it out, or the flow of the source.")
    yield from _mirror_faults(briefing, document, settings, trading)
    for place, series in enumerate(briefing.context):
        priced = [source_name for source_name, candidate in settings.sources.items() if candidate.kind in BESIDE]
        if series.source not in priced:
            problem = f"source is {series.source}, which desk.yaml does not have with prices or rates."
            remedy = nearest(series.source, priced) or "Add one: docs/sources/pink-sheet.md."
            yield SettingsError(document.where(("context", place, "source")), problem, remedy)
    for path, code in _codes_of(briefing):
        if not any(is_within(code, parent) for parent in briefing.figures.codes):
            yield SettingsError(document.where(path), f"{code} lies in none of figures.codes.", _REMEDY)


def _mirror_faults(
    briefing: Briefing, document: YamlDocument, settings: DeskSettings, trading: list[str]
) -> Iterator[SettingsError]:
    """Yield an error if the source of the partner's report is unknown, has no trade figures, or only other trade."""
    mirror = mirror_of(briefing)
    if mirror is None:
        return
    where = document.where(("figures", "mirror"))
    if mirror.source not in trading:
        problem = f"mirror is {mirror.source}, which desk.yaml does not have with trade figures."
        yield SettingsError(where, problem, nearest(mirror.source, trading))
        return
    for key, expected in (("reporter", mirror.reporter), ("partner", mirror.partner), ("flow", mirror.flow)):
        declared = getattr(settings.sources[mirror.source], key)
        if declared is None or declared == expected:
            continue
        if isinstance(expected, Flow):
            needs = f"{expected.name.lower()}s"
            has = f"{declared.name.lower()}s"
        else:
            needs = f"those of {key} {expected}"
            has = f"of {key} {declared}"
        problem = f"mirror needs {needs}, and {mirror.source} says that its figures are all {has}."
        yield SettingsError(where, problem, "Name a source that has the partner's own report, or take it out.")


def _codes_of(briefing: Briefing) -> Iterator[tuple[Path, str]]:
    """Yield each code of a briefing that must be within its figures, with its place in the file."""
    for place, theme in enumerate(briefing.themes):
        for item, code in enumerate(theme.codes):
            yield (("themes", place, "codes", item), code)
    for item, code in enumerate(briefing.alert):
        yield (("alert", item), code)
    for code in briefing.labels:
        yield (("labels", code), code)
    for place, series in enumerate(briefing.context):
        for item, code in enumerate(series.lines):
            yield (("context", place, "for", item), code)


def commentary_faults(note: Commentary, briefing: Briefing) -> Iterator[SettingsError]:
    """Yield an error for each code of an editor's file that the briefing does not have."""
    leading = [("lead_with", note.lead_with)] if note.lead_with else []
    for key, code in (*leading, *(("leave_out", code) for code in note.leave_out)):
        if not any(is_within(code, parent) or is_within(parent, code) for parent in briefing.figures.codes):
            yield SettingsError(note.where(key), f"{key}: {code} lies in none of figures.codes.", _REMEDY)
