"""Prices and rates beside the lines: one sentence with its source, where its line is told, and never a cause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.errors import SettingsError
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import besides
from generator.settings.desk_parts import DeskParts
from tests.audit.mutate import texts
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import HEAD, Parties, briefing, empty_desk, row
from tests.desk.unpaged import Unpaged, unpaged
from tests.side_tables import BY_COUNTRY, MONTHS, UNITS, pink_sheet

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
PARTIES: Parties = ("DEU", "PAK", "import")
SIDE = "  pink-sheet: {kind: prices}\n  fred: {kind: rates, title: {en: Federal Reserve}}\nmail:"
COPPER = 'context: [{source: pink-sheet, series: Copper, for: ["74"]}]\n'
RATE = "context: [{source: fred, series: China}]\n"
RATES = BY_COUNTRY + (
    "2025-02-01,China,7.2658\n2025-02-01,Euro,1.0410\n2026-02-01,China,6.9128\n2026-02-01,Euro,1.0396\n"
)
Lines = Mapping[str, tuple[int, int]]  # by code, what it was worth in the last month, and the month a year before
RISES: Lines = {"74": (9_400_000, 7_100_000), "2608": (2_000_000, 3_200_000), "72": (1_500_000, 1_450_000)}


def rows_of(lines: Lines) -> list[str]:
    """Return two years and a half of months; each line grows by little but for the last month and its base."""
    found = []
    for back in range(30):
        year, month = divmod(2026 * 12 + 1 - back, 12)
        for code, (now, base) in lines.items():
            value = {0: now, 12: base}.get(back, base + 1000 * (30 - back))
            found.append(row(PARTIES, f"{year}-{month + 1:02d}", code, value))
    return found


def side_desk(  # noqa: PLR0913 -- what a desk may have
    folder: Path,
    context: str = COPPER,
    *,
    lines: Lines = RISES,
    months: Mapping[str, Sequence[object]] = MONTHS,
    units: Sequence[str | None] = UNITS,
    rows: Iterable[str] | None = None,
    frequency: str = "monthly",
    currency: str = "USD",
    side: str = SIDE,
    beside: bool = True,
) -> DeskParts:
    """Return a desk whose briefing `minerals` asks for `context`, with all of its files taken in."""
    text = briefing(PARTIES, lines).replace("monthly", frequency) + context
    money = ("kind: tables", f"kind: tables\n    currency: {currency}")
    desk = empty_desk(folder, {"minerals": text}, ("mail:", side), money)
    files = {
        "office": "\n".join([HEAD, *(rows or rows_of(lines))]).replace("2026-02-18", "2026-03-18").encode(),
        "pink-sheet": pink_sheet(months, units=units),
        "fred": RATES.encode(),
    }
    for source, raw in files.items() if beside else [("office", files["office"])]:
        file = folder / f"{source}.{'xlsx' if source == 'pink-sheet' else 'csv'}"
        file.write_bytes(raw)
        ingest(desk.desk, desk.store, file, source, NOW, released=date(2026, 3, 2) if source == "fred" else None)
    return desk


PRICE = (
    "The World Bank’s price of copper averaged $12,951 a tonne in February 2026, 39% above a year earlier "
    "(Pink Sheet, updated 3 March 2026)."
)
CHEAPER = dict(MONTHS) | {"2026M02": (8211.28, None, 472)}
Files = dict[str, bytes]


def made(desk: DeskParts) -> Unpaged:
    """Return the newest edition of the briefing."""
    with desk.store:
        return unpaged(desk, "minerals", None)


def said(desk: DeskParts) -> list[str]:
    """Return the sentences about averages that an edition has; the audit finds nothing in it."""
    edition = made(desk)
    assert () == edition.findings
    return [line for line in edition.prose.splitlines() if " averaged " in line]


def test_a_price_stands_beside_its_line(tmp_path: Path) -> None:
    """Level, month, change, source and day; in the section of copper, after copper."""
    edition = made(side_desk(tmp_path / "desk"))
    assert () == edition.findings
    lines = edition.prose.splitlines()
    at = lines.index(PRICE)
    assert "rose 32%, to $9.40 million, 73% of the total." in lines[at - 1]


def test_a_price_that_went_the_other_way_says_so(tmp_path: Path) -> None:
    """Copper imports rose, and copper was cheaper: both are told, and which way each went."""
    (sentence,) = said(side_desk(tmp_path / "desk", months=CHEAPER))
    assert sentence.startswith("The World Bank’s price of copper went the other way: it averaged $8,211 a tonne in ")
    assert "12% below a year earlier" in sentence


@pytest.mark.parametrize("month", ["2026M02", "2025M02"])
def test_a_missing_month_gives_no_sentence(tmp_path: Path, month: str) -> None:
    """Neither is a month before taken for it, nor a price told against nothing."""
    assert [] == said(side_desk(tmp_path / "desk", months=dict(MONTHS) | {month: ("…", 1, 2)}))


def test_a_year_has_the_average_of_its_months(tmp_path: Path) -> None:
    """Twelve cells of each year, none missing; of eleven there is no average of a year."""
    years = [
        row(PARTIES, year, code, at) for code in ("74", "72") for year, at in (("2024", 8_000_000), ("2025", 9_500_000))
    ]
    months = {
        f"{year}M{month:02d}": (9000 + 100 * (year - 2024) + month, 1, 1)
        for year in (2024, 2025)
        for month in range(1, 13)
    }
    lines = {"74": (1, 1), "72": (1, 1)}
    desk = side_desk(tmp_path / "desk", lines=lines, months=months, rows=years, frequency="annual")
    whole = "The World Bank’s price of copper averaged $9,107 a tonne in 2025, 1.1% above a year earlier"
    assert [f"{whole} (Pink Sheet, updated 3 March 2026)."] == said(desk)
    del months["2024M07"]
    assert [] == said(side_desk(tmp_path / "gap", lines=lines, months=months, rows=years, frequency="annual"))


def test_a_rate_stands_by_itself(tmp_path: Path) -> None:
    """Asked for no line, it stands after the lines, in the direction in which it is published."""
    source = "(Federal Reserve, as of 2 March 2026)."
    yuan = f"The US dollar averaged CNY 6.9128 in February 2026, 4.9% below a year earlier {source}"
    assert [yuan] == said(side_desk(tmp_path / "yuan", RATE))
    euro = f"The euro averaged $1.0396 in February 2026, little changed from $1.0410 a year earlier {source}"
    assert [euro] == said(side_desk(tmp_path / "euro", RATE.replace("China", "Euro")))


def test_a_price_is_known_as_of_the_figures(tmp_path: Path) -> None:
    """A Pink Sheet that came out after the figures of customs is not in their edition."""
    desk = side_desk(tmp_path / "desk")
    with desk.store:
        assert 1 == len(
            besides(
                desk.desk, desk.store, "minerals", figures_for(desk.desk, desk.store, "minerals", None).vintage.as_of
            )
        )
        early = figures_for(desk.desk, desk.store, "minerals", None).vintage.as_of.replace(month=3, day=2)
        assert () == besides(desk.desk, desk.store, "minerals", early)


@pytest.mark.parametrize(
    ("context", "problem"),
    [
        (COPPER.replace("Copper", "Cooper"), r"minerals.yaml:\d+: series is Cooper, .* Nearest: Copper\."),
        (
            COPPER.replace("Copper", "copp"),
            r"series is copp, .* Nearest: Copper\. tradebrief figures --source pink-sheet",
        ),
        (COPPER.replace("pink-sheet", "pink"), r"minerals.yaml:\d+: source is pink, .* Nearest: pink-sheet\."),
        (COPPER.replace("pink-sheet", "office"), "source is office, which desk.yaml does not have with prices"),
        (COPPER.replace('"74"', '"7403"').replace("7403", "2603"), "2603 lies in none of figures.codes"),
    ],
)
def test_a_series_that_is_not_there_is_named_with_the_nearest(tmp_path: Path, context: str, problem: str) -> None:
    """Source, series and line are looked up before anything is told."""
    with pytest.raises(SettingsError, match=problem):
        made(side_desk(tmp_path / "desk", context))


def told(desk: DeskParts) -> Files:
    """Return the data of the edition."""
    return dict(unpaged(desk, "minerals", None).files)


def sentence_of(files: Files) -> str:
    """Return the sentence of the price."""
    words = (str(text["words"]) for text in texts(json.loads(files["edition.json"])))
    return next(one for one in words if "averaged" in one)


def reworded(files: Files, old: str, new: str) -> Files:
    """Return the files with words of the sentence changed; its marks move along."""
    edition = json.loads(files["edition.json"])
    for text in texts(edition["stories"]):
        if "averaged" in text["words"] and old in text["words"]:
            at, shift = text["words"].index(old), len(new) - len(old)
            text["words"] = text["words"].replace(old, new, 1)
            for mark in text["marks"]:
                mark["start"] += shift if mark["start"] > at else 0
                mark["end"] += shift if mark["end"] >= at + len(old) else 0
    return files | {"edition.json": json.dumps(edition, ensure_ascii=False).encode()}


WORDS = [
    ("12,951", "12,952"), ("39%", "39.1%"), ("above", "below"), ("February 2026", "January 2026"),
    ("copper", "nickel"), ("a tonne", "a kilogram"), ("3 March", "4 March"), ("World Bank", "IMF"),
    ("averaged", "averaged, because of demand,"), ("$12,951", "CNY 12,951"),
]  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskParts, Files]]:
    """Return an edition with a price, and its desk."""
    desk = side_desk(tmp_path_factory.mktemp("side") / "desk")
    with desk.store:
        files = told(desk)
        assert () == audit_data(files, desk.store.raw.read)
        yield desk, files


@pytest.mark.parametrize(("old", "new"), WORDS)
def test_another_word_in_the_sentence_is_found(edition: tuple[DeskParts, Files], old: str, new: str) -> None:
    """Level, rate, way, time, name, unit, source and day are each held; no word more has room."""
    desk, files = edition
    changed = reworded(files, old, new)
    assert sentence_of(changed) != sentence_of(files)
    assert sentence_of(changed) in {finding.sentence for finding in audit_data(changed, desk.store.raw.read)}


TREES = [
    ('["words", "copper"]', '["words", "nickel"]', "it is called 'nickel'"),
    ('["word", "price_units", "$/mt"', '["word", "price_units", "$/kg"', "unit is $/kg"),
    ('["words", "Pink Sheet"]', '["words", "IMF"]', "no document of 2026-03-03 is called 'IMF'"),
    ('"title": ["words", "Pink Sheet"], "day": ["day", "2026-03-03"',
     '"title": ["words", "Pink Sheet"], "day": ["day", "2026-03-04"', "no document of 2026-03-04"),
    ('["averaged.up", ', '["averaged.down", ', "does not go down"),
    ('["averaged.price", {"name": ["words", "copper"]}]', '["averaged.rate", {"money": ["averaged.dollar", {}]}]',
     "it is called ''"),
    ('"note.beside.prices"', '"none.of.them"', "does not say the terms of 'Pink Sheet'"),
    ('"note.beside.prices", {"day": ["day", "2026-03-03"', '"note.beside.prices", {"day": ["day", "2026-03-04"',
     "does not say the terms of 'Pink Sheet'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "why"), TREES)
def test_another_part_of_the_sentence_is_found(edition: tuple[DeskParts, Files], old: str, new: str, why: str) -> None:
    """Name, unit, source, day and way are held to the cells, whatever words they have; so are the terms in the note."""
    desk, files = edition
    written = json.dumps(json.loads(files["edition.json"]), ensure_ascii=False)
    assert old in written
    changed = files | {"edition.json": written.replace(old, new).encode()}
    assert any(why in one.problem for one in audit_data(changed, desk.store.raw.read))


CHANGES: list[tuple[str, str, object]] = [
    *(("cell", name, value) for name, value in (
        ("row", 9), ("column", "Monthly Prices!C10"), ("text", "12951.36"), ("series", "Urea"), ("unit", "$/kg"),
        ("period", "2026-01"), ("value", "12951.36"), ("low", "12951"), ("raw", "0" * 64), ("release", "a/b/c"),
    )),
    *(("context", name, value) for name, value in (
        ("value", "12951.3"), ("unit", "$/kg"), ("period", "2025-02"), ("kind", "level"), ("direction", "up"),
        ("formula", ["average", "x1", "x2"]), ("qualifier", "about"),
    )),
    *(("context_change", name, value) for name, value in (
        ("value", "38.7"), ("direction", "down"), ("compare_period", "2025-01"), ("unit", "pp"),
        ("formula", ["average_growth", ["average", "x2"], ["average", "x1"]]),
    )),
    *(("document", name, value) for name, value in (
        ("released", "2026-03-04"), ("title", "Orange Sheet"), ("kind", "rates"), ("release", "a/b/c"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("where", "name", "value"), CHANGES)
def test_another_word_in_the_claims_is_found(
    edition: tuple[DeskParts, Files], where: str, name: str, value: object
) -> None:
    """Each field of a price's cell, claim and document is worked out again from the workbook's own bytes."""
    desk, files = edition
    claims = json.loads(files["claims.json"])
    kinds = {one["kind"]: one for one in reversed(claims["claims"])}
    sheet = next(one for one in claims["documents"].values() if one.get("kind") == "prices")
    (kinds | {"document": sheet, "cell": claims["context"]["x1"]})[where][name] = value
    assert () != audit_data(
        files | {"claims.json": json.dumps(claims, ensure_ascii=False).encode()}, desk.store.raw.read
    )


@pytest.fixture(scope="module")
def cheaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskParts, Files]]:
    """Return an edition in which the price went the other way than its line, and its desk."""
    desk = side_desk(tmp_path_factory.mktemp("cheaper") / "desk", months=CHEAPER)
    with desk.store:
        yield desk, told(desk)


def test_a_fall_that_nobody_owns_up_to_is_found(cheaper: tuple[DeskParts, Files]) -> None:
    """Where the price went the other way than its line, the sentence must say so."""
    desk, files = cheaper
    edition, claims = json.loads(files["edition.json"]), json.loads(files["claims.json"])
    opposed = next(one["id"] for one in claims["claims"] if one["kind"] == "context_opposed")
    claims["claims"] = [one for one in claims["claims"] if one["id"] != opposed]
    went = " went the other way: it"
    for text in (text for text in texts(edition["stories"]) if went in text["words"]):
        text["words"] = text["words"].replace(went, "")
        left = [mark for mark in text["marks"] if mark["claim"] != opposed]
        ends = [{key: mark[key] - len(went) for key in ("start", "end")} for mark in left]
        text["marks"] = [mark | movements_of for mark, movements_of in zip(left, ends, strict=True)]
    data = {"claims.json": json.dumps(claims).encode(), "edition.json": json.dumps(edition).encode()}
    found = [one.problem.partition(": ")[2] for one in audit_data(files | data, desk.store.raw.read)]
    assert "it went the other way than its line, and no word says so" in found


def test_a_workbook_with_another_price_is_found(
    edition: tuple[DeskParts, Files], cheaper: tuple[DeskParts, Files]
) -> None:
    """The audit reads the workbook itself: other bytes under the digest are no ground."""
    (desk, files), (other, _) = edition, cheaper
    own, swapped = (one.store.releases.all("pink-sheet")[0].raw for one in (desk, other))
    found = [str(one) for one in audit_data(files, lambda raw: _raw(desk, other, raw, (own, swapped)))]
    assert any("other bytes" in one for one in found)
    assert any("text is '8211.28' there" in one for one in found)


def _raw(desk: DeskParts, other: DeskParts, raw: str, swap: tuple[str, str]) -> bytes:
    return other.store.raw.read(swap[1]) if raw == swap[0] else desk.store.raw.read(raw)


YEARS = {f"{year}M{month:02d}": (9000 + 700 * (year - 2024), 1, 1) for year in (2024, 2025) for month in range(1, 13)}
SENTENCE = (
    "The World Bank’s price of copper averaged $9,700 a tonne in 2025, 7.8% above a year earlier "
    "(Pink Sheet, updated 5 January 2026)."
)


def ask_for_copper(desk: StarterDesk) -> None:
    """Declare the Pink Sheet, ask for copper, and put a workbook of January 2026 into the inbox."""
    settings, briefing = desk.folder / "desk.yaml", desk.folder / "briefings" / "pakistan-minerals.yaml"
    settings.write_text(settings.read_text("utf-8").replace("sources:\n", "sources:\n  pink-sheet: {kind: prices}\n"))
    asked = 'context: [{source: pink-sheet, series: Copper, for: ["74"]}]\n'
    briefing.write_text(briefing.read_text("utf-8") + asked, "utf-8")
    drop(desk, pink_sheet(YEARS, updated="Updated on January 05, 2026"))


def drop(desk: StarterDesk, raw: bytes) -> None:
    """Put a workbook into the inbox."""
    inbox = desk.folder / "inbox" / "pink-sheet"
    inbox.mkdir(exist_ok=True)
    (inbox / "CMO.xlsx").write_bytes(raw)


def plain(place: Path) -> str:
    """Return a text with white space folded."""
    return " ".join(place.read_text("utf-8").split())


@pytest.mark.long
def test_a_price_goes_the_whole_line(desk: StarterDesk) -> None:
    """Built, audited, explained to the cell, made again; a later workbook changes no edition that stands."""
    ask_for_copper(desk)
    built = desk.run("build")
    assert (0, True) == (built.code, "recorded: CMO.xlsx: 72 figures" in built.said), built.said
    folder = desk.edition
    assert SENTENCE.replace("’", "'") in plain(folder / "en.txt").replace("’", "'")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert ["pink-sheet/2026-01-05"] == [name.rpartition("/")[0] for name in manifest["context"]]
    explained = desk.run("explain", "pakistan-minerals/2025", "$9,700", "--all")
    assert (0, True) == (explained.code, "row 30, Monthly Prices!B30" in explained.said), explained.said
    drop(desk, pink_sheet(dict.fromkeys(YEARS, (1, 1, 1)), updated="Updated on February 03, 2026"))
    again = desk.run("build")
    assert (0, ["r1"]) == (again.code, [path.name for path in folder.parent.iterdir()]), again.said
    made = desk.run("regenerate", "--period", "2025")
    assert 0 == made.code, made.said
    assert 0 == desk.run("audit", "pakistan-minerals/2025").code
