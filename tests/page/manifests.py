"""The manifests inside the PDFs of an edition, as a desk writes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from generator.story.record import as_json, edition_alone


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
