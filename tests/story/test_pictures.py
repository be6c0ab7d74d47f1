"""Which pictures an edition has, and where: as its plan has them, or as a briefing asks."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest

from generator.settings.briefing_settings import Briefing
from generator.story.plan import ALT_LETTERS, Chart, Section, Table
from tests.charts.drawings import TOLD
from tests.story.months import Monthly, months, table
from tests.story.plans import LANGUAGES
from tests.story.whole import whole

MILLION = 10**6
SIZES = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}
FORMS = ("dumbbell", "heatmap", "index_lines", "share_dots", "tiles", "trend", "updown_bars", "waterfall")


def asked(*names: str, charts: bool = True) -> Monthly:
    """Return a month of five lines whose briefing asks for the pictures `names`."""
    rows = table(lambda code, place: MILLION * SIZES[code] * (100 + 2 * place) // 100, codes=tuple(SIZES))
    return months(rows, charts=names if charts else None)


def pictures(told: Monthly, form: str = "pdf") -> list[str]:
    """Return the pictures that a format of the month has, in order."""
    return [block.name for block in told.story.blocks if isinstance(block, Chart) and form in block.shown]


def under(told: Monthly) -> dict[str, str]:
    """Return the section that each picture of the pages stands under."""
    shown = [one for one in told.story.blocks if "pdf" in one.shown]
    return {one.id: block.id for block, one in pairwise(shown) if isinstance(one, Chart) and isinstance(block, Section)}


def test_without_a_word_the_plan_decides() -> None:
    """A month has the pictures that its figures call for, each under the paragraph that tells what it shows."""
    told = asked(charts=False)
    homes = {"total": "lede", "quantity_value": "body-1", "panels": "body-2", "year_gap": "rest"}
    assert (homes, ["contributions-mail"]) == (under(told), pictures(told, "mail"))


@pytest.mark.parametrize(
    ("names", "homes", "mail"),
    [
        (["shares"], {"shares": "lede"}, []),
        (["year_gap", "contributions"], {"year_gap": "lede", "contributions": "body-1"}, ["year_gap"]),
        (["shares", "year_gap"], {"shares": "lede", "year_gap": "rest"}, ["year_gap"]),
        (["panels", "contributions"], {"panels": "lede", "contributions": "body-1"}, ["contributions-mail"]),
        (["lines"], {"lines": "lede"}, ["lines"]),
        ([], {}, []),
    ],
)
def test_a_briefing_says_which_and_in_which_order(names: Sequence[str], homes: dict[str, str], mail: list[str]) -> None:
    """The first stands under the opening and, if a mail has room for it, in the mail; no two stand in a row."""
    told = asked(*names)
    assert (homes, mail, ()) == (under(told), pictures(told, "mail"), told.findings)
    assert [*homes] == pictures(told)


def test_a_february_alone_has_no_picture_of_the_total() -> None:
    """Its bar would stand at the mean of two months, under the figure of one; the two together have the picture."""
    rows = table(lambda code, place: MILLION * SIZES[code] * (100 + 2 * place) // 100, codes=tuple(SIZES))
    for period, has_total in (("2025-02", False), ("2025-01..2025-02", True)):
        told = months(rows, period, parties=("CHN", "PAK"), charts=("total",))
        assert ("total" in pictures(told), told.findings) == (has_total, ())


ONE_YEAR = {"2608": 6, "2610": 4, "2515": 1}  # million in January, and a tenth more in each month


def _one_year(period: str = "2025-12", first: str = "2025-01", **settings: Any) -> Monthly:  # noqa: ANN401 -- fields
    """Return the edition of a period, with the months of 2025 from `first` to its end."""
    spans = [f"2025-{month:02}" for month in range(1, 13)]
    last = period.rpartition(".")[2]
    rows = {
        (code, span): (million * 100_000 * (10 + at), 1000)
        for code, million in ONE_YEAR.items()
        for at, span in enumerate(spans)
        if first <= span <= last
    }
    return months(rows, period, codes=tuple(ONE_YEAR), themes=(), **settings)


def test_months_without_a_year_before_have_a_figure_and_a_name_each() -> None:
    """The total is 11 million in January and 1.1 more in each month; the newest figure is the curve's."""
    told = _one_year("2025-04", parties=("DEU", "PAK"))
    total, panels = told.block("total"), told.block("panels")
    assert [cell.words for cell in total.curves[0].cells] == ["11.00", "12.10", "13.20", ""]
    assert total.curves[0].figure.words == "14.30"
    assert [step.words for step in total.steps] == ["Jan", "Feb", "Mar", "Apr"]
    assert ((), (), ()) == (total.ticks, total.aside, told.findings)
    assert (total.title.words, panels.title.words) == (
        "The total was up 8.3% on March 2025",
        "All three lines rose on March 2025",
    )
    assert "rings" not in panels.subtitle.words


def test_january_and_february_at_their_mean_have_one_figure() -> None:
    """Both bars stand at 11.55 million, and 23.10 is of both; March has no step before that is as long."""
    told = _one_year("2025-03")
    total, panels = told.block("total"), told.block("panels")
    assert [cell.words for cell in total.curves[0].cells] == ["23.10 in both", "", ""]
    assert ([step.words for step in total.steps], total.curves[0].points) == (
        ["Jan–Feb", "", "Mar"],
        (11.55, 11.55, 13.2),
    )
    assert ("The total, month by month", "Each line by itself") == (total.title.words, panels.title.words)
    assert told.findings == ()


@pytest.mark.parametrize(("first", "has_pictures"), [("2025-11", False), ("2025-10", True), ("2025-06", True)])
def test_two_months_are_no_picture(first: str, has_pictures: bool) -> None:  # noqa: FBT001 -- a case
    """Three months are one, of the total and of each line."""
    told = _one_year(first=first)
    assert {"total", "panels"} <= {*pictures(told)} if has_pictures else pictures(told) == []
    assert told.findings == ()


def test_months_before_the_first_total_have_no_place() -> None:
    """One of two lines begins a year later, and with it the total."""
    rows = {("2608", f"{year}-{month:02}"): (MILLION, 1000) for year in (2024, 2025) for month in range(1, 13)}
    rows |= {("2610", f"2025-{month:02}"): (MILLION, 1000) for month in range(1, 13)}
    told = months(rows, codes=("2608", "2610"), covers="listed", charts=("total",), themes=())
    assert [told.block("total").curves[0].spans[0], told.findings] == ["2025-01..2025-02", ()]


def _figure_of_a_month(total: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print March's figure over February."""
    cells = total["curves"][0]["cells"]
    cells[1]["said"] = cells[2]["said"]


def _name_of_a_month(total: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Name February "Mar"."""
    total["steps"][1] = total["steps"][2]


@pytest.mark.parametrize("change", [_figure_of_a_month, _name_of_a_month])
def test_the_audit_finds_the_figure_of_another_month(change: Callable[[Any], None]) -> None:
    """Over each bar stands the level of its month."""
    assert _one_year("2025-04", parties=("DEU", "PAK")).findings_after("total", change)


SHARES = {"2608": 6, "2610": 4}  # million a month


def _two_years(period: str) -> Monthly:
    """Return a total of 10 million a month in 2024 and 12 in 2025, of zinc and chromium ores."""
    rows = table(
        lambda code, place: MILLION * (SHARES[code] + (code == "2608") * 2 * (place // 12)),
        codes=tuple(SHARES),
        months=24,
    )
    return months(rows, period, charts=("total",))


@pytest.mark.parametrize(
    ("period", "sums"), [("2025-12", ["120", "144, +20%"]), ("2025-09", ["120", "Jan\N{EN DASH}Sep 108, +20%"])]
)
def test_each_year_of_the_total_has_its_sum(period: str, sums: list[str]) -> None:
    """Twelve times 10 and 12 million; a year that is not over says its months, and is compared with the same ones."""
    told = _two_years(period)
    assert sums == [cell.words for cell in told.block("total").curves[0].cells if cell.words]
    assert () == told.findings


def _of_month(chart: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print the month in the place of its year."""
    chart["curves"][0]["cells"][12]["said"] = chart["curves"][0]["figure"]["said"]


def _of_year_before(chart: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print the year before in the place of the year."""
    chart["curves"][0]["cells"][12]["said"] = chart["curves"][0]["cells"][0]["said"]


@pytest.mark.parametrize("change", [_of_month, _of_year_before])
def test_another_sum_under_a_year_is_found(change: Callable[[Any], None]) -> None:
    """The audit knows of which year it must be."""
    assert _two_years("2025-12").findings_after("total", change)


def test_the_order_asked_for_is_kept() -> None:
    """A picture whose paragraph has passed stands under the next; after the last paragraph one follows another."""
    told = asked("contributions", "shares", "panels")
    assert pictures(told) == ["contributions", "shares", "panels"]
    blocks = told.story.blocks
    assert max(at for at, one in enumerate(blocks) if isinstance(one, Chart)) < next(
        at for at, one in enumerate(blocks) if isinstance(one, Table)
    )


@pytest.mark.parametrize(("sizes", "names"), [((43, 60), []), ((44, 50), ["shares"])])
def test_shares_are_drawn_where_one_moved_three_points(sizes: tuple[int, int], names: list[str]) -> None:
    """Of 40 and 60 the first went to 43 of 103, 1.7 points more; or to 44 of 94, nearly seven."""
    levels = dict(zip(("7403", "2608"), zip((40, 60), sizes, strict=True), strict=True))
    rows = table(lambda code, place: MILLION * levels[code][place >= 24], codes=tuple(levels))
    told = months(rows, codes=tuple(levels))
    assert (names, ()) == ([name for name in pictures(told) if name == "shares"], told.findings)


def test_a_picture_that_is_left_out_leaves_no_claim() -> None:
    """What no picture draws is in no file: figures go with an edition because it shows them."""
    whole, few = (
        {str(row["formula"]) for row in told.claims["claims"]} for told in (asked(charts=False), asked("total"))
    )
    assert few < whole


def test_a_year_can_do_without_its_picture() -> None:
    """The picture of a year is `lines`."""
    rows, codes = "2025 74 1140 million\n2025 2608 110.9 million", ("74", "2608")
    shown = [
        [block.name for block in whole(rows, codes, charts=names).story.blocks if isinstance(block, Chart)]
        for names in (None, ("lines",), ("panels",))
    ]
    assert [["lines"], ["lines"], []] == shown


def test_a_desk_asks_by_name() -> None:
    """The setting takes each name that the plans have; the plan decides where it is left out."""
    figures = {"source": "s", "reporter": "CHN", "partner": "PAK", "flow": "import", "codes": ["26"]}
    head = {"title": {"en": "Ores"}, "frequency": "monthly", "figures": figures}
    assert Briefing.model_validate(head).charts is None
    assert [(), ("lines",)] == [Briefing.model_validate(head | {"charts": names}).charts for names in ([], ["lines"])]


def picture(form: str, language: str) -> Chart:
    """Return the picture of an edition that has it."""
    blocks = TOLD[form](language).story.blocks
    return next(block for block in blocks if isinstance(block, Chart) and block.form == form)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_short_and_the_long_text_have_the_finding(form: str, language: str) -> None:
    """The title, with its claims; the short one no longer than those who listen hear."""
    drawn = picture(form, language)
    claims = {mark.claim for mark in drawn.title.marks}
    assert claims
    for text in (drawn.alt, drawn.description):
        assert drawn.title.words in text.words
        assert claims <= {mark.claim for mark in text.marks}
    assert len(drawn.alt.words) <= ALT_LETTERS
