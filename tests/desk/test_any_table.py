"""A few briefings on seeded tables of every kind, from the file to the audit of what they say; nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import openpyxl
import pytest

from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.story.plan import Chart
from generator.trade.codes import nomenclature
from generator.trade.period import Period
from tests.desk.own_desk import HEAD, NOW, Parties, briefing, empty_desk, own_desk, row
from tests.desk.unpaged import Unpaged, sample_desk, unpaged

LAST = Period.parse("2025-12")
USUAL = {"8703": 910e6, "8708": 620e6, "3004": 410e6, "2710": 320e6, "8471": 220e6, "0406": 60e6, "2204": 12e6}
HUNDRED = {code: 10 ** (4 + at % 50 / 10) for at, code in enumerate(code for code in nomenclature() if len(code) == 4)}
Lines = dict[str, float]


def some(codes: Lines, count: int, each: int = 1) -> Lines:
    """Return `count` of `codes`, every `each`-th."""
    return dict(list(codes.items())[::each][:count])


def noisy(chance: Random, _: str, __: int) -> float:
    """Return what a usual line is worth: a tenth more or less."""
    return 0.9 + 0.2 * chance.random()


def coming_and_going(chance: Random, code: str, at: int) -> float:
    """Return a line that begins in the last month, one that ends in it, and others that move."""
    there = {"2204": at == 0, "0406": at != 0}.get(code, True)  # months back from the last
    return noisy(chance, code, at) if there else 0.0


@dataclass(frozen=True)
class Kind:
    """A table: parties, lines with a usual month, how they move over so many months; `withheld` has no figure."""

    parties: Parties
    lines: Lines
    moves: Callable[[Random, str, int], float] = noisy
    months: int = 36
    withheld: tuple[str, str] | None = None
    scale: int = 1

    def rows(self) -> Iterator[str]:
        """Yield the rows of the table, the same on every machine."""
        chance = Random(20260120)  # noqa: S311 -- invented figures
        for code, usual in self.lines.items():
            for back in range(self.months):
                month = LAST.step(-back)
                dollars = round(usual * self.moves(chance, code, back) / self.scale)
                if (code, str(month)) == self.withheld:
                    yield row(self.parties, str(month), code, "c")
                elif dollars:
                    yield row(self.parties, str(month), code, dollars)


KINDS = {
    "exports": Kind(("DEU", "POL", "export"), USUAL),
    "re-exports": Kind(("HKG", "USA", "re-export"), USUAL),
    "hundred-lines": Kind(("DEU", "CZE", "import"), some(HUNDRED, 100, 12)),
    "three-months": Kind(("DEU", "AUT", "export"), USUAL, months=3),
    "withheld-then": Kind(("DEU", "FIN", "export"), USUAL, withheld=("3004", "2024-12")),
    "fourteen-months": Kind(("DEU", "FRA", "export"), USUAL, months=14),
    "one-line-in-its-first-month": Kind(("DEU", "ITA", "export"), {"8703": 910e6}, months=1),
    "coming-and-going": Kind(("DEU", "SWE", "export"), USUAL, coming_and_going),
    "withheld-now": Kind(("DEU", "NOR", "export"), USUAL, withheld=("3004", "2025-12")),
    "small": Kind(("DEU", "ISL", "export"), {code: usual / 10**4 for code, usual in USUAL.items()}),
    "fish-of-old-editions": Kind(("DEU", "FLK", "import"), {"030390": 9e6, "030269": 4e6, "0303": 80e6, "030441": 2e6}),
    "lines-of-a-country": Kind(("CHN", "KAZ", "import"), {"26030000": 90e6, "7403111101": 40e6, "98010010": 3e6}),
    "all-goods": Kind(("DEU", "CZE", "export"), {"TOTAL": 910e6}),
    "all-goods-and-chapters": Kind(("DEU", "HUN", "import"), {"TOTAL": 990e6, "27": 300e6, "84": 500e6, "98": 1e6}),
    "in-full-ten-millions": Kind(("DEU", "LUX", "export"), USUAL, scale=10**7),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name == "hundred-lines" else name for name in sorted(KINDS)]
)
def test_a_table_is_told_and_passes(tmp_path: Path, name: str) -> None:
    """Nothing that our own writer wrote is held, and nothing stops it."""
    kind = KINDS[name]
    desk = own_desk(tmp_path / "desk", kind.rows(), {name: briefing(kind.parties, kind.lines)}, kind.scale)
    try:
        assert () == unpaged(desk, name, "2025-12").findings
    finally:
        desk.store.close()


LEVELS = {
    "2710": (182_450_310, 150_221_004),
    "3004": (164_020_771, 135_550_120),
    "8703": (96_310_442, 101_250_300),
    "1006": (58_221_900, 41_880_250),
    "8517": (44_105_608, 39_980_400),
    "7210": (39_760_115, 47_300_900),
    "5402": (22_340_760, 20_910_333),
    "8436": (12_880_450, 9_700_120),
    "3808": (8_150_220, 9_040_700),
    "0713": (5_260_909, 4_990_100),
    "6309": (4_110_350, 3_020_890),
    "8481": (2_940_777, 2_880_004),
    "0902": (1_870_333, 1_910_222),
    "4819": (1_120_404, 760_550),
}
Pairs = dict[str, tuple[int, int]]


def told(folder: Path, lines: Pairs, covers: str, change: tuple[str, str] = ("", "")) -> Unpaged:
    """Return the edition of a table of both years, without a row where the level is 0."""
    parties = ("KEN", "IND", "import")
    rows = [
        row(parties, year, code, level).replace(*change)
        for code, pair in lines.items()
        for year, level in zip(("2025", "2024"), pair, strict=True)
        if level
    ]
    text = briefing(parties, LEVELS).replace("monthly", "annual")
    desk = own_desk(folder / "desk", rows, {"goods": text}, covers=covers)
    with desk.store:
        return unpaged(desk, "goods", "2025")


def test_fourteen_lines_of_two_years_pass_and_read_as_the_figures_say(tmp_path: Path) -> None:
    """Totals 643,543,349 and 569,395,893: up 13.0 per cent; petroleum adds 32.2 million, 5.7 points."""
    made = told(tmp_path, LEVELS, "listed")
    assert () == made.findings
    assert "$643.54 million in 2025, from $569.40 million the year before." in made.prose
    assert "Oil products gained $32.23 million; medicaments in doses gained $28.47 million." in made.prose
    assert "Total\n\n643.54\n569.40\n+13\n+13.0" in made.prose


def test_a_complete_table_with_a_new_and_an_ended_line_passes(tmp_path: Path) -> None:
    """An absent row means no trade; both are told, neither with a rate."""
    made = told(tmp_path, {**LEVELS, "1006": (58_221_900, 0), "5402": (0, 20_910_333)}, "all")
    assert () == made.findings
    assert "Rice came to $58.22 million, the first recorded in figures that begin in 2024." in made.prose
    yarn = "Synthetic filament yarn, not put up for retail sale brought nothing, after $20.91 million the year before."
    assert yarn in made.prose


def test_a_row_that_was_set_aside_is_not_taken_for_no_trade(tmp_path: Path) -> None:
    """In a complete table, a figure that could not be read is unknown, not zero."""
    made = told(tmp_path, LEVELS, "all", ("96310442", '"96,310,442"'))
    assert ((), False) == (made.findings, "brought nothing" in made.prose)
    assert "No figure for 2025 was found for cars." in made.prose


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


@pytest.mark.parametrize("month", [*MONTHS[::9], *(pytest.param(one, marks=pytest.mark.long) for one in MONTHS)])
def test_a_month_of_the_sample_is_told_and_passes(desk: DeskParts, month: str) -> None:
    """January and February together; nothing of ours is held, and each picture is said in a breath."""
    made = unpaged(desk, "pakistan-minerals-monthly", month)
    long = [block.alt.words for block in made.story.blocks if isinstance(block, Chart) and len(block.alt.words) > 150]
    assert ((), []) == (made.findings, long)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(OWN))
def test_a_briefing_of_ones_own_is_told_and_passes(desk: DeskParts, name: str) -> None:
    """A chapter, some headings, one alone; names of the nomenclature; all notable, nothing notable."""
    assert [()] * len(SEEN) == [unpaged(desk, name, month).findings for month in SEEN]


PARTIES = ("DEU", "POL", "import")
LINES = {"8703": 910.25, "3004": 410.5, "0406": 60.75}
ROWS = [
    (str(LAST.step(-back)), *PARTIES, code, usual + back % 7, date(2026, 2, 18))
    for code, usual in LINES.items()
    for back in range(26)
]


def as_csv(path: Path) -> None:
    """Write the rows as CSV by tabs."""
    path.write_text("\n".join("\t".join(map(str, row)) for row in [HEAD.split(","), *ROWS]), "utf-8")


def as_xlsx(path: Path) -> None:
    """Write the rows under a title, numbers as numbers and days as days."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for cells in [("Imports",), HEAD.split(","), *ROWS]:
        sheet.append(list(cells))
    made.save(path)


def as_parquet(path: Path) -> None:
    """Write the rows with types."""
    with duckdb.connect(":memory:") as page:
        kinds = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "DATE")
        page.execute(f"CREATE TABLE t ({', '.join(map(' '.join, zip(HEAD.split(','), kinds, strict=True)))})")
        page.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        page.execute(f"COPY t TO '{path}' (FORMAT parquet)")


WRITE = {
    "csv": (as_csv, r'delimiter: "\t"'),
    "xlsx": (as_xlsx, "form: xlsx\n    header_row: 2"),
    "parquet": (as_parquet, "form: parquet"),
}


def desk_with(folder: Path, form: str) -> DeskParts:
    """Return a desk that has taken the rows in, in one form."""
    write, keys = WRITE[form]
    desk = empty_desk(folder, {"cars": briefing(PARTIES, LINES)}, ("mail:", f"    {keys}\nmail:"), scale=10**6)
    file = folder / "inbox" / "office" / f"table.{form}"
    write(file)
    assert () == ingest(desk.desk, desk.store, file, "office", NOW).batch.refusals
    return desk


@pytest.mark.parametrize("form", WRITE)
def test_a_table_is_told_alike_in_every_form(tmp_path: Path, form: str) -> None:
    """Nothing is held, and no sentence depends on how the bytes hold the table."""
    plain, other = desk_with(tmp_path / "csv", "csv"), desk_with(tmp_path / "other", form)
    told = unpaged(other, "cars", "2025-12")
    assert () == told.findings
    assert unpaged(plain, "cars", "2025-12").prose == told.prose
    plain.store.close()
    other.store.close()
