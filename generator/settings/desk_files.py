"""Reading the files of a desk: every fault in them is collected, with file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from generator.errors import SettingsError, SettingsFaults
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.settings.briefing_settings import Briefing, mirror_of
from generator.settings.commentary_file import Commentary, read_commentary
from generator.settings.desk_folder import DESK
from generator.settings.desk_settings import BESIDE, NAMES, DeskSettings
from generator.settings.environment import PREFIX, folded, override, refuse_written_secrets, speaks_of_secret
from generator.settings.matrix import FOR_EACH, members
from generator.settings.setting_faults import explain
from generator.settings.value_types import MEMBER, NAME, Language, Strict, nearest
from generator.settings.yaml_reader import Path, YamlDocument, decode, read_yaml, unquoted, with_point
from generator.trade.codes import Flow, is_within
from generator.trade.period import Period

REMEDY = "Add it there, or take it out here."


def about_briefing(
    briefing: Briefing, document: YamlDocument, settings: DeskSettings | None
) -> Iterator[SettingsError]:
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


def _about_mirror(briefing: Briefing, document: YamlDocument, settings: DeskSettings | None) -> Iterator[SettingsError]:
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


def _about_context(
    briefing: Briefing, document: YamlDocument, settings: DeskSettings | None
) -> Iterator[SettingsError]:
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


def about_rule(fault: RuleFault, document: YamlDocument) -> SettingsError:
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


BRIEFINGS = PREFIX + "BRIEFINGS__"
# where the desk is, and how a fault is told, are no settings; what belongs to a briefing is read with it
APART = (PREFIX + "DESK", PREFIX + "TRACEBACK", BRIEFINGS)
Model = TypeVar("Model", bound=Strict)


class DeskReader:
    """Files as they are read: `documents` with their lines, `faults` in the order of discovery, members by matrix."""

    def __init__(self, files: Mapping[str, bytes], env: Mapping[str, str]) -> None:
        """Begin with the bytes of `files` and what `env` sets over them."""
        self.files = files
        self.env = {name: value for name, value in env.items() if name.startswith(PREFIX)}
        self.given = dict(self.env)
        self.faults: list[SettingsError] = []
        self.documents: dict[str, YamlDocument] = {}
        self.matrices: dict[str, tuple[str, ...]] = {}

    def settings(self) -> DeskSettings | None:
        """Return what desk.yaml says, or None."""
        if DESK not in self.files:
            self.faults.append(SettingsError(DESK, "this is not there.", "Make a desk: tradebrief init DIR"))
            return None
        env = {name: value for name, value in self.env.items() if not name.startswith(APART)}
        with self._noting():
            return self._valid(DESK, self._read(DESK), DeskSettings, (env, PREFIX))
        return None

    def briefings(self, settings: DeskSettings | None, languages: tuple[str, ...]) -> dict[str, Briefing]:
        """Return the briefings that can be used, by name; a matrix is each of its members."""
        found: dict[str, Briefing] = {}
        for file, name in self._names():
            with self._noting():
                for own, document in self._settings_of(file, name).items():
                    place = f"briefings/{own}.yaml"
                    briefing = self._valid(place, document, Briefing, self._variables(own), languages)
                    if briefing is not None:
                        found[own] = briefing
                        self._note(about_briefing(briefing, self.documents[place], settings))
            self._variables(name)  # of a file that cannot be read: they are not unknown
        for key in sorted(key for key in self.env if key.startswith(BRIEFINGS)):
            self.faults.append(SettingsError(key, "the environment sets a key of a briefing that is not there."))
        return found

    def rules(self, briefings: Mapping[str, Briefing]) -> dict[str, Thresholds]:
        """Return the thresholds of each briefing, read by the room that knows them."""
        found: dict[str, Thresholds] = {}
        for name, briefing in briefings.items():
            try:
                found[name] = Thresholds.read(briefing.thresholds, ("thresholds",))
            except RuleFault as fault:
                self._note([about_rule(fault, self.documents[f"briefings/{name}.yaml"])])
        return found

    def commentary(
        self, briefings: Mapping[str, Briefing], languages: tuple[str, ...]
    ) -> dict[tuple[str, str], Commentary]:
        """Return the editor's files, by briefing and period."""
        found: dict[tuple[str, str], Commentary] = {}
        for file in sorted(name for name in self.files if name.startswith("commentary/")):
            with self._noting():
                name, period = self._edition(file)
                note = read_commentary(file, self.files[file], languages)
                if name in briefings:
                    self.faults += about_commentary(note, briefings[name])
                found[name, period] = note
        return found

    def owner(self, fault: SettingsError) -> str:
        """Return the briefing or matrix whose own file, or commentary, has `fault`; "" for a fault of the desk."""
        room, _, rest = fault.where.partition("/")
        if room == "briefings":
            return rest.partition(".yaml")[0]
        name = rest.partition("/")[0] if room == "commentary" else ""
        files = {own for _, own in self._names()}
        return name if name in files or any(name in found for found in self.matrices.values()) else ""

    def overridden(self) -> tuple[str, ...]:
        """Return the keys whose values came from the environment, as `mail.smtp.password`."""
        return tuple(
            ".".join(map(str, path)) for document in self.documents.values() for path in sorted(document.overridden)
        )

    def environment(self) -> dict[str, str]:
        """Return what the environment set, by the variable's name; nothing whose name speaks of a secret."""
        names = {name for document in self.documents.values() for name in document.overridden.values()}
        return {name: self.given[name] for name in sorted(names) if not speaks_of_secret(name)}

    def _names(self) -> Iterator[tuple[str, str]]:
        for file in sorted(name for name in self.files if name.startswith("briefings/")):
            yield file, file.removeprefix("briefings/").removesuffix(".yaml")

    def _edition(self, file: str) -> tuple[str, str]:
        parts = file.removesuffix(".md").split("/")
        known = [name for _, name in self._names() if name not in self.matrices]
        known += [member for names in self.matrices.values() for member in names]
        if len(parts) != 3:  # noqa: PLR2004 -- commentary, NAME, PERIOD
            raise SettingsError(file, "an editor's file is commentary/NAME/PERIOD.md.")
        if parts[1] not in known:
            raise SettingsError(file, f"there is no briefing {parts[1]}.", nearest(parts[1], known))
        try:
            return parts[1], str(Period.parse(parts[2]))
        except ValueError as fault:
            raise SettingsError(file, f"{fault}.") from None

    def _settings_of(self, file: str, name: str) -> dict[str, YamlDocument]:
        """Return the settings that a file of briefings/ holds by the briefing's name: one, or those of all members."""
        if not NAME.fullmatch(name) and not MEMBER.fullmatch(name):
            problem = "a briefing's name has small letters, digits and hyphens only."
            raise SettingsError(file, problem, "Rename the file.")
        document = self._read(file)
        if FOR_EACH not in document.data:
            return {name: document}
        if MEMBER.fullmatch(name):
            raise SettingsError(document.where((FOR_EACH,)), "a member of a matrix is no matrix.", "Leave it out.")
        document = override(document, *self._variables(name), keys_of(Briefing))
        found = {f"{name}.{key}": member for key, member in members(document).items()}
        if double := [member for member in found if f"briefings/{member}.yaml" in self.files]:
            problem = f"{double[0]} has a file of its own, briefings/{double[0]}.yaml."
            raise SettingsError(document.where((FOR_EACH,)), problem, "Take the key out, or the file.")
        self.matrices[name] = tuple(found)
        return found

    def _variables(self, name: str) -> tuple[dict[str, str], str]:
        """Return what the environment sets in the briefing `name`, and how the names of those variables begin."""
        prefix = f"{BRIEFINGS}{folded(name).upper()}__"
        return {key: self.env.pop(key) for key in list(self.env) if key.startswith(prefix)}, prefix

    def _read(self, file: str) -> YamlDocument:
        written = read_yaml(file, decode(file, self.files[file]))
        self.faults += refuse_written_secrets(written)
        return written

    def _valid(
        self,
        file: str,
        written: YamlDocument,
        model: type[Model],
        variables: tuple[Mapping[str, str], str],
        languages: tuple[str, ...] | None = None,
    ) -> Model | None:
        """Return `document` as a `model`; its words are in `languages`, or in those that it names itself."""
        with self._noting():
            document = override(written, *variables, keys_of(model))
            self.documents[file] = replace(document, data=written.data)  # what came from outside may be secret
            try:
                return model.model_validate(document.data, context={"languages": languages or _asked(document.data)})
            except ValidationError as fault:
                self._note(explain(fault, model, document))
        return None

    def _note(self, faults: Iterable[SettingsError]) -> None:
        """Note faults, each once: the members of a matrix have those of their one file together."""
        said = {str(fault) for fault in self.faults}
        self.faults += [fault for fault in faults if str(fault) not in said]

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except SettingsError as fault:
            self._note(fault.faults if isinstance(fault, SettingsFaults) else [fault])


def _asked(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages that a desk asks for; what is not a language is a fault of its own key."""
    asked = data.get("languages", ("en",))
    return tuple(tag for tag in get_args(Language) if tag in asked) if isinstance(asked, list | tuple) else ()


def keys_of(model: type[Strict]) -> list[str]:
    """Return the keys that `model` knows, as files write them."""
    return [field.alias or name for name, field in model.model_fields.items()]
