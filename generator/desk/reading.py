"""Reading: the files of a desk, one after the other, with everything in them that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError

from generator.desk.briefing_settings import Briefing
from generator.desk.commentary import Commentary, read_commentary
from generator.desk.desk_settings import DeskSettings
from generator.desk.environment import PREFIX, folded, override, refuse_written_secrets, speaks_of_secret
from generator.desk.faults import SettingsFaults, explain
from generator.desk.folder import DESK
from generator.desk.strangers import about_briefing, about_commentary, about_rule
from generator.desk.words import NAME, REALISED, Strict, nearest
from generator.desk.yaml_lines import Document, decode, read_yaml
from generator.errors import SettingsError
from generator.movements.grammar import RuleFault
from generator.movements.rules import Thresholds
from generator.trade.period import Period

BRIEFINGS = PREFIX + "BRIEFINGS__"
# where the desk is, and how a fault is told, are no settings; what belongs to a briefing is read with it
APART = (PREFIX + "DESK", PREFIX + "TRACEBACK", BRIEFINGS)
Model = TypeVar("Model", bound=Strict)


class Reading:
    """Files as they are read: `documents` with their lines, `faults` in the order of discovery."""

    def __init__(self, files: Mapping[str, bytes], env: Mapping[str, str]) -> None:
        """Begin with the bytes of `files` and what `env` sets over them."""
        self.files = files
        self.env = {name: value for name, value in env.items() if name.startswith(PREFIX)}
        self.given = dict(self.env)
        self.faults: list[SettingsError] = []
        self.documents: dict[str, Document] = {}

    def settings(self) -> DeskSettings | None:
        """Return what desk.yaml says, or None."""
        if DESK not in self.files:
            self.faults.append(SettingsError(DESK, "this is not there.", "Make a desk: tradebrief init DIR"))
            return None
        env = {name: value for name, value in self.env.items() if not name.startswith(APART)}
        return self._model(DESK, DeskSettings, env, PREFIX, REALISED)

    def briefings(self, settings: DeskSettings | None, languages: tuple[str, ...]) -> dict[str, Briefing]:
        """Return the briefings that can be used, by name."""
        found: dict[str, Briefing] = {}
        for file, name in self._names():
            if not NAME.fullmatch(name):
                problem = "a briefing's name has small letters, digits and hyphens only."
                self.faults.append(SettingsError(file, problem, "Rename the file."))
                continue
            prefix = f"{BRIEFINGS}{folded(name).upper()}__"
            env = {key: self.env.pop(key) for key in list(self.env) if key.startswith(prefix)}
            if (briefing := self._model(file, Briefing, env, prefix, languages)) is not None:
                found[name] = briefing
                self.faults += about_briefing(briefing, self.documents[file], settings)
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
                self.faults.append(about_rule(fault, self.documents[f"briefings/{name}.yaml"]))
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
        known = [name for _, name in self._names()]
        if len(parts) != 3:  # noqa: PLR2004 -- commentary, NAME, PERIOD
            raise SettingsError(file, "an editor's file is commentary/NAME/PERIOD.md.")
        if parts[1] not in known:
            raise SettingsError(file, f"there is no briefing {parts[1]}.", nearest(parts[1], known))
        try:
            return parts[1], str(Period.parse(parts[2]))
        except ValueError as fault:
            raise SettingsError(file, f"{fault}.") from None

    def _model(
        self, file: str, model: type[Model], env: Mapping[str, str], prefix: str, languages: tuple[str, ...]
    ) -> Model | None:
        with self._noting():
            written = read_yaml(file, decode(file, self.files[file]))
            self.faults += refuse_written_secrets(written)
            document = override(written, env, prefix, keys_of(model))
            self.documents[file] = replace(document, data=written.data)  # what came from outside may be secret
            try:
                return model.model_validate(document.data, context={"languages": languages})
            except ValidationError as fault:
                self.faults += explain(fault, model, document)
        return None

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except SettingsError as fault:
            self.faults += fault.faults if isinstance(fault, SettingsFaults) else [fault]


def keys_of(model: type[Strict]) -> list[str]:
    """Return the keys that `model` knows, as files write them."""
    return [field.alias or name for name, field in model.model_fields.items()]
