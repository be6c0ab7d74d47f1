"""Months that a briefing meets now and then: withheld lines, no past, nothing moved, small and huge trades."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from generator.story.label import Label
from generator.story.patterns import sentences_of
from generator.story.plan import Section
from generator.trade.codes import Flow, nomenclature
from tests.story.months import Monthly, Table, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}  # US$ million a month in 2023 and 2024: 112
NOW = {"7403": 72, "7402": 27, "2608": 10, "2601": 7, "2606": 4}  # and in 2025: 120
LINES = tuple(NOW)


def _stepped(code: str, place: int) -> int:
    return MILLION * (NOW if place >= 24 else BEFORE)[code]


def _flat(code: str, _: int) -> int:
    return MILLION * BEFORE[code]


def _withheld() -> Monthly:
    """Aluminium ores have no figure now; iron ores fell by a third of what refined copper rose."""
    rows = {key: row for key, row in table(_stepped, codes=LINES).items() if key != ("2606", "2025-12")}
    return months(rows, codes=LINES, covers="listed")


def _nothing() -> Monthly:
    """Aluminium ores are printed as nothing in every month."""
    idle = {("2606", month): (0, 0) for _, month in table(_flat, codes=("7403",))}
    rows = {**table(_stepped, codes=LINES[:-1]), **idle}
    return months(rows, codes=LINES, covers="listed", charts=("contributions", "shares", "waterfall"))


def _against_without_a_print() -> Monthly:
    """Iron ores rose to 4.5 million, give or take 0.1 of which no print holds; refined copper fell from 30 to 26."""
    ends = {"7403": (130, 150), "2601": (22, 15)}  # hundreds of thousands in each of two months, now and before
    rows = table(lambda code, at: ends[code][at < 24] + (code == "2601" and at == 25), codes=("7403", "2601"))
    rows = {key: (own[0], own[0] * 300_000) for key, own in rows.items()}
    return months(rows, "2025-01..2025-02", codes=("7403", "2601"), scale=100_000)


def _ended_without_a_print() -> Monthly:
    """Iron ores had 0.235 to 0.265 million in a quarter, of which no print holds, and none now."""
    small = {21: 8, 22: 8, 23: 9, 33: 0, 34: 0, 35: 0}
    rows = table(lambda code, at: small.get(at, 20) if code == "2601" else 900, codes=("7403", "2601"))
    return months(rows, "2025-Q4", codes=("7403", "2601"), scale=10_000)


def _no_line_has_a_print() -> Monthly:
    """Two lines of 0.135 to 0.165 million each have none; together they are 0.27 to 0.33, and so 0.3."""
    rows = table(lambda _, place: 5 if place < 27 else 15, codes=LINES[:2])
    return months(rows, "2025-Q1", codes=LINES[:2], scale=10_000, parties=("DEU", "POL"))


def _a_quarter_back() -> Monthly:
    """Refined copper rose from 98.7 to 100.7 million, and unrefined fell by a quarter of that, from 0.9 to 0.4."""
    ends = {"7403": (987, 1007), "7402": (9, 4)}
    rows = table(lambda code, place: ends[code][place == 35], codes=LINES[:2])
    return months(rows, codes=LINES[:2], scale=100_000)


def _low_and_open() -> Monthly:
    """Unrefined copper came to 3.2 million, after 0.2 to 0.4 of which no print holds: by too much for a rate."""
    small, codes = {12: 1, 13: 2, 24: 14, 25: 18}, LINES[:3]
    rows = table(lambda code, at: small.get(at, 10) if code == "7402" else 250, codes=codes)
    return months(rows, "2025-01..2025-02", codes=codes, scale=100_000)


def _two_of_three() -> Monthly:
    """Aluminium ores have figures of April and June: of the quarter they have none."""
    rows = {key: row for key, row in table(_stepped, codes=LINES).items() if key != ("2606", "2025-05")}
    return months(rows, "2025-Q2", codes=LINES, covers="listed")


def _scaled(times: str | int) -> Monthly:
    return months(table(lambda code, place: int(_stepped(code, place) * Decimal(times)), codes=LINES), codes=LINES)


def _dividing(code: str, place: int) -> int:
    """January–December: 36,951 million after 37,588: 1.7 % less, where "36.95" and "37.59" give 1.7 and 1.69."""
    return {"7403": 3_183_440_000, "7402": 1}[code] if place >= 24 else {"7403": 3_239_940_000, "7402": 1}[code]


def _before() -> Table:
    """Return a line beside, so that the months before are known."""
    return table(lambda _, __: MILLION, codes=("7402",))


SHAPES: dict[str, Callable[[], Monthly]] = {
    "a line withheld": _withheld,
    "one line without a past": lambda: months(table(_flat, codes=("7403",), months=3), codes=("7403",)),
    "one line in its first month": lambda: months(table(_flat, codes=("7403",), months=1), codes=("7403",)),
    "nothing moved": lambda: months(table(_flat, codes=LINES), codes=LINES),
    "a June of other shares": lambda: months(table(_stepped, codes=LINES), "2025-06", codes=LINES),
    "re-exports": lambda: months(table(_stepped, codes=LINES), codes=LINES, flow=Flow.RE_EXPORT),
    "three thousand times as much": lambda: _scaled(3000),
    "a hundredth": lambda: _scaled("0.01"),
    "a thousandth": lambda: _scaled("0.001"),
    "digits that do not divide": lambda: months(table(_dividing, codes=("7403", "7402")), codes=("7403", "7402")),
    "a quarter with one line": lambda: months(table(_stepped, codes=("7403",)), "2025-Q3", codes=("7403",)),
    "a first quarter": lambda: months(table(_stepped, codes=LINES), "2025-Q1", codes=LINES),
    "a quarter that ends a year": lambda: months(table(_stepped, codes=LINES), "2025-Q4", codes=LINES),
    "a quarter of which a line has two months": _two_of_three,
    "a line that is printed as nothing": _nothing,
    "a line that went against the others without a print": _against_without_a_print,
    "a line that ended without a print of what it was": _ended_without_a_print,
    "no line with a print": _no_line_has_a_print,
    "a line that took back a quarter": _a_quarter_back,
    "a low base that no print tells": _low_and_open,
    "one line": lambda: months(table(_stepped, codes=("7403",)), codes=("7403",)),
}


@cache
def shape(name: str) -> Monthly:
    """Return the story of that name."""
    return SHAPES[name]()


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_month_passes_its_own_audit(name: str) -> None:
    """Nothing that our own writer wrote is held, and nothing stops it."""
    assert shape(name).findings == ()


def _sentences(told: Monthly) -> list[str]:
    """Return every sentence of the finding and the sections."""
    found = told.block("finding")
    sections = [block for block in told.story.blocks if isinstance(block, Section)]
    texts = [text for block in sections for paragraph in block.paragraphs for text in paragraph]
    return [text.words for text in (found.headline, *found.things, *texts)]


@pytest.mark.parametrize("name", list(SHAPES))
def test_no_sentence_stands_twice(name: str) -> None:
    """A single line has little to say; it is said once."""
    said = _sentences(shape(name))
    assert len(said) == len(set(said))


@pytest.mark.parametrize(("lines", "alone"), [(5, 5), (6, 6), (7, 5), (8, 6)])
def test_parts_of_a_whole_fold_no_single_line(lines: int, alone: int) -> None:
    """Six parts at most have a colour of their own; a seventh line alone was drawn in a seventh, which is none."""
    codes = ("7403", "7402", "2608", "2601", "2606", "2610", "2607", "7404")[:lines]
    stacks = months(table(lambda _, place: MILLION * (9 + place), codes=codes), codes=codes).block("shares").stacks
    folded = [len(part.codes) for part in stacks[0].parts if part.rest]
    assert ([lines - alone] * (lines > alone), alone + (lines > alone)) == (folded, len(stacks[0].parts))


def test_panels_of_some_lines_count_among_themselves() -> None:
    """Of thirteen lines twelve have a panel: "nine lines rose" would be read as of them all."""
    codes = [code for code in nomenclature() if len(code) == 4 and code[:2] == "84"][:13]
    told = months(table(lambda code, place: MILLION * (200 + place * (-1) ** int(code)), codes=tuple(codes)))
    title = "Of the twelve largest lines six rose on December 2024, six fell"
    assert (title, ()) == (told.block("panels").title.words, told.findings)


LONG = {"7403": Label("refined copper", "refined copper", "refined copper of every shape and kind")}


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
@pytest.mark.parametrize("flow", [Flow.RE_EXPORT, Flow.RE_IMPORT])
def test_what_is_traded_again_is_told_in_every_language(flow: Flow, language: str) -> None:
    """In Urdu its name begins with the word for "again"."""
    assert () == months(table(_stepped, codes=LINES), codes=LINES, flow=flow, language=language).findings


def test_lines_without_a_common_name_are_called_a_selection() -> None:
    """Five headings are not all of China’s imports."""
    told = months(table(_stepped, codes=LINES), codes=LINES, group="")
    assert (
        told.block("finding").headline.words
        == "China’s selected imports from Pakistan rise 7.1%, on refined copper alone"
    )
    assert "imports of goods of HS 2601, 2606, 2608, 7402 and 7403 from Pakistan came to" in told.said("lede")


def test_where_no_line_moved_none_is_counted() -> None:
    """Neither the small panels nor the key figures say that nothing rose."""
    told = shape("nothing moved")
    assert told.block("panels").title.words == "No line moved from December 2024 to December 2025"
    assert not [cell for cell in told.block("strip").cells if cell.label.words.startswith("Lines")]


def test_lines_that_stand_together_are_counted() -> None:
    """Two marks with one name and other figures read as one fact: each says how many lines it holds."""
    codes = tuple(f"26{n:02}" for n in range(1, 18))
    rows = table(lambda code, place: 10**5 * (90 - int(code[2:])) * (100 + place) // 100, codes=codes)
    told = months(rows, codes=codes, labels={})
    bars = told.block("contributions").bars
    assert f"{_WORDS[17 - len(bars) + 1]} other lines" == bars[-1].label.words
    assert "Five other lines" == told.block("table").rows[-2].cells[0].words
    assert "Eleven other lines" == told.block("shares").stacks[0].parts[-1].label.words
    assert () == told.findings


_WORDS = {9: "Nine", 10: "Ten", 11: "Eleven", 12: "Twelve", 13: "13", 14: "14"}


def test_a_sum_between_two_millions_has_its_year() -> None:
    """1,033.5 million is neither 1,033 nor 1,034: the year stands with a tenth, not without its line."""
    rows = table(lambda code, place: _flat(code, 0) - (937_500 if place >= 24 else 0), codes=("7403", "7402"))
    years = months(rows, codes=("7403", "7402")).block("cumulative")
    assert [("2025", "1,033.5"), ("2024", "1,056"), ("2023", "1,056")] == [
        (curve.label.words, curve.figure.words) for curve in years.curves
    ]


@pytest.mark.parametrize("period", ["2025-11", "2025-Q4"])
@pytest.mark.parametrize(
    ("language", "line", "whole"),
    [("en", "more than", "at least"), ("zh", "超过", "至少"), ("ur", "سے زیادہ", "کم از کم")],
)
def test_a_bound_has_its_word_wherever_it_stands(language: str, line: str, whole: str, period: str) -> None:
    """Iron ores were "over" their figure in November: a sum with it is "at least", and nothing is compared with it."""
    rows = table(_stepped, codes=LINES)
    told = months(rows, period, codes=LINES, over={("2601", "2025-11")}, language=language)
    assert told.findings == ()
    marked = [claim for claim in told.claims["claims"] if claim["qualifier"] != "exact" and period == claim["period"]]
    assert {("2601",), LINES} <= {tuple(claim["codes"]) for claim in marked}
    assert "2601" not in {
        code for claim in told.claims["claims"] if claim["kind"] == "change" for code in claim["codes"]
    }
    said = " ".join(told.words)
    assert whole in said
    if period == "2025-11":  # of a quarter it is a sum
        assert line in said


@pytest.mark.parametrize("period", ["2025-12", "2025-Q3"])
def test_a_year_with_a_bound_is_not_drawn(period: str) -> None:
    """A small line was "over" its figure two years ago: the whole is known to the million, and is "at least" it."""
    rows = table(lambda code, place: 200_000 if code == "7402" else 30_000_000 + 300_000 * place, codes=LINES[:2])
    told = months(rows, period, codes=LINES[:2], over={("7402", "2023-02")})
    assert told.findings == ()
    assert ["2025", "2024"] == [curve.label.words for curve in told.block("cumulative").curves]


BOUND_WORDS = {
    "en": ("More than", "At least", "About"),
    "zh": ("超过", "至少", "约"),
    "ur": ("سے زیادہ", "کم از کم", "تقریباً"),
}


@pytest.mark.parametrize("language", list(BOUND_WORDS))
@pytest.mark.parametrize(
    ("marked", "kinds"),
    [({}, ""), ({"over": "2601"}, "ol"), ({"about": "2601"}, "a"), ({"over": "2601", "about": "2608"}, "ola")],
)
def test_the_note_says_what_the_words_of_bounds_mean(marked: dict[str, str], kinds: str, language: str) -> None:
    """Each word that is printed is told: `o`ver, at `l`east, `a`bout; a month without bounds has no such run."""
    over, about = ({(marked[kind], "2025-11")} if kind in marked else set() for kind in ("over", "about"))
    rows = table(_stepped, codes=LINES)
    told = months(rows, "2025-11", codes=LINES, language=language, over=over, about=about)
    assert told.findings == ()
    note = [text.words for run in told.block("note").runs for text in run.sentences]
    words = zip("ola", BOUND_WORDS[language], strict=True)
    assert kinds == "".join(kind for kind, word in words if any(one.startswith(f"“{word}”") for one in note))
    no_rate = {"en": "No rate is computed", "zh": "不以此类数值计算变动率", "ur": "کوئی شرح نہیں نکالی"}[language]
    assert bool(kinds) == any(no_rate in one for one in note)


def _quarter_about(thousands: dict[int, int], language: str = "en") -> Monthly:
    """Return the last quarter of 2025, refined copper 136 million a month but in some, all three about their figure."""
    rows = table(lambda code, at: 90_000 if code == "7402" else thousands.get(at, 136_000), codes=LINES[:2])
    about = {("7403", f"2025-{month}") for month in (10, 11, 12)}
    return months(rows, "2025-Q4", codes=LINES[:2], about=about, scale=1000, language=language)


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_a_sum_of_which_all_is_about_its_figure_is_told(language: str) -> None:
    """136.493 and twice 136.494 are 409.481 million give or take three per cent, and so is about 409.5."""
    told = _quarter_about({33: 136_493, 34: 136_494, 35: 136_494}, language)
    (row,) = (row for row in told.block("table").rows if row.codes == ("7403",))
    assert ("409.5", ()) == (row.cells[2].words.split("\N{NO-BREAK SPACE}")[-1].split()[-1].lstrip("约"), told.findings)


def test_a_sum_of_coarse_figures_about_theirs_is_a_dash() -> None:
    """About 0.4 million, and 0.5 and 0.6 give or take 0.05, may be 1.39 to 1.61: three per cent of 1.5 are 0.05."""
    rows = table(lambda code, at: 90 if code == "7402" else {33: 4, 34: 5, 35: 6}.get(at, 5), codes=LINES[:2])
    told = months(rows, "2025-Q4", codes=LINES[:2], about={("7403", "2025-10")}, scale=100_000)
    (row,) = (row for row in told.block("table").rows if row.codes == ("7403",))
    assert ("–", ()) == (row.cells[2].words, told.findings)
    assert sentences_of("en")["dash_note.bound"] in [note.words for note in told.block("table").notes]


@pytest.mark.parametrize("wrong", ["409.6", "409.4"])
def test_the_audit_refuses_another_print_of_what_is_about_its_figure(wrong: str) -> None:
    """Beside three per cent of its own it may be off by half its last digit."""
    told = _quarter_about({33: 136_493, 34: 136_494, 35: 136_494})
    edition, claims = (json.loads(json.dumps(one).replace("409.5", wrong)) for one in (told.edition, told.claims))
    assert any(f"'{wrong}' is no rounding" in one for one in replace(told, edition=edition, claims=claims).findings)


def _printed_to_ten_thousand(zinc: dict[int, int], period: str) -> Monthly:
    """Return zinc ores in units of 0.01 million, 126 but in some months, beside refined copper, which stands still."""
    rows = table(lambda code, at: 900 if code == "7403" else zinc.get(at, 126), codes=("7403", "2608"))
    return months(rows, period, codes=("7403", "2608"), scale=10_000)


@pytest.mark.parametrize(("language", "said"), [("zh", "29.28亿美元"), ("ur", "2 ارب 93 کروڑ ڈالر")])
def test_one_figure_over_a_billion_is_printed_so_that_its_rate_recomputes(language: str, said: str) -> None:
    """2.93 on 2.23 billion is 31%, 2.928 on 2.225 is 32%, as it is: three decimals of a billion are enough.

    Urdu has two units, so there the rate stands beside one level.
    """
    ends = {"7403": (2_900_035_096, 2_197_230_000), "7402": (28_000_000, 28_000_000)}
    told = months(table(lambda code, at: ends[code][at < 24], codes=("7402", "7403")), "2025-03", language=language)
    assert told.findings == ()
    assert any(said in words for words in told.words)


def test_a_change_of_unknown_way_is_not_called_usual() -> None:
    """1 on 1 million may be a third or three times: of no large change is it said that the series is volatile."""
    rows = table(lambda code, at: 3 if code == "2610" else int(at >= 24), codes=("2606", "2610"), months=60)
    told = months({key: (own[0], 0) for key, own in rows.items()}, scale=MILLION)
    assert (told.findings, [words for words in told.words if "volatile" in words]) == ((), [])


def test_a_place_that_rounding_leaves_open_is_not_told() -> None:
    """Copper scrap and chromium ores stand at about a hundred hundred thousand each, give or take six."""
    sizes = {"7403": (1364, 1311), "2606": (206, 218), "2601": (102, 91), "2608": (19, 18), "7402": (8, 8)}
    near = {"7404": (8.6, 8.2), "2610": (8.4, 8.4)}
    every = sizes | near
    rows = table(lambda code, at: round(every[code][at < 24] + (at % 2) * 0.3), codes=tuple(every))
    told = months(rows, scale=100_000)
    assert (told.findings, [words for words in told.words if "in place of" in words]) == ((), [])
