"""A month as finished files, and the manifests inside its PDFs, as a desk writes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from generator.page import EditionLook, RenderLimits, render
from generator.story.proofs import proofs_of
from generator.story.record import as_json, edition_alone
from tests.page.sample import edition
from tests.story.months import Monthly, brief_in


def month_files(
    month: Monthly, look: EditionLook, formats: tuple[str, ...], *, sources_page: bool = False
) -> dict[str, bytes]:
    """Return the files of a month in all its languages, and what its audit reads them against.

    A busy machine may take long over three languages.
    """
    data = {"claims.json": as_json(month.claims), "figures.csv": month.figures}
    settings = {"formats": list(formats), **({"sources_page": True} if sources_page else {})}
    record, stories = {**month.edition, **settings}, (month.story, *month.others)
    sources = {}
    for story in stories if sources_page else ():
        names = {code: brief_in(story.language).label(code).full for code in month.edition["codes"]}
        sources[story.language] = proofs_of(story, month.claims, names, "pdf")
    request = edition(
        name="minerals",
        period="2025-12",
        formats=formats,
        stories=stories,
        attachments=data,
        manifests=manifests(record, data),
        proofs={},
        sources=sources,
    )
    files = {item.name: item.content for item in render(request, look, limits=RenderLimits(seconds=600))}
    return {**data, "edition.json": as_json(record), **files}


def manifests(edition: Mapping[str, Any], inside: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return manifest.json of each language of `edition` whose PDFs carry the files `inside`."""
    head = {key: edition.get(key) for key in ("schema", "briefing", "period", "revision", "as_of")}
    return {
        language: as_json({**head, "releases": _releases(inside), "pdf": _of_pdf(edition, inside, language)})
        for language in edition["stories"]
    }


def _of_pdf(edition: Mapping[str, Any], inside: Mapping[str, bytes], language: str) -> dict[str, Any]:
    listed = [
        {"name": name, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()} for name, raw in inside.items()
    ]
    alone = edition_alone({"labels": {language: {}}, **edition}, language)
    return {"language": language, "inside": listed, "edition": alone}


def _releases(inside: Mapping[str, bytes]) -> list[str]:
    claims = json.loads(inside.get("claims.json", b'{"documents": {}}'))
    return [document.get("release", "") for document in claims["documents"].values()]
