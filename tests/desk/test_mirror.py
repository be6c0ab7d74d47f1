"""The partner's own report beside a briefing's figures: the editor sees the gap, and a usual one changes no text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import FULL, EditionSheet
from generator.editions.edition_text import compose
from generator.intake.period_choice import figures_for
from generator.intake.questions import questions_of
from generator.settings.desk_parts import DeskParts
from generator.trade.codes import Flow
from tests.desk.conftest import StarterDesk
from tests.desk.in_order import FIRST, MONTHS, NAME, PARTIES, USUAL, dollars, edition, manifest, moved
from tests.desk.own_desk import HEAD, briefing, own_desk, row
from tests.desk.test_line import digests

THERE = ("POL", "DEU", "import")
JUNE = "2025-06"
ASKED = "  mirror: office\n"
COUNTED = "8703: the partner counts 1.38 times as much, usually 1.07 times"
ODD = {("8703", JUNE): 1.38, ("8708", JUNE): 1.15}
OPENED: list[DeskParts] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close the desks that a test opened."""
    yield
    while OPENED:
        OPENED.pop().store.close()


def kept(desk: DeskParts) -> DeskParts:
    """Return a desk that is closed after the test."""
    OPENED.append(desk)
    return desk


def rows(odd: Mapping[tuple[str, str], float], months: int = MONTHS) -> list[str]:
    """Return Germany's exports to Poland, and Poland's imports: 1.07 times as much, but for what is `odd`."""
    found = []
    for code in USUAL:
        for at in range(MONTHS):
            month = FIRST.step(at)
            level, factor = dollars(code, month), odd.get((code, str(month)), 1.07)
            found.append(row(PARTIES, str(month), code, level))
            if at < months:
                found.append(row(THERE, str(month), code, round(level * factor)))
    return found


def desk_of(folder: Path, table: Iterable[str] | None = None, more: str = ASKED) -> DeskParts:
    """Return the desk whose office has both reports."""
    text = briefing(PARTIES, USUAL, f"{more}approval: none\n")
    return kept(own_desk(folder, rows(ODD) if table is None else table, {NAME: text}))


def theirs(odd: Mapping[tuple[str, str], float] = ODD) -> list[str]:
    """Return the partner's rows alone."""
    return [one for one in rows(odd) if ",POL,DEU," in one]


@pytest.fixture(scope="module")
def made(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk with an edition of June that was made beside the partner's report."""
    folder = tmp_path_factory.mktemp("mirror") / "desk"
    desk_of(folder).store.close()
    (folder / "state" / "faces").symlink_to(finished.folder / "state" / "faces", target_is_directory=True)
    desk = StarterDesk(folder)
    assert (done := desk.run("build", NAME, "--period", JUNE)).code == 0, done.said
    return desk


@pytest.mark.long
def test_the_editor_sees_the_gap(made: StarterDesk) -> None:
    """Of what is unlike itself in one line, by `explain` of any code, and of all lines as data."""
    said = made.run("movements", NAME, "--period", JUNE).said
    assert "The partner's own report, for the editor alone: 1 of 8 gaps unlike themselves" in said
    assert COUNTED.split(": ")[1] in said
    of = f"{NAME}/{JUNE}/r1"
    assert "the partner counts 1.15 times as much, usually 1.07 times" in made.run("explain", of, "8708").said
    [first, *_] = json.loads(made.run("explain", of, "8703", "--json").said)
    [fact] = [one for one in first["decision"]["past"]["facts"] if one["metric"] == "mirror"]
    assert [1.38, 1.07] == pytest.approx([fact["times"], fact["usual_times"]], abs=1e-5)
    assert (36, ["mirror_gap"]) == (fact["n"], fact["flags"])


def test_an_edition_has_the_flag_and_no_figure_of_the_partner(made: StarterDesk) -> None:
    """In lines and picks of edition.json; the releases in its manifest."""
    found = moved(made, JUNE)
    assert {"8703"} == {one["code"] for one in found["lines"] if "mirror_gap" in one["flags"]}
    assert {"8703"} == {one["series"] for one in found["told"] if "mirror_gap" in one["flags"]}
    assert "partner counts" not in (edition(made, JUNE) / "en.md").read_text("utf-8")
    assert manifest(made, JUNE)["releases"] == manifest(made, JUNE)["mirror"]
    ledger = json.loads((edition(made, JUNE) / "claims.json").read_bytes())
    assert {"X"} == {cell["flow"] for cell in ledger["cells"].values()}


@pytest.mark.long
def test_an_edition_comes_back_whatever_the_partner_restates(made: StarterDesk) -> None:
    """By the releases that it knew; the next one knows better."""
    place = edition(made, JUNE)
    before = digests(place)
    (place / "en.txt").unlink()
    later = made.folder / "inbox" / "office" / "later.csv"
    later.write_text("\n".join([HEAD, *theirs({})]), "utf-8")  # of the same day
    assert made.run("ingest", str(later), "--source", "office", "--accept", "restated by the office").code == 0
    assert (0, before) == (made.run("regenerate", NAME, "--period", JUNE).code, digests(place))
    assert "1.38 times" in made.run("explain", f"{NAME}/{JUNE}/r1", "8703").said


def test_nothing_else_of_an_edition_is_changed(tmp_path: Path) -> None:
    """Every file but edition.json, under terms by which each cell that was seen goes out; and there the flag alone."""
    desks = [desk_of(tmp_path / name, more=more) for name, more in (("asked", ASKED), ("plain", ""))]
    told = [of_all_cells(desk) for desk in desks]
    one, other = (json.loads(files.pop("edition.json")) for files in told)
    assert told[0] == told[1]
    assert "facts" in one["movements"]["told"][0]
    for each in (*one["movements"]["lines"], *one["movements"]["told"]):
        each["flags"] = [flag for flag in each["flags"] if flag != "mirror_gap"]
    assert one == other


def of_all_cells(desk: DeskParts) -> dict[str, bytes]:
    """Return the data files of an edition of June whose source lets every cell go out."""
    figures = figures_for(desk.desk, desk.store, NAME, JUNE)
    return dict(
        compose(
            desk.desk,
            desk.store,
            EditionSheet(NAME, figures, movements_of(desk.desk, desk.store, NAME, figures), 1, {}, {}, terms=FULL),
        ).files
    )


def test_the_source_is_asked_with_the_parties_exchanged(tmp_path: Path) -> None:
    """Months of the other flow, beside the briefing's own question; no national line, and none of the World."""
    desk = desk_of(tmp_path / "desk")
    own, there = questions_of(desk.desk, [NAME])
    assert ("DEU", "POL", (Flow.EXPORT,)) == (own.reporter, own.partner, own.flows)
    assert ("POL", "DEU", (Flow.IMPORT,)) == (there.reporter, there.partner, there.flows)
    assert set(USUAL) == set(there.codes)
