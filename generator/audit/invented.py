"""The rules on warnings: every page, picture and mail says of itself that figures are invented, or words unread."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition import Data, blocks, texts
from generator.audit.finding import Finding

EDITION = "edition.json"


def without(label: str, rule: str, story: Data) -> Iterator[Finding]:
    """Yield the places that must say `label` and do not."""
    for place, node in _places(story):
        if not any(label in " ".join(text.words.lower().split()) for text in texts(node)):
            first = next((text.words for text in texts(node)), "")
            yield Finding(EDITION, first, rule, f"{place} does not say {label!r}")


def _places(story: Data) -> Iterator[tuple[str, object]]:
    """Yield what must say it: the masthead's tag, the running foot, each chart and table, the mail."""
    for block in story["blocks"]:
        if block["kind"] == "masthead":
            yield "the masthead's tag", block.get("tag")
        elif block["kind"] == "foot":
            yield "the running foot", [block["left"], block["middle"]]
        elif block["kind"] in {"chart", "table"}:
            yield f"the source line of {block['id']}", block["source"]
    for form in ("mail", "txt", "md"):
        shown = list(blocks(story, form))
        if shown:
            yield f"the {form}", [text for block in shown for text in block.values() if text != block.get("shown")]
