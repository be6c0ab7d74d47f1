"""Wanted: the rows of a document that an edition stands on; a table of the world's trade has hundreds of times more.

Completeness asks what the releases have of the edition's own parties, a cell for its row, and nothing asks for more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from generator.audit.edition import Data
from generator.trade.codes import area

Field = Callable[[Mapping[str, str], str], str | None]
Keep = Callable[[int, Sequence[str]], bool]


@dataclass(frozen=True)
class Wanted:
    """The parties of an edition's cells, as reporter and partner, and the rows that its cells name in one document."""

    pairs: frozenset[tuple[str, str]]
    rows: frozenset[int]

    @classmethod
    def of(cls, cells: Mapping[str, Data], digest: str) -> Wanted:
        """Return what `cells` want of the document that has `digest`."""
        pairs = {(str(cell.get("reporter")), str(cell.get("partner"))) for cell in cells.values()}
        return cls(
            frozenset(pairs), frozenset(cell.get("row", 0) for cell in cells.values() if cell.get("raw") == digest)
        )

    def keep(self, document: Data, header: Sequence[str], field: Field) -> Keep:
        """Return what says of a row, by its place and texts under `header`, whether it is wanted.

        `field` gives our field of a row, as the document's own words have it. A row that is too short is kept.
        """
        columns = [document["columns"].get(name) for name in ("reporter", "partner")]
        places = [header.index(column) for column in columns if column in header]
        if not places:
            return lambda *_: True
        known: dict[object, bool] = {}
        texts = itemgetter(*places)

        def keep(place: int, row: Sequence[str]) -> bool:
            if len(row) <= max(places):
                return True
            of = texts(row)
            if of not in known:
                known[of] = self._has(dict(zip(header, row, strict=False)), field)
            return known[of] or place in self.rows

        return keep

    def _has(self, row: Mapping[str, str], field: Field) -> bool:
        try:
            reporter, partner = (area(field(row, name) or "").iso3 for name in ("reporter", "partner"))
        except ValueError:
            return False
        return (reporter, partner) in self.pairs
