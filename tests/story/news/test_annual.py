"""Annual: an edition of a year on figures of years."""

from generator.story.news.headline import headline
from generator.story.news.opening import things
from generator.story.news.report import report_of
from tests.story.months import ground
from tests.story.news.made import Made, of


def _years(**lines: list[int]) -> Made:
    """Return the news of 2025, of lines with their thousands of dollars year by year; 0 is a year without a row."""
    rows = {
        (code.removeprefix("c"), str(2026 - len(levels) + at)): (1000 * level, 1000 * level)
        for code, levels in lines.items()
        for at, level in enumerate(levels)
        if level
    }
    return of(ground(rows, "2025"))


def test_a_line_without_a_row_in_a_covered_year_is_no_trade() -> None:
    """Its year adds nothing to the whole, which is compared with the year before: it is not partial."""
    found = _years(c7403=[5000, 5000, 5000, 6500], c7404=[2000, 2000, 1000, 0])
    report = report_of(found.month)
    assert ("line_all", "7403") == (report.head.form, report.head.line)
    assert [] == found.faults([report.head, *things(report)])


def test_a_year_is_a_record_among_four() -> None:
    """Three years before it are the fewest."""
    heads = [headline(_years(c7403=levels).month).head for levels in ([5000, 5000, 5000, 6000], [5000, 5000, 6000])]
    assert ["year_record", "plain"] == [head.row for head in heads]
