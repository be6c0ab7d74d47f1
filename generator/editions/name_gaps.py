"""Names that an edition lacks in one of its languages, with the line of the settings that would give each."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, cast

from generator.audit.edition_data import strip_isolates
from generator.settings.commentary_file import Sourced
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.wiring import in_language, source_title
from generator.story.patterns import names_of
from generator.trade.trees import leaves, read

_PROSE = frozenset({"finding", "section"})  # kinds of blocks with sentences
_OF_A_QUOTE = ("speaker", "anonymous", "role", "organisation", "medium")


def name_gaps(desk: Desk, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names that an edition lacks, from its `files`. Each is a warning: the edition stands as it is."""
    edition, claims = (json.loads(files[name]) for name in ("edition.json", "claims.json"))
    gaps = (*_lines(desk, edition), *_quotes(desk, edition), *_sources(desk, edition, claims))
    return tuple(dict.fromkeys(gaps))


def _lines(desk: Desk, edition: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the text that go by their code, since nothing names them."""
    where = desk.where(f"briefings/{edition['briefing']}.yaml", ("labels",))
    for language, story in edition["stories"].items():
        names = edition["glossary"][language]["lines"]
        for code in sorted(_codes_of_text(story)):
            short = strip_isolates(names[code][1])
            if code in short:
                remedy = f'labels: "{code}": {{{language}: {{full: …, short: …, head: …}}}}'
                yield f"{where}: HS {code} has no name in {language}; it is printed as {short}. Add {remedy}"


def _codes_of_text(story: Mapping[str, Any]) -> set[str]:
    """Return the lines that the sentences of a story name."""
    codes: set[str] = set()
    for block in story["blocks"]:
        if block["kind"] in _PROSE:
            for tree in _trees(block):
                codes.update(leaf[1] for leaf in leaves(read(tree)) if leaf[0] == "line")
    return codes


def _trees(part: Any) -> Iterator[Any]:  # noqa: ANN401 -- JSON is any
    if isinstance(part, dict):
        if "said" in part:
            yield part["said"]
        for name, below in part.items():
            if name != "said":
                yield from _trees(below)
    elif isinstance(part, list):
        for below in part:
            yield from _trees(below)


def _quotes(desk: Desk, edition: Mapping[str, Any]) -> Iterator[str]:
    """Yield the people and media of the commentary that have no name in a language."""
    note = desk.note(edition["briefing"], edition["period"])
    if note is None:
        return
    for key, items, fields in (("quotes", note.quotes, _OF_A_QUOTE), ("background", note.background, ("medium",))):
        for place, item in enumerate(items):
            for field in fields:
                yield from _of_field(item, field, note.where(key, place, field), edition)


def _of_field(item: Sourced, field: str, where: str, edition: Mapping[str, Any]) -> Iterator[str]:
    names: Mapping[Language, str] = getattr(item, field) or {}
    for language in edition["stories"]:
        printed = in_language(names, language)
        if not _is_written_in(printed, language):
            yield _gap(where, field, printed, language, f"{field}: {{{language}: …}}")


def _sources(desk: Desk, edition: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[str]:
    """Yield the offices, and the people and publications of their files, that have no name in a language."""
    for source_name in sorted({document["source"] for document in claims["documents"].values()}):
        source = desk.settings.sources.get(source_name)
        if source is None:
            continue
        where = desk.where("desk.yaml", ("sources", source_name))
        raws = {raw for raw, document in claims["documents"].items() if document["source"] == source_name}
        cells = [cell for cell in claims["cells"].values() if cell["raw"] in raws]
        originals = sorted({cell[key] for cell in cells for key in ("speaker", "publication") if cell[key]})
        for tag in edition["stories"]:
            language = cast("Language", tag)
            title = source_title(source, language)
            if not _is_written_in(title, language):
                yield _gap(where, "title", title, language, f"title: {{{language}: …}}")
            for original in originals:
                printed = source.names.get(original, {}).get(language, original)
                if not _is_written_in(printed, language):
                    yield _gap(where, "names", printed, language, f'names: "{original}": {{{language}: …}}')


def _gap(where: str, key: str, printed: str, language: str, remedy: str) -> str:
    return f"{where}: {key}: “{printed}” has no name in {language} and keeps its letters. Add {remedy}"


def _is_written_in(words: str, language: str) -> bool:
    """Whether words have a letter of the language's script, or no letter at all."""
    script = names_of(language)["script"]
    letters = [sign for sign in words if sign.isalpha()]
    return not letters or any(unicodedata.name(sign, "").startswith(script) for sign in letters)
