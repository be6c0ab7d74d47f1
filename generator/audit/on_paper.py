"""The end of a PDF, for paper: every figure with its page, its formula and its cells, told once more by the auditor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.audit.bundle import Bundle
from generator.audit.edition import Said, texts
from generator.audit.evidence import Evidence
from generator.audit.expected import charts
from generator.audit.proofs import Teller

_DRAWN = ("bars", "curves", "stacks")


def sources(bundle: Bundle, pages: Mapping[str, int], near: str) -> Iterator[Said]:
    """Yield what stands at the end, in order; `pages` say where a claim is printed first, `near` is the whole text."""
    teller = Teller(bundle, Evidence.of(bundle.claims), "pdf")
    yield from (Said(teller.say.words[head]) for head in ("title", "intro"))
    for key in teller.prints:
        yield from (Said(words) for words in teller.entry(key, pages.get(key, 0), near) if words)


def first_pages(bundle: Bundle, places: Sequence[tuple[Said, Sequence[int]]]) -> dict[str, int]:
    """Return the page on which each claim is printed first; what is drawn alone is on the page of its title.

    `places` are the texts of the page with the page of each of their marks, in order.
    """
    found: dict[str, int] = {}
    titles: dict[object, int] = {}
    for said, pages in places:
        for mark, page in zip(said.marks, pages, strict=False):
            found.setdefault(mark.claim, page)
        if said.path[1:] == ("title",):
            titles[said.path[0]] = pages[-1]
    for chart in charts(bundle.story, "pdf"):
        for text in texts([chart.get(key, []) for key in _DRAWN]):
            for mark in text.marks:
                found.setdefault(mark.claim, titles.get(chart["id"], 0))
    return found
