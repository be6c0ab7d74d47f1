"""Which edition another is compared with: the one that was named, else last period's, else the revision before."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.delivery import Shelf
from generator.delivery.shelf import DRAFT, read_folder
from generator.editions.edition_proof import edition_named
from generator.errors import PeriodUnknown
from generator.store import FigureStore
from generator.trade.period import Period

_REVISION = re.compile(r"r\d+|draft")


def files_of(store: FigureStore, shelf: Shelf, text: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the full name of the edition, revision or draft that `text` names, and its files."""
    name = text.strip("/")
    if name.endswith(f"/{DRAFT}"):
        place = shelf.root / name
        if name.count("/") != 2 or ".." in name or not (place / "edition.json").is_file():  # noqa: PLR2004 -- NAME/PERIOD/draft
            msg = f"there is no draft {text}. `tradebrief build --draft` makes one."
            raise PeriodUnknown(msg)
        return name, read_folder(place)
    found = edition_named(store, shelf, name)
    of = f"{found.name}/{found.period}/r{found.revision}"
    return of, shelf.read(found.name, found.period, found.revision)


def other_of(shelf: Shelf, edition: str, other: str | None) -> str:
    """Return the name of the edition that `edition`, a full name, is compared with.

    `other` may be a revision alone (`r1`, `draft`), a period alone, or a whole name.
    """
    name, period, last = edition.split("/")
    if other is None:
        return _before(shelf, name, period, last)
    if "/" in other:
        return other
    return f"{name}/{period}/{other}" if _REVISION.fullmatch(other) else f"{name}/{other}"


def _before(shelf: Shelf, name: str, period: str, revision: str) -> str:
    here = Period.parse(period)
    known = [Period.parse(when) for of, when in shelf.editions() if of == name]
    earlier = [when for when in known if when < here and when.months == here.months]
    if revision == DRAFT and here in known:
        return f"{name}/{period}"
    if earlier:
        return f"{name}/{max(earlier)}"
    older = [number for number in shelf.revisions(name, period) if f"r{number}" != revision]
    if not older:
        msg = f"{name}/{period}/{revision} is the first edition of {name}: there is nothing to compare it with."
        raise PeriodUnknown(msg)
    return f"{name}/{period}/r{max(older)}"
