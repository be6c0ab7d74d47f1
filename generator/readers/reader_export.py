"""Exporting: all that is kept of one reader, for their own request; and the whole list, which `import` takes."""

from __future__ import annotations

from typing import Any

from generator.delivery.addresses import read_address
from generator.readers.rosters import written_roster
from generator.store import FigureStore, Reader


def all_kept_of(store: FigureStore, address: str) -> dict[str, Any]:
    """Return what is kept of an address: its reader, each letter with its state and times, whether it is suppressed.

    Letters are found by the digest, so those of one who was erased are there, too, without the address.
    """
    folded = read_address(address).folded
    reader, readers = store.readers.by_address(folded), store.readers
    return {
        "schema": 1,
        "address": address,
        "reader": _as_data(reader) if reader else None,
        "suppressed": readers.why_suppressed(folded) or None,
        "letters": store.ledger.history(folded),
        "bounces": store.bounces.of(folded),
    }


def whole_list(store: FigureStore) -> bytes:
    """Return every reader as CSV that `subscribers import` takes; those who have not said yes stand as unconfirmed."""
    return written_roster(
        {
            "address": one.address,
            "name": one.name,
            "language": one.language,
            "format": one.format,
            "briefings": " ".join(sorted(one.briefings)),
            "confirmed": "yes" if one.state == "active" else "no",
            "basis": one.basis,
        }
        for one in store.readers.all()
    )


def _as_data(reader: Reader) -> dict[str, Any]:
    kept = ("address", "name", "language", "format", "state", "basis")
    since = reader.since.isoformat(timespec="seconds") if reader.since else ""
    return {name: getattr(reader, name) for name in kept} | {"briefings": sorted(reader.briefings), "since": since}
