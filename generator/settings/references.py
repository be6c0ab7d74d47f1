"""Names in one file that another must know: sources, and codes outside a briefing's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.errors import SettingsError
from generator.movements.threshold_grammar import RuleFault
from generator.settings.briefing_settings import Briefing
from generator.settings.commentary_file import Commentary
from generator.settings.desk_settings import BESIDE, NAMES, DeskSettings
from generator.settings.mirror_trade import mirror_of
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Document, Path, unquoted, with_point
from generator.trade.codes import Flow, is_within

REMEDY = "Add it there, or take it out here."


def about_briefing(briefing: Briefing, document: Document, settings: DeskSettings | None) -> Iterator[SettingsError]:
    """Yield an error for each name of a briefing that nothing answers to."""
    source = briefing.figures.source
    if settings is not None and source not in settings.sources:
        problem = f"source is {source}, which desk.yaml does not have."
        yield SettingsError(document.where(("figures", "source")), problem, nearest(source, settings.sources))
    elif settings is not None and (kind := settings.sources[source].kind) in (*BESIDE, NAMES):
        problem = f"source is {source}, which has {kind} and no trade figures."
        known = [name for name, one in settings.sources.items() if one.kind not in (*BESIDE, NAMES)]
        yield SettingsError(document.where(("figures", "source")), problem, nearest(source, known))
    elif settings is not None and briefing.figures.balance and (only := settings.sources[source].flow):
        problem = f"balance needs exports and imports, and {source} says that its figures are all {only.name.lower()}s."
        yield SettingsError(document.where(("figures", "balance")), problem, "Take it out, or the flow of the source.")
    yield from _about_mirror(briefing, document, settings)
    yield from _about_context(briefing, document, settings)
    for path, code in _codes(briefing):
        if _is_strange(code, briefing):
            yield SettingsError(document.where(path), f"{code} lies in none of figures.codes.", REMEDY)


def _about_mirror(briefing: Briefing, document: Document, settings: DeskSettings | None) -> Iterator[SettingsError]:
    """Yield what is wrong with the source of the partner's report: unknown, of no trade, or of another trade alone."""
    asked = mirror_of(briefing)
    if asked is None or settings is None:
        return
    where, known = document.where(("figures", "mirror")), settings.sources.get(asked.source)
    if known is None or known.kind in (*BESIDE, NAMES):
        problem = f"mirror is {asked.source}, which desk.yaml does not have with trade figures."
        trading = [name for name, one in settings.sources.items() if one.kind not in (*BESIDE, NAMES)]
        yield SettingsError(where, problem, nearest(asked.source, trading))
        return
    for key, wanted in (("reporter", asked.reporter), ("partner", asked.partner), ("flow", asked.flow)):
        said = getattr(known, key)
        if said is not None and said != wanted:
            told = f"{wanted.name.lower()}s" if isinstance(wanted, Flow) else f"those of {key} {wanted}"
            only = f"{said.name.lower()}s" if isinstance(said, Flow) else f"of {key} {said}"
            problem = f"mirror needs {told}, and {asked.source} says that its figures are all {only}."
            yield SettingsError(where, problem, "Name a source that has the partner's own report, or take it out.")


def _about_context(briefing: Briefing, document: Document, settings: DeskSettings | None) -> Iterator[SettingsError]:
    for place, asked in enumerate(briefing.context):
        where = document.where(("context", place, "source"))
        kind = settings.sources[asked.source].kind if settings and asked.source in settings.sources else ""
        if settings is not None and kind not in BESIDE:
            problem = f"source is {asked.source}, which desk.yaml does not have with prices or rates."
            beside = [name for name, one in settings.sources.items() if one.kind in BESIDE]
            yield SettingsError(where, problem, nearest(asked.source, beside) or "Add one: docs/sources/pink-sheet.md.")


def about_commentary(note: Commentary, briefing: Briefing) -> Iterator[SettingsError]:
    """Yield an error for each code of an editor's file that the briefing does not have."""
    for key, codes in (("lead_with", (note.lead_with,) if note.lead_with else ()), ("leave_out", note.leave_out)):
        for code in codes:
            if _is_strange(code, briefing) and not any(is_within(own, code) for own in briefing.figures.codes):
                yield SettingsError(note.where(key), f"{key}: {code} lies in none of figures.codes.", REMEDY)


def about_rule(fault: RuleFault, document: Document) -> SettingsError:
    """Return the error of a threshold with its line; a code without quotes is shown as it was written."""
    where, written = document.where(fault.path), document.written(fault.path)
    if "codes" in fault.path and not isinstance(document.at(fault.path), str) and written:
        return SettingsError(where, *unquoted("codes", written))
    return SettingsError(
        where, f"{fault.problem}.", f"Nearest: {fault.nearest}." if fault.nearest else with_point(written)
    )


def _codes(briefing: Briefing) -> Iterable[tuple[Path, str]]:
    for place, theme in enumerate(briefing.themes):
        yield from ((("themes", place, "codes", item), code) for item, code in enumerate(theme.codes))
    yield from ((("alert", item), code) for item, code in enumerate(briefing.alert))
    yield from ((("labels", code), code) for code in briefing.labels)
    for place, asked in enumerate(briefing.context):
        yield from ((("context", place, "for", item), code) for item, code in enumerate(asked.lines))


def _is_strange(code: str, briefing: Briefing) -> bool:
    return not any(is_within(code, own) for own in briefing.figures.codes)
