"""Briefings with `for_each`: one file expanded into the settings of each member.

A member is called NAME.KEY. Its settings are those of a single briefing, without what belongs to other members. Errors
in them name the line of the matrix, since that is the file to fix.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import SettingsError, SettingsFaults
from generator.settings.briefing_settings import Briefing, Choice, ForEach
from generator.settings.setting_faults import explain
from generator.settings.value_types import is_world, nearest
from generator.settings.yaml_reader import Path, YamlDocument, YamlPlace, read_yaml
from generator.story.words import speak
from generator.trade.codes import economy, is_within


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return the settings of a briefing as YAML: keys in the order of the models, no comment.

    An edition's inputs hold these bytes: they are equal for two files with the same settings, whether or not a matrix.
    """
    briefing = _ordered(data, Briefing.model_fields)
    if isinstance(briefing.get("figures"), Mapping):
        briefing["figures"] = _ordered(briefing["figures"], Choice.model_fields)
    return f"{_written(briefing, '')}\n".encode()


def _ordered(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    ordered = [key for key in keys if key in data]
    return {key: data[key] for key in (*ordered, *(key for key in data if key not in ordered))}


def _written(value: object, indent: str) -> str:
    """Return a value in YAML's flow form, which is JSON; only a Decimal is written with all of its digits."""
    deeper = f"{indent} "
    match value:
        case Mapping() if value:
            parts = [f"{deeper}{_written(key, '')}: {_written(part, deeper)}" for key, part in value.items()]
            return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
        case list() if value:
            return "[" + ", ".join(_written(part, deeper) for part in value) + "]"
        case Decimal():
            digits = f"{value:f}"
            return digits if "." in digits else f"{digits}.0"
        case _:
            return json.dumps(value, ensure_ascii=False)


FOR_EACH = "for_each"
PLACEHOLDERS = ("key", "partner", "partner_adjective", "reporter", "reporter_adjective")
_HOLE = re.compile(r"\{([^{}]*)\}")
# the texts of title, figures.group, themes[].label and watch[], in each language
_TEXTS = re.compile(r"title/\w+|figures/group/\w+|themes/\d+/label/\w+|watch/\d+/(?:what|when)/\w+")
Data = dict[str, Any]


class _MatrixFile(BaseModel):
    """What must hold before a file can be expanded; the rest is checked in each member."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
    for_each: ForEach


def members(document: YamlDocument) -> dict[str, YamlDocument]:
    """Return the settings of each member of a matrix by its key, or raise the SettingsError of its file."""
    try:
        for_each = _MatrixFile.model_validate(document.data).for_each
    except ValidationError as fault:
        raise SettingsFaults(explain(fault, _MatrixFile, document)) from None
    kind = next(key for key in ForEach.model_fields if getattr(for_each, key))
    data = _shared(document, kind)
    if for_each.codes is None:
        parties = enumerate(getattr(for_each, kind))
        return _refuse_same_titles(
            document, {code: _member(document, data, (kind, at), code, code) for at, code in parties}
        )
    all_codes = [code for codes in for_each.codes.values() for code in codes]
    lists = {key: (list(codes), _own_lines(data, codes, all_codes)) for key, codes in for_each.codes.items()}
    documents = {
        key: _member(document, member_data, (kind, key), key, codes) for key, (codes, member_data) in lists.items()
    }
    return _refuse_same_titles(document, documents)


def _refuse_same_titles(document: YamlDocument, documents: dict[str, YamlDocument]) -> dict[str, YamlDocument]:
    """Return the members; SettingsError where two have one title, by which a reader would take one for the other."""
    titles = [str(member.data.get("title")) for member in documents.values() if "title" in member.data]
    if len(set(titles)) < len(titles):
        remedy = f"Write {' or '.join(f'{{{hole}}}' for hole in PLACEHOLDERS[:2])} in it."
        raise SettingsError(document.where(("title",)), "title is the same for several members.", remedy)
    return documents


def _shared(document: YamlDocument, kind: str) -> Data:
    """Return what all members have; SettingsError where it says what for_each says, or cannot be shared."""
    figures = document.data.get("figures")
    if not isinstance(figures, dict):
        raise SettingsError(
            document.where(("figures",)), "there are no figures to look at.", "Write figures: with keys."
        )
    if kind in figures:
        raise SettingsError(document.where(("figures", kind)), f"{kind} stands here and in for_each.", "Keep one.")
    if kind == "codes" and "themes" in document.data:
        where = document.where(("themes",))
        raise SettingsError(where, "themes are of one list of codes, and for_each has several.", "Leave them out.")
    return {name: part for name, part in document.data.items() if name != FOR_EACH}


def _member(
    document: YamlDocument, data: Data, place: tuple[str, str | int], key: str, value: str | list[str]
) -> YamlDocument:
    """Return the settings of the member `key`: those of all, and `value`, which keeps its place under for_each."""
    kind, _ = place
    figures = {**data["figures"], kind: value}
    data = _filled({**data, "figures": figures}, (), lambda hole, path: _meaning(document, path, hole, key, figures))
    source_path: Path = (FOR_EACH, *place)
    target_path: Path = ("figures", kind)
    values = {(*target_path, *path[3:]): place for path, place in document.values.items() if path[:3] == source_path}
    head: YamlPlace | None = document.keys.get(source_path) or document.values.get(source_path)
    keys = {target_path: head} if head else {}
    read = read_yaml(document.file, canonical(data).decode()).data  # what is kept is what is built
    return YamlDocument(
        document.file, read, {**document.keys, **keys}, {**document.values, **values}, document.overridden
    )


def _own_lines(data: Data, codes: tuple[str, ...], all_codes: list[str]) -> Data:
    """Return `data` without the labels and thresholds that are of other members' codes alone."""
    other_codes = [code for code in all_codes if code not in codes]

    def own_codes(node: object) -> object:
        if not isinstance(node, dict):
            return node
        return {code: part for code, part in node.items() if _within(code, codes) or not _within(code, other_codes)}

    own_data = dict(data)
    if "labels" in data:
        own_data["labels"] = own_codes(data["labels"])
    if isinstance(data.get("thresholds"), dict) and "series" in data["thresholds"]:
        own_data["thresholds"] = {**data["thresholds"], "series": own_codes(data["thresholds"]["series"])}
    return own_data


def _within(code: str, codes: tuple[str, ...] | list[str]) -> bool:
    return any(is_within(code, parent) for parent in codes)


def _filled(node: Any, path: Path, fill: Callable[[str, Path], str]) -> Any:  # noqa: ANN401 -- what a YAML value is
    """Return `node` with the placeholders of its texts filled in."""
    if isinstance(node, dict):
        return {key: _filled(part, (*path, key), fill) for key, part in node.items()}
    if isinstance(node, list):
        return [_filled(part, (*path, at), fill) for at, part in enumerate(node)]
    if isinstance(node, str) and _TEXTS.fullmatch("/".join(map(str, path))):
        return _HOLE.sub(lambda hole: fill(hole[1], path), node)
    return node


def _meaning(document: YamlDocument, path: Path, hole: str, key: str, figures: Mapping[str, Any]) -> str:
    """Return what a placeholder stands for in the language of its text; SettingsError where it means nothing."""
    where = document.where(path)
    if hole not in PLACEHOLDERS:
        raise SettingsError(where, f"{{{hole}}} is not a placeholder.", nearest(hole, PLACEHOLDERS))
    if hole == "key":
        return key
    if path[-1] != "en":
        raise SettingsError(where, f"{{{hole}}} is known in English only.", "Write a title that does without.")
    party, _, adjective = hole.partition("_")
    if party == "partner" and is_world(str(figures.get(party))):
        raise SettingsError(
            where, f"{{{hole}}} is not an economy: the partner is the World.", "Write a title without it."
        )
    try:
        land = economy(str(figures.get(party)))
    except ValueError:
        return ""  # the model refuses the economy itself
    english = speak("en")
    if not adjective:
        return english.bare_land(land.iso3).words
    word = english.lexicon["demonyms"].get(land.iso3)
    if word:
        return str(word)
    raise SettingsError(where, f"no adjective of {land.name} is known.", f"Write {{{party}}}.")
