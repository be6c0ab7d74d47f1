"""Templates: a wrong name stops everything, words are escaped, nothing but plain values comes in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.errors import RenderError, TemplateRefused
from generator.page import EditionLook, RenderLimits, render
from generator.page.documents import Documents
from generator.page.templates import within
from generator.story.plan import KeyFinding, Text
from tests.page.sample import edition, story

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
ITSELF = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"


def spoiled(look: EditionLook, name: str, old: str, new: str) -> EditionLook:
    """Return `look` with one template changed."""
    assert old in look.templates[name]
    return replace(look, templates={**look.templates, name: look.templates[name].replace(old, new, 1)})


def test_the_packaged_templates_are_in_order(look: EditionLook) -> None:
    """What ships can fill every block of the sample."""
    Documents(look).check(story())


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "told"),
    [
        ("finding.html.j2", "block.headline", "block.headlin", 3, "'headlin' is not known; nearest: headline"),
        ("mail.txt.j2", "{% for block in story", "{% for block in storey", 1, "'storey' is not known; nearest: story"),
        ("paste.md.j2", "|joined", "|joind", 19, "'joind' is not known; nearest: joined"),
        ("note.html.j2", "{% endfor %}", "", 5, "Unexpected end of template"),
        ("edition.html.j2", '"masthead.html.j2"', '"mast.html.j2"', 35, "no template is called 'mast.html.j2'"),
    ],
)
def test_a_misspelt_name_is_told_with_its_line_and_the_nearest(
    look: EditionLook, name: str, old: str, new: str, line: int, told: str
) -> None:
    """An editor who changes a template reads where and what, before anything is made."""
    with pytest.raises(TemplateRefused) as refusal:
        Documents(spoiled(look, name, old, new)).check(story())
    assert (f"templates/{name}:{line}", True) == (refusal.value.where, told in refusal.value.problem)


def test_a_refused_template_makes_nothing(look: EditionLook) -> None:
    """The whole edition is refused, by its own error and not as a failure of a file."""
    heard: list[str] = []
    with pytest.raises(TemplateRefused, match=r"templates/strip\.html\.j2:5: 'lable' is not known; nearest: label"):
        render(edition(), spoiled(look, "strip.html.j2", "cell.label", "cell.lable"), progress=heard.append)
    assert ["texts of en", "templates"] == heard


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<script>x</script> & more", "&lt;script&gt;x&lt;/script&gt; &amp; more"),
        ("</script></style><b>", "&lt;/script&gt;&lt;/style&gt;&lt;b&gt;"),
        ("{{7*7}} {% raw %}", "{{7*7}} {% raw %}"),
        ('miners\' [ores](x) "a"', "miners&#39; [ores](x) &#34;a&#34;"),
    ],
)
def test_words_are_never_markup(look: EditionLook, words: str, shown: str) -> None:
    """A commodity's name may hold any sign: it is shown, and runs nowhere."""
    blocks = tuple(
        replace(block, headline=Text(words)) if isinstance(block, KeyFinding) else block for block in story().blocks
    )
    raw = spoiled(look, "finding.html.j2", "<h1", "{{ block.headline.words }}</h1><h1")  # an editor forgot the filter
    page = Documents(raw).screen(replace(story(), blocks=blocks), {"lines": ""})
    assert 2 == page.count(f"{shown}</h1>")
    assert "<script" not in page


@pytest.mark.parametrize(("part", "said"), [(ENDLESS, "is without end: it was not"), (ITSELF, "calls itself without")])
def test_a_template_without_end_is_named(look: EditionLook, part: str, said: str) -> None:
    """A desk's template may loop; the run does not: file, line and remedy."""
    own = Documents(spoiled(look, "note.html.j2", "{% endfor %}", f"{{% endfor %}}{part}"))
    with pytest.raises(TemplateRefused, match=rf"templates/note\.html\.j2:\d: {said}.* Take the loop out"), within(1):
        own.check(story())


def test_a_template_without_end_is_named_before_all_is_stopped(look: EditionLook) -> None:
    """It has a quarter of the time that an edition may take."""
    own = spoiled(look, "note.html.j2", "{% endfor %}", f"{{% endfor %}}{ENDLESS}")
    with pytest.raises(
        TemplateRefused, match=r"templates/note\.html\.j2:\d: is without end: it was not done after 4 s"
    ):
        render(edition(), own, limits=RenderLimits(seconds=16))


def test_a_template_without_end_is_stopped_at_the_deadline(look: EditionLook) -> None:
    """Also in a single step: what was being made, after how long, and the setting that allows more."""
    said = r"templates could not be made: it was not done after 8 s\. Look for a loop in .* limits\.render_seconds of "
    with pytest.raises(RenderError, match=said):
        render(
            edition(),
            spoiled(look, "note.html.j2", "{% endfor %}", "{% endfor %}{{ 9 ** (9 ** 9) }}"),
            limits=RenderLimits(seconds=8),
        )


@pytest.mark.parametrize("reach", ["story.__class__.__mro__", "story.__init__.__globals__", "''.__class__"])
def test_a_template_reaches_nothing_but_the_story(look: EditionLook, reach: str) -> None:
    """Templates of a desk are no programs: what leads out of the story is refused."""
    with pytest.raises(TemplateRefused, match=r"templates/finding\.html\.j2:2"):
        Documents(spoiled(look, "finding.html.j2", "block.series|words", reach)).check(story())
