"""Figures by hand: a table of a few lines, as customs or the press would print them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from generator.commentary.editorial import edited_story
from generator.movements import Thresholds, find_movements
from generator.story.brief import Brief
from generator.story.label import Label
from generator.story.ledger import Ledger
from generator.story.plan import Story
from generator.story.record import texts_of
from generator.trade.codes import Flow
from generator.trade.figures import Figures, Selection
from generator.trade.observation import Cell, Observation, Qualifier, Standing
from generator.trade.period import Period
from generator.trade.release import Vintage

YEAR = Period.parse("2025")
MILLION = 10**6
NAMES = {
    "74": Label("copper and copper articles", "copper and articles", "copper"),
    "2608": Label("zinc ores and concentrates", "zinc ores", "zinc ores", plural=True),
    "2610": Label("chromium ores and concentrates", "chromium ores", "chromium ores", plural=True),
}


@dataclass(frozen=True)
class Told:
    """A composed story with the ledger it wrote to."""

    story: Story
    ledger: Ledger

    @property
    def words(self) -> list[str]:
        """Every text of the story."""
        return [text.words for text in texts_of(self.story)]

    @property
    def prose(self) -> str:
        """All texts, one a line."""
        return "\n".join(self.words)


def cell(code: str, year: str, printed: str, qualifier: str = "exact", standing: str = "customs") -> Observation:
    """Return one figure, printed in US$ million."""
    digits = len(printed.partition(".")[2])
    return Observation(
        reporter="CHN",
        partner="PAK",
        flow=Flow.IMPORT,
        code=code,
        period=Period.parse(year),
        value=Decimal(printed) * MILLION,
        half_unit=Decimal(1).scaleb(-digits) / 2 * MILLION,
        cell=Cell("press/2026-01-27/ab", "ab" * 32, hash((code, year)) % 1000, "value", printed),
        qualifier=Qualifier(qualifier),
        standing=Standing(standing),
        wording="above" if qualifier == "over" else "",
        speaker="A. Minister, minister of trade" if standing == "relayed" else "",
        published=date(2026, 1, 27),
        publication="The Ledger",
    )


def figures(*cells: Observation, codes: tuple[str, ...], covered: tuple[str, ...] = ()) -> Figures:
    """Return a table for 2025 of these cells; in `covered` years an absent line means no trade."""
    customs = {(item.code, item.period): item for item in cells if item.standing == "customs"}
    relayed = tuple(item for item in cells if item.standing == "relayed")
    whole = frozenset(Period.parse(year) for year in covered)
    selection = Selection("press", "CHN", "PAK", Flow.IMPORT, codes)
    return Figures(
        selection,
        YEAR,
        Vintage(date(2026, 1, 27), ("press/2026-01-27/ab",)),
        customs,
        relayed,
        dict.fromkeys(codes, whole),
    )


Tell = Callable[..., Told]


@pytest.fixture
def tell() -> Tell:
    """Return a function that composes the English story of some cells."""

    def told(
        *cells: Observation,
        codes: tuple[str, ...] = ("74", "2608", "2610"),
        covered: tuple[str, ...] = (),
        **hand: object,
    ) -> Told:
        table, ledger = figures(*cells, codes=codes, covered=covered), Ledger(YEAR)
        movements = find_movements(table, Thresholds.read())
        settings: Mapping[str, object] = {
            "name": "minerals",
            "title": "Minerals",
            "publisher": "Desk",
            "place": "Beijing",
            "contact": "desk@example.org",
            "customs": "General Administration of Customs",
            "group": "mineral and metal",
            "labels": NAMES,
            **hand,
        }
        return Told(edited_story(table, movements, Brief(**settings), ledger, revision=1), ledger)  # type: ignore[arg-type]  # settings by name

    return told
