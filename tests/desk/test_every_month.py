"""Every month of the sample, and briefings of one's own on the same table, are told and pass the audit's data links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.errors import FiguresIncomplete
from generator.story.plan import Chart
from tests.desk.unpaged import sample_desk, unpaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.settings.desk_parts import DeskParts

MONTHS = [f"{year}-{month:02d}" for year in range(2022, 2026) for month in range(2, 13)]
CHAPTERS, DETAIL = '["25", "26", "74", "76"]', "  detail: 4"
OWN = {
    "stone": ('["25"]', DETAIL),
    "ores": ('["26"]', DETAIL),
    "copper": ('["74"]', DETAIL),
    "aluminium": ('["76"]', f"{DETAIL}\n  group: {{en: light metal}}"),
    "chapter": ('["74"]', ""),
    "chapters": (CHAPTERS, ""),
    "six": ('["2601", "2603", "2608", "7402", "7403", "7602"]', ""),
    "one": ('["7403"]', ""),
    "seldom": ('["2613"]', ""),
    "two": ('["7402", "7403"]', ""),
    "begun-and-ended": ('["2602", "2617"]', ""),
    "unnamed": (CHAPTERS, DETAIL),
    "quiet": (CHAPTERS, f"{DETAIL}\nthresholds: {{defaults: {{notable: {{any: [{{metric: yoy, abs_gte: 9000}}]}}}}}}"),
    "loud": (CHAPTERS, f"{DETAIL}\nthresholds: {{defaults: {{notable: {{any: [{{metric: yoy, abs_gte: 0}}]}}}}}}"),
}
SEEN = ("2022-02", "2024-07", "2025-12")  # the first that can be compared, a usual one, the newest


def written(codes: str, more: str) -> str:
    """Return the file of a briefing."""
    head = "title: {en: Own}\nfrequency: monthly\nfigures:\n  source: illustrative-customs\n"
    return f"{head}  reporter: CHN\n  partner: PAK\n  flow: import\n  codes: {codes}\n{more}\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return the sample's desk with a file for each briefing of `OWN`."""
    folder = tmp_path_factory.mktemp("months") / "desk"
    desk = sample_desk(folder, **{name: written(*own) for name, own in OWN.items()})
    yield desk
    desk.store.close()


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_of_the_sample_is_told_and_passes(desk: DeskParts, month: str) -> None:
    """January and February together; nothing of ours is held, and each picture is said in a breath."""
    made = unpaged(desk, "pakistan-minerals-monthly", month)
    long = [block.alt.words for block in made.story.blocks if isinstance(block, Chart) and len(block.alt.words) > 150]
    assert ((), []) == (made.findings, long)


@pytest.mark.parametrize("name", sorted(OWN.keys() - {"seldom"}))
def test_a_briefing_of_ones_own_is_told_and_passes(desk: DeskParts, name: str) -> None:
    """A chapter, some headings, one alone; names of the nomenclature; all notable, nothing notable."""
    assert [()] * len(SEEN) == [unpaged(desk, name, month).findings for month in SEEN]


def test_a_line_that_is_traded_every_few_months_is_told_when_it_is(desk: DeskParts) -> None:
    """Small sums whose yearly change no rounding prints; a month without any is refused, not told as nothing."""
    assert () == unpaged(desk, "seldom", "2025-02").findings
    with pytest.raises(FiguresIncomplete, match="recorded no trade in any line of seldom"):
        unpaged(desk, "seldom", "2025-11")
