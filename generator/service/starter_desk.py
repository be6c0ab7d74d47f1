"""Make the starter desk: settings, a briefing, its published figures and statements, in the chosen languages.

With the sample it has a monthly briefing too, on sixty months of invented figures (sample/inbox/); its pages say so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from generator.delivery.keys import FILE, add_key
from generator.editions.desk_signature import SIGNING
from generator.errors import SettingsError
from generator.intake.file_intake import QUIET
from generator.settings.desk_folder import DESK
from generator.settings.value_types import LANGUAGES, Language, nearest

PLAIN: tuple[Language, ...] = ("en",)  # what the files are written in
_FLAG = "--languages"
_FENCE = "---\n"
_WIDTH = 10_000  # columns: a text stays on its line
_INDENT = {"mapping": 2, "sequence": 4, "offset": 2}


def init(
    folder: Path,
    output: str = "output",
    *,
    sample: bool = False,
    languages: Sequence[Language] = PLAIN,
    signs: bool = True,
) -> tuple[str, ...]:
    """Make a starter desk in `folder`, with the monthly `sample` where asked; return the names of its files.

    Its texts are in each of `languages`; it has a key and `signs` its editions, unless that is not wanted.

    Raises SettingsError where the folder holds anything: nothing of a person is ever written over.
    """
    contents = worded(dict(_contents(output, sample=sample)), languages)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(str(folder), "this is not an empty folder.", "Name one that is empty, or not there yet.")
    (folder / "secrets").mkdir(mode=0o700, parents=True, exist_ok=True)
    add_key(folder, FILE)
    if signs:
        add_key(folder, SIGNING)
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        settled = (folder / name).stat().st_mtime - QUIET  # the first build need not watch whether it still grows
        os.utime(folder / name, (settled, settled))
    return tuple(contents)


def _contents(output: str, *, sample: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a starter desk; desk.yaml comes last, since it is what makes a folder a desk."""
    package = files("generator.service")
    contents = dict(_packaged(package.joinpath("starter"), ""))
    settings = contents.pop(DESK)
    if sample:
        contents |= dict(_packaged(package.joinpath("sample"), ""))
        head, mail, tail = settings.partition(b"\nmail:\n")
        settings = b"".join((head, b"\n", contents.pop("source.yaml"), mail, tail))
    yield from contents.items()
    yield DESK, settings + (f"\noutput: {output}\n".encode() if output != "output" else b"")


def _packaged(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _packaged(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item.read_bytes()


def languages_in(languages: str) -> tuple[Language, ...]:
    """Return the languages that "en,zh,ur" names; raise SettingsError for one that is unknown, or named twice."""
    named = [name.strip() for name in languages.split(",")]
    for name in named:
        if name not in LANGUAGES:
            raise SettingsError(_FLAG, f"{name!r} is not a language of an edition.", nearest(name, LANGUAGES))
        if named.count(name) > 1:
            raise SettingsError(_FLAG, f"{name} is named twice.", "Name it once.")
    return tuple(tag for name in named for tag in LANGUAGES if tag == name)


def worded(contents: Mapping[str, bytes], languages: Sequence[Language]) -> dict[str, bytes]:
    """Return the files of a starter desk with their texts in `languages`; those in English alone stay as they are."""
    translations = {language: _overlay(language) for language in languages if language not in PLAIN}
    if not translations:
        return dict(contents)
    translated: dict[str, bytes] = {}
    for name, content in contents.items():
        translated[name] = content
        if any(name in texts for texts in translations.values()):
            texts_of_file = {language: texts[name] for language, texts in translations.items()}
            translated[name] = _written(content, texts_of_file, languages)
    return translated


def _overlay(language: Language) -> Any:  # noqa: ANN401 -- YAML
    file = files("generator.service").joinpath("tongues", f"{language}.yaml")
    return YAML(typ="safe", pure=True).load(file.read_bytes())


def _written(content: bytes, translations: Mapping[Language, Any], languages: Sequence[Language]) -> bytes:
    """Return a YAML file, or the front matter of a text, with the words of the `translations`."""
    text = content.decode()
    fenced = text.startswith(_FENCE)
    front, body = text[len(_FENCE) :].split(_FENCE, 1) if fenced else (text, "")
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, _WIDTH
    yaml.indent(**_INDENT)
    document = yaml.load(front)
    for language, texts in translations.items():
        _say(document, texts, language)
    _keep(document, languages)
    if "languages" in document:
        document["languages"][:] = list(languages)
    output = io.StringIO()
    yaml.dump(document, output)
    return (f"{_FENCE}{output.getvalue()}{_FENCE}{body}" if fenced else output.getvalue()).encode()


def _say(node: Any, texts: Any, language: Language) -> None:  # noqa: ANN401 -- YAML
    """Put each text where the file has the same one; a list goes by its order. What it has not is the sample's."""
    for key, text in ((key, text) for key, text in _items(texts) if isinstance(node, CommentedSeq) or key in node):
        if isinstance(text, str) or (isinstance(text, Mapping) and "full" in text):
            node[key] = _in(node[key], text, language)
        else:
            _say(node[key], text, language)


def _in(node: Any, text: Any, language: Language) -> CommentedMap:  # noqa: ANN401 -- YAML
    """Return a text, or a line's names, with that in one language more."""
    texts = node if isinstance(node, CommentedMap) else CommentedMap({"en": str(node).strip()})
    texts[language] = CommentedMap(text) if isinstance(text, Mapping) else text
    if isinstance(text, Mapping):
        texts[language].fa.set_flow_style()
    return texts


def _keep(node: Any, languages: Sequence[Language]) -> None:  # noqa: ANN401 -- YAML
    """Take away what stands in none of `languages`: English words of a desk that has no English."""
    for key, value in list(_items(node)):
        if isinstance(value, CommentedMap) and set(value) <= {*LANGUAGES} and value:
            for tag in [tag for tag in value if tag not in languages]:
                del value[tag]
        elif isinstance(value, CommentedMap | CommentedSeq):
            _keep(value, languages)
        if value == {} or (key == "labels" and not value):
            del node[key]


def _items(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 -- YAML
    return iter(node.items() if isinstance(node, Mapping) else enumerate(node))
