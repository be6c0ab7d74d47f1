"""What a format shows, and how figures are tied to their units."""

from __future__ import annotations

from generator.page.format_share import share
from generator.story import plan
from generator.story.plan import Text
from tests.page.sample import said, story


def test_a_block_stands_only_in_its_formats() -> None:
    """The call is the mail's alone, the voices are not in it."""
    mail = {block.kind for block in share(story(), "mail").blocks}
    page = {block.kind for block in share(story(), "html").blocks}
    assert ("call" in mail, "call" in page, "voices" in mail, "voices" in page) == (True, False, False, True)


def test_a_text_stands_only_in_its_formats() -> None:
    """The page number is printed and nowhere else."""
    feet = {form: share(story(), form).blocks[-1] for form in ("pdf", "html")}
    assert [True, False] == [bool(foot.page) for foot in feet.values() if isinstance(foot, plan.Foot)]


def test_a_hidden_text_among_others_is_gone() -> None:
    """A sentence of another format leaves no gap."""
    sentences = (Text("One."), Text("Two.", (), ("md",)))
    section = plan.Section("s", ("pdf", "md"), "text", None, None, None, (sentences,))
    shown = share(plan.Story("en", "ltr", *(Text(""),) * 4, (section,)), "pdf").blocks[0]
    assert isinstance(shown, plan.Section)
    assert ((Text("One."),),) == shown.paragraphs


def test_a_figure_is_tied_to_its_unit_and_a_code_to_its_letters() -> None:
    """No line ends on "$1.14" or "HS"; the words keep their length, so marks still hold."""
    words = "Copper (HS 74) came to $1.14 billion."
    finding = plan.KeyFinding("f", ("pdf",), *(said(words, f1="$1.14 billion"),) * 3, ())
    shown = share(plan.Story("en", "ltr", *(Text(""),) * 4, (finding,)), "pdf").blocks[0]
    assert isinstance(shown, plan.KeyFinding)
    assert "Copper (HS\u00a074) came to $1.14\u00a0billion." == shown.headline.words


def tied(text: Text) -> str:
    """Return the words of a headline as the printed page has them."""
    finding = plan.KeyFinding("f", ("pdf",), *(text,) * 3, ())
    shown = share(plan.Story("en", "ltr", *(Text(""),) * 4, (finding,)), "pdf").blocks[0]
    assert isinstance(shown, plan.KeyFinding)
    return shown.headline.words


def test_a_short_range_stays_on_one_line() -> None:
    """From and to are read together; a long range may break."""
    short = said("The aim is $3 billion to $4 billion.", f1="$3 billion", f2="$4 billion")
    assert "The aim is $3\u00a0billion\u00a0to\u00a0$4\u00a0billion." == tied(short)
    wide = said("It was $1,140.12 million to $1,145.55 million.", f1="$1,140.12 million", f2="$1,145.55 million")
    assert "$1,140.12\u00a0million to $1,145.55\u00a0million." in tied(wide)


def test_a_long_text_leaves_no_stub() -> None:
    """A last line that says "in 2025." and nothing else is a hole in the page."""
    words = "That would be 2.6 to 3.5 times the customs figure for copper and articles in 2025."
    assert words[:-17] + "articles\u00a0in\u00a02025." == tied(Text(words))
    assert "Copper rose in\u00a02025 to much." == tied(Text("Copper rose in 2025 to much."))


def test_a_rate_and_the_level_it_led_to_are_no_range() -> None:
    """A line may break after the rate of "23% to 6,481 tonnes"; none ends on "US$"."""
    rose = said("The quantity rose 23% to 6,481 tonnes; the value fell.", f1="23%", f2="6,481 tonnes")
    assert "rose 23% to 6,481\u00a0tonnes" in tied(rose)
    assert "imports, US$\u00a0million, 2025" == tied(Text("imports, US$ million, 2025"))


def test_a_month_that_is_not_known_keeps_its_place() -> None:
    """A spark has a gap there: without its place the months before it would stand later than they were."""
    row = plan.Row((Text("Zinc ores"),), spark=(1.0, None, 3.0))
    table = plan.Table(
        "t",
        ("html",),
        scale="million",
        title=Text(""),
        subtitle=Text(""),
        head=(Text("Line"),),
        rows=(row,),
        source=Text(""),
    )
    shown = share(plan.Story("en", "ltr", *(Text(""),) * 4, (table,)), "html").blocks[0]
    assert isinstance(shown, plan.Table)
    assert (1.0, None, 3.0) == shown.rows[0].spark
