"""Plain text of 72 columns and Markdown."""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from generator.page import plain_text
from generator.page.table_cells import table_lines
from generator.story.plan import Text
from tests.page.pictures import monthly_table
from tests.page.sample import table


def test_no_line_is_wider_than_72_columns() -> None:
    """Mail programs break longer lines where they please."""
    text = plain_text.wrapped(Text("Customs counted what came in. " * 20))
    assert max(map(len, text.splitlines())) <= 72
    assert max(map(len, plain_text.grid(table()).splitlines())) <= 72


def test_a_figure_and_its_unit_stay_on_one_line() -> None:
    """A no-break space is kept: "$1.14" is never left alone."""
    text = plain_text.wrapped(Text("x" * 64 + " and $1.14\u00a0billion"))
    assert ["x" * 64 + " and", "$1.14\u00a0billion"] == text.splitlines()


def test_figures_of_a_column_end_under_one_another() -> None:
    """1,140 and 110.90 end in the same column."""
    printed = plain_text.grid(table()).splitlines()
    ends = [
        next(line.index(figure) + len(figure) for line in printed if figure in line) for figure in ("1,140", "110.90")
    ]
    assert ends[0] == ends[1]


def test_a_short_row_is_filled() -> None:
    """A name without figures keeps the table's columns."""
    assert {4} == {len(line.cells) for line in table_lines(table())}


def test_a_head_over_columns_ends_where_they_do() -> None:
    """Whoever reads plain text sees which figures a group holds, and a narrow column makes room for a wide head."""
    months = replace(monthly_table(), head=monthly_table().head[:-1], groups=monthly_table().groups[:-1], spans=())
    over, head, _, first, *_ = plain_text.grid(months).splitlines()
    for group, column in (("US$ million", "y/y, %"), ("Contribution", "points")):
        end = over.index(group) + len(group)
        assert (end, True) == (head.index(column) + len(column), first[end - 1].isdigit())
    assert len(over) == len(head) == len(first)


def test_a_date_keeps_its_sentence_beside_it() -> None:
    """What hangs is aligned, also behind a long date."""
    printed = plain_text.hung(
        Text("About 20 March"), Text("January and February together, in one table " * 2)
    ).splitlines()
    assert [22] * (len(printed) - 1) == [len(line) - len(line.lstrip()) for line in printed[1:]]


def test_markdown_shows_the_words_as_they_are() -> None:
    """Signs that Markdown would take for its own come out as themselves."""
    for words in ("1. May *or* _not_ [a](b) | `c` # d", "- 5% & <b> ~x~ \\", "+ = x", "https://example.org/a_b_c"):
        html = MarkdownIt("commonmark").render(str(plain_text.escaped(Text(words))))
        shown = html.removeprefix("<p>").removesuffix("</p>\n")
        assert words == shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
