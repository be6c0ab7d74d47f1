"""Notices: what an edition says of itself where its figures are invented, its words unread or its releases doubtful.

They need no release: a PDF that lies alone is held to them, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.audit.edition_data import EDITION, Data, seen
from generator.audit.findings import Finding
from generator.audit.obligations.edition_places import EditionTelling
from generator.audit.trace.customs_releases import meets
from generator.audit.trace.formulas import period_of
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.trees import leaves

_OWN = "en"  # the language of those who wrote the sentences: no native reader need read them
_SILENT = frozenset({"repeated"})  # flags of which a note says nothing


def noticed(telling: EditionTelling) -> Iterator[Finding]:
    """Yield the notices that one language of an edition lacks, and those that are not so."""
    if any(document.get("illustrative") for document in telling.evidence.documents.values()):
        yield from telling.labelled("illustrative", lambda place: ("setting", "tag") in leaves(place.tree), is_so=True)
    if telling.language != _OWN:
        yield from _read_by(telling)
    yield from _doubtful(telling)


def _read_by(telling: EditionTelling) -> Iterator[Finding]:
    """Yield where an edition does not say that nobody read its words, or who did and when."""
    reader = telling.edition.get("readers", {}).get(telling.language)
    yield from telling.labelled("reader", lambda place: place.has(("labels.composed",)), is_so=not reader)
    if reader:
        name, day = seen(str(reader["name"])), date.fromisoformat(reader["day"]).isoformat()
        said = [slots for place in telling.note for _, slots in place.slots(("note.reader.read",))]
        if (("words", name), day) not in [(slots["name"], slots["day"][1]) for slots in said]:
            yield Finding(EDITION, name, "reader", f"the note does not say that {name} read the words on {day}")


def _doubtful(telling: EditionTelling) -> Iterator[Finding]:
    """Yield the reasons and oddities of used releases that the note leaves out, and the reasons that nobody gave."""
    notes = [slots for place in telling.note for _, slots in place.slots(("note.accepted.said",))]
    told = {seen(str(slots["why"][1])) for slots in notes}
    is_odd = any(place.has(("note.odd.*",)) for place in telling.note)
    periods = [Period.parse(telling.edition[key]) for key in ("period", "compare_period") if telling.edition.get(key)]
    for document in _used(telling, periods):
        reason = seen(str(document.get("accepted") or ""))
        if reason and reason not in told:
            yield Finding(EDITION, reason, "accepted", "a release was taken in for this reason, which no note prints")
        flags = [Flag.parse(text) for text in document.get("flags", ())]
        odd = [flag for flag in flags if flag.kind not in _SILENT and any(map(flag.is_about, periods))]
        if odd and not is_odd:
            yield Finding(EDITION, odd[0].said, "flagged", "a release is flagged, and no note says so")
    given = {seen(str(one["accepted"])) for one in telling.evidence.documents.values() if one.get("accepted")}
    for reason in sorted(told - given):
        yield Finding(EDITION, reason, "accepted", "no release was taken in for this reason")


def _used(telling: EditionTelling, periods: list[Period]) -> list[Data]:
    """Return the documents with a cell of the edition's period, or of the one that it is compared with."""
    cells = [cell for cell in telling.evidence.cells.values() if cell.get("raw")]
    used = {cell["raw"] for cell in cells if any(meets(period_of(cell["period"]), period) for period in periods)}
    return [document for raw, document in telling.evidence.documents.items() if raw in used]
