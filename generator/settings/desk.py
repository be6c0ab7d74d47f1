"""All settings of a desk as one frozen value, read from the bytes of its files.

Every fault is collected with file, line and key. A fault in a briefing, or in its commentary, stops only that briefing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path as Folder
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from generator.errors import SettingsError, SettingsFaults
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.settings.briefing_settings import Briefing
from generator.settings.commentary_file import Commentary, read_commentary
from generator.settings.cross_checks import commentary_faults, name_faults
from generator.settings.desk_folder import DESK, find_desk, gather
from generator.settings.desk_settings import DeskSettings
from generator.settings.environment import BRIEFINGS, PREFIX, folded, override, refuse_written_secrets, speaks_of_secret
from generator.settings.matrix import FOR_EACH, members
from generator.settings.setting_faults import explain, threshold_fault, without_retired
from generator.settings.source_layouts import layout
from generator.settings.source_settings import TableSource
from generator.settings.value_types import MEMBER, NAME, Language, Strict, nearest
from generator.settings.yaml_reader import Path, YamlDocument, decode, read_yaml
from generator.sources import AnyLayout, SideLayout, TableLayout
from generator.trade.period import Period

__all__ = ["Briefing", "Desk", "DeskSettings", "TableSource", "faults", "find_desk", "gather", "read_desk"]
# where the desk is, and how an error is shown, are not settings; what belongs to a briefing is read with it
NOT_OF_DESK = (PREFIX + "DESK", PREFIX + "TRACEBACK", BRIEFINGS)
Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True)
class Desk:
    """All settings of a desk, as `read_desk` returns them.

    - `files`: the bytes that they were read from, and `documents` the lines of each YAML file.
    - `overridden`: the keys that the environment set, and `environment` those variables, without secrets.
    - `matrices`: the members of each file with for_each.
    - `commentary`: by briefing and period ("2025").
    - `broken`: the faults of each briefing, or matrix, that cannot be used; the others can.
    - `folder`: where the desk lies.
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
        """The layout of the files of each source; SettingsError if one cannot be used."""
        layouts: dict[str, AnyLayout] = {}
        for name, source in self.settings.sources.items():
            try:
                layouts[name] = layout(name, source)
            except SettingsError as error:
                where = self.where(DESK, ("sources", name))
                raise SettingsError(where, error.problem, error.remedy) from None
        return layouts

    def table(self, source: str) -> TableLayout:
        """Return the table layout of a source; SettingsError if the source has no trade figures."""
        source_layout = self.layouts[source]
        if isinstance(source_layout, SideLayout):
            where = f"source {source}"
            problem = f"has {source_layout.kind} and no trade figures."
            raise SettingsError(where, problem, "Name a source of trade figures.")
        return source_layout

    def briefing(self, name: str) -> Briefing:
        """Return the briefing called `name`; SettingsError with its faults, or with the nearest name if unknown."""
        self.refuse_broken(name)
        if name not in self.briefings:
            file = f"briefings/{name}.yaml"
            raise SettingsError(file, "there is no such briefing.", nearest(name, (*self.briefings, *self.matrices)))
        return self.briefings[name]

    def refuse_broken(self, name: str) -> None:
        """Raise SettingsFaults if the briefing `name`, or the matrix that it belongs to, has faults."""
        for owner in (name, name.partition(".")[0]):
            if owner in self.broken:
                raise SettingsFaults(self.broken[owner])

    @property
    def faults(self) -> tuple[SettingsError, ...]:
        """All faults of all briefings that cannot be used."""
        return tuple(fault for faults in self.broken.values() for fault in faults)

    @property
    def notices(self) -> tuple[str, ...]:
        """A line for each retired key in the files, which a person should change."""
        documents = (*self.documents.values(), *(note.document for note in self.commentary.values()))
        return tuple(dict.fromkeys(notice for document in documents for notice in document.notices))

    def note(self, name: str, period: str) -> Commentary | None:
        """Return the commentary for one edition, or None."""
        return self.commentary.get((name, period))

    def where(self, file: str, path: Path) -> str:
        """Return `file:line` of the setting at `path`, for messages."""
        return self.documents[file].where(path)


def read_desk(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> Desk:
    """Return the desk that `files` describe. Variables of `env` override its settings.

    Raises the first SettingsError with the count of the others. But a briefing with faults in its own file or its
    commentary is only left out, and its faults are in `broken`.
    """
    reader = _DeskReader(files, env or {})
    desk = reader.desk()
    of_desk = [fault for fault in reader.faults if not reader.owner(fault)]
    if desk is None:
        raise SettingsFaults(reader.faults)
    if of_desk:
        raise SettingsFaults([*of_desk, *(fault for fault in reader.faults if fault not in of_desk)])
    broken: dict[str, tuple[SettingsError, ...]] = {}
    for fault in reader.faults:
        owner = reader.owner(fault)
        broken[owner] = (*broken.get(owner, ()), fault)
    unusable = {*broken, *(member for name in broken for member in desk.matrices.get(name, ()))}
    return replace(
        desk,
        briefings={name: briefing for name, briefing in desk.briefings.items() if name not in unusable},
        matrices={name: names for name, names in desk.matrices.items() if name not in unusable},
        broken=broken,
    )


def faults(files: Mapping[str, bytes], env: Mapping[str, str] | None = None) -> tuple[SettingsError, ...]:
    """Return every fault of a desk's files, desk.yaml first; empty without faults."""
    reader = _DeskReader(files, env or {})
    reader.desk()
    return tuple(reader.faults)


class _DeskReader:
    """Files as they are read: `documents` with their lines, `faults` in the order of discovery, members by matrix."""

    def __init__(self, files: Mapping[str, bytes], env: Mapping[str, str]) -> None:
        """Prepare to read `files`, with the variables of `env` that override settings."""
        self.files = files
        self.env = {name: value for name, value in env.items() if name.startswith(PREFIX)}
        self.faults: list[SettingsError] = []
        self.documents: dict[str, YamlDocument] = {}
        self.matrices: dict[str, tuple[str, ...]] = {}
        self.names = {
            file: file.removeprefix("briefings/").removesuffix(".yaml")
            for file in sorted(files)
            if file.startswith("briefings/")
        }
        self._variables_read: set[str] = set()

    def desk(self) -> Desk | None:
        """Return the desk with everything usable; None if desk.yaml is not. All faults are added to `faults`."""
        settings = self._settings()
        languages = settings.languages if settings else ("en",)
        briefings = self._briefings(settings, languages)
        thresholds = self._thresholds(briefings)
        commentary = self._commentary(briefings, languages)
        if settings is None:
            return None
        names: set[str] = set()
        overridden: list[str] = []
        for document in self.documents.values():
            names |= set(document.overridden.values())
            overridden += [".".join(map(str, path)) for path in sorted(document.overridden)]
        variables = sorted(names)
        return Desk(
            settings,
            briefings,
            thresholds,
            commentary,
            dict(self.files),
            self.documents,
            overridden=tuple(overridden),
            environment={name: self.env[name] for name in variables if not speaks_of_secret(name)},
            matrices=self.matrices,
        )

    def owner(self, fault: SettingsError) -> str:
        """Return the briefing or matrix whose file or commentary has the fault; "" for a fault of the desk itself."""
        folder, _, path = fault.where.partition("/")
        if folder == "briefings":
            return path.partition(".yaml")[0]
        name = path.partition("/")[0]
        names = {*self.names.values(), *(member for names in self.matrices.values() for member in names)}
        return name if folder == "commentary" and name in names else ""

    def _settings(self) -> DeskSettings | None:
        if DESK not in self.files:
            self.faults.append(SettingsError(DESK, "this is not there.", "Make a desk: tradebrief init DIR"))
            return None
        variables = {name: value for name, value in self.env.items() if not name.startswith(NOT_OF_DESK)}
        with self._collecting():
            return self._valid(DESK, self._document(DESK), DeskSettings, (variables, PREFIX))
        return None

    def _briefings(self, settings: DeskSettings | None, languages: tuple[str, ...]) -> dict[str, Briefing]:
        """Return the briefings that can be used, by name; a matrix is each of its members."""
        briefings: dict[str, Briefing] = {}
        for file, name in self.names.items():
            self._variables(name)  # of a file that cannot be read: they are not unknown
            with self._collecting():
                for member, document in self._members(file, name).items():
                    with self._collecting():
                        place = f"briefings/{member}.yaml"
                        briefings[member] = self._valid(place, document, Briefing, self._variables(member), languages)
                        if settings is not None:
                            self._note(name_faults(briefings[member], self.documents[place], settings))
        for variable in sorted(self.env):
            if variable.startswith(BRIEFINGS) and variable not in self._variables_read:
                problem = "the environment sets a key of a briefing that is not there."
                self.faults.append(SettingsError(variable, problem))
        return briefings

    def _members(self, file: str, name: str) -> dict[str, YamlDocument]:
        """Return the settings that a file of briefings/ holds by the briefing's name: one, or those of all members."""
        if not NAME.fullmatch(name) and not MEMBER.fullmatch(name):
            problem = "a briefing's name has small letters, digits and hyphens only."
            raise SettingsError(file, problem, "Rename the file.")
        document = self._document(file)
        if FOR_EACH not in document.data:
            return {name: document}
        if MEMBER.fullmatch(name):
            raise SettingsError(document.where((FOR_EACH,)), "a member of a matrix is not a matrix.", "Leave it out.")
        document = override(document, *self._variables(name), Briefing.keys())
        documents = {f"{name}.{key}": member for key, member in members(document).items()}
        for member in documents:
            if f"briefings/{member}.yaml" in self.files:
                problem = f"{member} has a file of its own, briefings/{member}.yaml."
                raise SettingsError(document.where((FOR_EACH,)), problem, "Take the key out, or the file.")
        self.matrices[name] = tuple(documents)
        return documents

    def _thresholds(self, briefings: Mapping[str, Briefing]) -> dict[str, Thresholds]:
        """Return the thresholds of each briefing, read by the room that knows them."""
        thresholds: dict[str, Thresholds] = {}
        for name, briefing in briefings.items():
            try:
                thresholds[name] = Thresholds.read(briefing.thresholds, ("thresholds",))
            except RuleFault as fault:
                self._note([threshold_fault(fault, self.documents[f"briefings/{name}.yaml"])])
        return thresholds

    def _commentary(
        self, briefings: Mapping[str, Briefing], languages: tuple[str, ...]
    ) -> dict[tuple[str, str], Commentary]:
        """Return the editor's files, by briefing and period."""
        notes: dict[tuple[str, str], Commentary] = {}
        for file in sorted(name for name in self.files if name.startswith("commentary/")):
            with self._collecting():
                name, period = self._edition(file)
                note = read_commentary(file, self.files[file], languages)
                notes[name, period] = note
                if name in briefings:
                    self._note(commentary_faults(note, briefings[name]))
        return notes

    def _edition(self, file: str) -> tuple[str, str]:
        """Return the briefing and the period that an editor's file belongs to."""
        parts = file.removesuffix(".md").split("/")
        if len(parts) != 3:  # noqa: PLR2004 -- commentary, NAME, PERIOD
            raise SettingsError(file, "an editor's file is commentary/NAME/PERIOD.md.")
        names = [name for name in self.names.values() if name not in self.matrices]
        names += [member for names in self.matrices.values() for member in names]
        if parts[1] not in names:
            raise SettingsError(file, f"there is no briefing {parts[1]}.", nearest(parts[1], names))
        try:
            return parts[1], str(Period.parse(parts[2]))
        except ValueError as fault:
            raise SettingsError(file, f"{fault}.") from None

    def _variables(self, name: str) -> tuple[dict[str, str], str]:
        """Return what the environment sets in the briefing `name`, and how the names of those variables begin."""
        prefix = f"{BRIEFINGS}{folded(name).upper()}__"
        variables = {key: value for key, value in self.env.items() if key.startswith(prefix)}
        self._variables_read |= set(variables)
        return variables, prefix

    def _document(self, file: str) -> YamlDocument:
        document = read_yaml(file, decode(file, self.files[file]))
        self.faults += refuse_written_secrets(document)
        return document

    def _valid(
        self,
        file: str,
        written: YamlDocument,
        model: type[Model],
        variables: tuple[Mapping[str, str], str],
        languages: tuple[str, ...] | None = None,
    ) -> Model:
        """Return what is `written`, with `variables` over it, as a `model`, or raise its faults.

        Texts must be in `languages`, or in those that the document itself asks for.
        """
        document = without_retired(override(written, *variables, model.keys()))
        self.documents[file] = replace(document, data=written.data)  # what came from outside may be secret
        try:
            return model.model_validate(document.data, context={"languages": languages or _languages_in(document.data)})
        except ValidationError as fault:
            raise SettingsFaults(explain(fault, model, document)) from None

    def _note(self, faults: Iterable[SettingsError]) -> None:
        """Note faults, each once: the members of a matrix have those of their one file together."""
        messages = {str(fault) for fault in self.faults}
        self.faults += [fault for fault in faults if str(fault) not in messages]

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        """Note the faults that the block raises."""
        try:
            yield
        except SettingsError as fault:
            self._note(fault.faults if isinstance(fault, SettingsFaults) else [fault])


def _languages_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages that a desk asks for; what is not a language is a fault of its own key."""
    tags = data.get("languages", ("en",))
    return tuple(tag for tag in get_args(Language) if tag in tags) if isinstance(tags, list | tuple) else ()
