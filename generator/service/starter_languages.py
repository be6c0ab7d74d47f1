"""Starter languages: the starter desk's texts in the languages that are asked for, each at its place in its file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from generator.errors import SettingsError
from generator.settings.value_types import LANGUAGES, Language, nearest

PLAIN: tuple[Language, ...] = ("en",)  # what the files are written in
_FLAG = "--languages"
_FENCE = "---\n"
_WIDTH = 10_000  # columns: a text stays on its line
_INDENT = {"mapping": 2, "sequence": 4, "offset": 2}


def wanted(languages: str) -> tuple[Language, ...]:
    """Return the languages that "en,zh,ur" names; raise SettingsError for one that is unknown, or named twice."""
    named = [one.strip() for one in languages.split(",")]
    for one in named:
        if one not in LANGUAGES:
            raise SettingsError(_FLAG, f"{one!r} is no language of an edition.", nearest(one, LANGUAGES))
        if named.count(one) > 1:
            raise SettingsError(_FLAG, f"{one} is named twice.", "Name it once.")
    return tuple(tag for one in named for tag in LANGUAGES if tag == one)


def worded(contents: Mapping[str, bytes], languages: Sequence[Language]) -> dict[str, bytes]:
    """Return the files of a starter desk with their texts in `languages`; those in English alone stay as they are."""
    others = {language: _overlay(language) for language in languages if language not in PLAIN}
    if not others:
        return dict(contents)
    return {
        name: _written(content, {language: texts[name] for language, texts in others.items()}, languages)
        if any(name in texts for texts in others.values())
        else content
        for name, content in contents.items()
    }


def _overlay(language: Language) -> Any:  # noqa: ANN401 -- YAML
    kept = files("generator.service").joinpath("tongues", f"{language}.yaml")
    return YAML(typ="safe", pure=True).load(kept.read_bytes())


def _written(content: bytes, others: Mapping[Language, Any], languages: Sequence[Language]) -> bytes:
    """Return a YAML file, or the front matter of a text, with the words of the `others`."""
    text = content.decode()
    fenced = text.startswith(_FENCE)
    front, rest = text[len(_FENCE) :].split(_FENCE, 1) if fenced else (text, "")
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, _WIDTH
    yaml.indent(**_INDENT)
    known = yaml.load(front)
    for language, texts in others.items():
        _say(known, texts, language)
    _keep(known, languages)
    if "languages" in known:
        known["languages"][:] = list(languages)
    made = io.StringIO()
    yaml.dump(known, made)
    return (f"{_FENCE}{made.getvalue()}{_FENCE}{rest}" if fenced else made.getvalue()).encode()


def _say(known: Any, texts: Any, language: Language) -> None:  # noqa: ANN401 -- YAML
    """Put each text where the file has the same one; a list goes by its order. What it has not is the sample's."""
    for key, text in ((key, text) for key, text in _items(texts) if isinstance(known, CommentedSeq) or key in known):
        if isinstance(text, str) or (isinstance(text, Mapping) and "full" in text):
            known[key] = _in(known[key], text, language)
        else:
            _say(known[key], text, language)


def _in(known: Any, text: Any, language: Language) -> CommentedMap:  # noqa: ANN401 -- YAML
    """Return a text, or a line's names, with that in one language more."""
    found = known if isinstance(known, CommentedMap) else CommentedMap({"en": str(known).strip()})
    found[language] = CommentedMap(text) if isinstance(text, Mapping) else text
    if isinstance(text, Mapping):
        found[language].fa.set_flow_style()
    return found


def _keep(known: Any, languages: Sequence[Language]) -> None:  # noqa: ANN401 -- YAML
    """Take away what stands in none of `languages`: English words of a desk that has no English."""
    for key, value in list(_items(known)):
        if isinstance(value, CommentedMap) and set(value) <= {*LANGUAGES} and value:
            for tag in [tag for tag in value if tag not in languages]:
                del value[tag]
        elif isinstance(value, CommentedMap | CommentedSeq):
            _keep(value, languages)
        if value == {} or (key == "labels" and not value):
            del known[key]


def _items(known: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 -- YAML
    return iter(known.items() if isinstance(known, Mapping) else enumerate(known))
