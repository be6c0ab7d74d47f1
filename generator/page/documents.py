"""Fill the templates with the parts of the story that each format shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup

from generator.charts.faces import font_faces
from generator.charts.ruler import Ruler
from generator.charts.typeface import DISPLAY
from generator.errors import TemplateRefused
from generator.page.chart_files import PrintedDrawing
from generator.page.format_share import share
from generator.page.side_column import contents
from generator.page.templates import environment, fill, load
from generator.page.word_document import PAPERS, SIDES, WordPicture
from generator.story.plan import Chart, KeyFinding, Section, Strip, Table, Text
from generator.story.record import texts_of

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from generator.page.edition_look import EditionLook
    from generator.page.side_column import SideColumn
    from generator.story.plan import Block, Story
    from generator.story.proofs import Proofs


_UNSHOWN = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
_TYPED = str.maketrans("‘’“”", "''\"\"")
# The width of the page in em of the printed headline: at its normal size, and at the smaller size of a long headline.
_HEADLINE = {
    "en": {"ministry": (18.5, 20.9), "gazette": (18.9, 21.4)},
    "zh": {"ministry": (21.9, 24.0), "gazette": (22.4, 24.6)},
    "ur": {"ministry": (24.0, 26.7), "gazette": (24.6, 27.3)},
}
_LINES_AT_MOST = 2
_JOINED_MORE = 3.5  # pt more per line of small type in a joined script, as in ur-print.css
_HAIR = 0.05  # em added to a width, so that rounding does not push its last word to a new line
_MARGIN = 107.7  # pt, as in print.css
_COLUMN = {"ministry": (357.1, 481.9), "gazette": (238.1, 493.2)}  # pt: a column of text, the width of the page
_SET = {"title": (10.5, 700), "subtitle": (8.5, 400)}  # size in pt and weight
_LABELS = ((10, 14, 700), (8, 10.5, 400))  # label and codes in the margin: size, leading and weight
_HEADS = ((10.5, 14, 700), (8.5, 10.5, 400))  # title and subtitle of a table in the margin
_GAP, _LEAST = 1.75, 28  # pt: the gap between label and codes, and the height that any section has
_LABEL = 106.0, 8.5, 600  # the label of a key figure: width of its cell in pt, size in pt, weight
_CLAIM = re.compile(r'<span class="claim" data-claim="([^"]+)">')
_SOUGHT = re.compile(r'data-to="#at-([^"]+)"')


class Documents:
    """The compiled templates of one look, and its styles."""

    def __init__(self, look: EditionLook) -> None:
        """Compile every template; TemplateRefused gives file and line of a fault."""
        self._look = look
        self._jinja = environment(look.templates)
        self._jinja.filters |= {
            "evened": self._even_lines,
            "crowded": self._count_label_lines,
            "labelled": self._keep_label_height,
        }
        for name in look.templates:
            load(self._jinja, name)

    def check(self, story: Story, proofs: Proofs | None = None) -> None:
        """Fill every template without pictures, to find faults early: TemplateRefused gives file, line and remedy."""
        nothing = {chart.name: "" for chart in charts(story)}
        self.screen(story, nothing, proofs=proofs)
        self.printed(story, dict.fromkeys(nothing, PrintedDrawing("")), "")
        self.mail(story, {name: {"wide": "", "narrow": ""} for name in nothing}, "", "")
        self.text(story)
        self.markdown(story)
        self.word(story, dict.fromkeys(nothing, WordPicture(b"", 0, 0, 0, 0, 0, 0)), "")

    def screen(
        self,
        story: Story,
        pictures: Mapping[str, str],
        *,
        proofs: Proofs | None = None,
        side: SideColumn | None = None,
        public: str = "",
    ) -> str:
        """Return the web page without fonts.

        `pictures` are SVG by chart name. `proofs` is the evidence that a click on a figure opens. `side` is what stands
        beside the text. `public` is the web address of the page's folder: with it the page has the meta tags for
        sharing, with its own address and its card.
        """
        opens = [proof.id for proof in proofs.each] if proofs else []
        style = self._look.style("tokens.css", "screen.css", language=story.language)
        if "</" in style:
            where, problem = "styles/screen.css", "holds '</', which would end the style element."
            raise TemplateRefused(where, problem)
        values: dict[str, Any] = {
            "medium": "html",
            "alone": False,  # older copies of edition.html.j2 on desks use this name, and an unknown name is an error
            "public": public,
            "measure": 0,
            "long": False,
            "look": self._look.name,
            "turned": self._look.palette.recolour,
            "pictures": _markup(pictures),
            "sources": None,
            "proofs": proofs,
            "opens": frozenset(opens),
            "side": side,
        }
        values["style"] = Markup(style + _open_figure_rule(opens) + _current_entry_rule(side))  # noqa: S704 -- checked above
        return self._fill(story, "edition.html.j2", "html", values)

    def with_fonts(self, page: str, language: str) -> str:
        """Return a web page with the fonts embedded that its characters need."""
        words = _UNSHOWN.sub("", page)
        return page.replace("<style>", f"<style>{font_faces(self._look.faces, words, language=language)}\n", 1)

    def printed(
        self, story: Story, pictures: Mapping[str, PrintedDrawing], stamp: str, sources: Proofs | None = None
    ) -> str:
        """Return the page to print, as HTML.

        `pictures` are its drawings by chart name, `stamp` is its time in W3C form. `sources` are listed at the end,
        each figure with the page on which it is printed first.
        """
        images = {chart.name: _image(chart, pictures[chart.name]) for chart in charts(story)}
        values = {
            "medium": "pdf",
            "proofs": None,
            "side": None,
            "sources": sources,
            "guide": contents(tuple(filter(_is_in_guide, share(story, "pdf").blocks))),
            "stamp": stamp,
            "look": self._look.name,
            "turned": self._look.palette.recolour,
            "pictures": _markup(images),
        }
        page = self._fill(story, "edition.html.j2", "pdf", values | self._headline(story))
        if not sources:
            return page
        prints = [
            (mark.claim, chart.id)
            for chart in charts(story)
            for text in texts_of((chart.bars, chart.curves))
            for mark in text.marks
        ]
        return add_anchors(page, dict(reversed(prints)))  # reversed, so that the first chart with a claim wins

    def mail(self, story: Story, pictures: Mapping[str, Mapping[str, str]], site: str, leave: str) -> str:
        """Return the HTML part of the mail, before its styles are inlined.

        `pictures` are content ids by chart name. `site` is the web address of the
        edition's page, "" for none. `leave` is the
        subject of the mail with which a reader leaves.
        """
        style = Markup(self._look.style("mail.css", language=story.language))  # noqa: S704 -- ours or the desk's own
        values = {"medium": "mail", "style": style, "pictures": pictures, "site": site, "leave": leave}
        return self._fill(story, "mail.html.j2", "mail", values)

    def text(self, story: Story) -> str:
        """Return the edition as plain text. English gets straight quotation marks, so that a search finds its words."""
        text = _tidy_lines(self._fill(story, "mail.txt.j2", "txt", {"medium": "txt"}))
        return text.translate(_TYPED) if story.language == "en" else text

    def markdown(self, story: Story) -> str:
        """Return the edition in Markdown."""
        return _tidy_lines(self._fill(story, "paste.md.j2", "md", {"medium": "md"}))

    @property
    def word_width(self) -> int:
        """The width of the Word document's text in twentieths of a point."""
        return PAPERS[self._look.paper][0] - SIDES

    def word(self, story: Story, pictures: Mapping[str, WordPicture], stamp: str) -> str:
        """Return the parts of the Word document, which shows what the PDF does; `stamp` is its time in W3C form."""
        values = {
            "medium": "docx",
            "pictures": pictures,
            "stamp": stamp,
            "paper": PAPERS[self._look.paper],
            "mark": self._look.palette.mark.removeprefix("#"),
            "width": self.word_width,
        }
        return self._fill(story, "word.xml.j2", "docx", values)

    def _fill(self, story: Story, template: str, form: str, values: Mapping[str, Any]) -> str:
        return fill(self._jinja, template, {"story": share(story, form), **values})

    @pass_context
    def _even_lines(self, context: Context, text: Text, role: str, *, wide: bool = False) -> Markup:
        """Return the style attribute that balances the lines of a title or subtitle; "" if it fits on one line."""
        size, weight = _SET[role]
        ruler, room = self._ruler(context), _COLUMN[self._look.name][wide] / size
        if len(ruler.lines(text.words, room, 1.0, weight=weight)) < _LINES_AT_MOST:
            return Markup("")
        width = ruler.balanced(text.words, room, weight=weight)
        return Markup(' style="max-width: {:.2f}em"').format(width + _HAIR)

    @pass_context
    def _count_label_lines(self, context: Context, strip: Strip) -> int:
        """Return how many lines the longest label of the printed strip needs; 0 if each fits on one line."""
        room, size, weight = _LABEL
        ruler = self._ruler(context)
        counts = [len(ruler.lines(cell.label.words, room, size, weight=weight)) for cell in strip.cells]
        longest = max(counts, default=0)
        return longest if longest > 1 else 0

    @pass_context
    def _keep_label_height(self, context: Context, block: Section | Table) -> Markup:
        """Return the style attribute that makes a printed section or table as high as what stands in its margin.

        "" if that fits into the height that every section has.
        """
        ruler, lines = self._ruler(context), 0.0
        texts: tuple[Text | None, Text | None] = (
            (block.title, block.subtitle) if isinstance(block, Table) else (block.label, block.codes)
        )
        if isinstance(block, Section) and block.role == "lede":
            texts = block.label, Text(" · ".join(entry.words for entry in context["guide"]))
        sizes = _HEADS if isinstance(block, Table) else _LABELS
        for text, (size, leading, weight) in zip(texts, sizes, strict=True):
            room = ruler.lines(text.words, _MARGIN, size, weight=weight) if text else ()
            lines += _leading(leading, ruler) * len(room)
        return Markup(' style="--beside: {:g}pt"').format(lines + 2 * _GAP) if lines > _LEAST else Markup("")

    def _headline(self, story: Story) -> dict[str, Any]:
        """Return whether the headline is `long`, and the width `measure`, in em, that balances its lines.

        It is computed here because WeasyPrint does not support balanced text.
        """
        finding = next((block for block in story.blocks if isinstance(block, KeyFinding)), None)
        full, smaller = _HEADLINE[story.language][self._look.name]
        if finding is None:
            return {"long": False, "measure": full}
        words, phrases = finding.headline.words, finding.headline.phrases
        face: dict[str, Any] = {"family": DISPLAY, "weight": 600, "phrases": phrases}
        ruler = Ruler(self._look.faces, story.language)
        long = len(ruler.lines(words, full, 1.0, **face)) > _LINES_AT_MOST
        even = ruler.balanced(words, smaller if long else full, **face)
        return {"long": long, "measure": round(even + (_HAIR if phrases else 0), 2)}

    def _ruler(self, context: Context) -> Ruler:
        return Ruler(self._look.faces, context["story"].language)


def _leading(points: float, ruler: Ruler) -> float:
    """Return the line height of small type in pt. Joined scripts need more."""
    return points + _JOINED_MORE if ruler.is_joined else points


def charts(story: Story) -> tuple[Chart, ...]:
    """Return the charts of `story`, in order."""
    return tuple(block for block in story.blocks if isinstance(block, Chart))


def _open_figure_rule(opens: Sequence[str]) -> str:
    """Return the CSS rule that highlights every print of a figure while its evidence is open."""
    places = ",".join(f":root:has(#{name}:popover-open) [data-claim={name}]" for name in opens)
    return f"\n{places} {{ background: var(--opened); text-decoration: underline 2px var(--mark) }}" if opens else ""


def _current_entry_rule(side: SideColumn | None) -> str:
    """Return the CSS rule that marks the entry of the contents whose heading was gone to."""
    names = [entry.address for entry in side.entries] if side else []
    places = ",".join(f':root:has({name}:target) .contents [href="{name}"]' for name in names)
    return f"\n{places} {{ border-color: var(--mark); color: var(--ink) }}" if names else ""


def _is_in_guide(block: Block) -> bool:
    """Return whether the guide to the pages, which stands beside the lede, lists a block: a text after it."""
    return isinstance(block, Section) and block.role not in {"lede", "rows"}


def _image(chart: Chart, picture: PrintedDrawing) -> str:
    """Return the image of a printed chart. `make_pdf` takes the lower drawing where a page has no room."""
    alt = Markup.escape(chart.alt.words)
    lower = f' data-lower="{picture.lower}" data-less="{picture.less}"' if picture.lower else ""
    return f'<img src="{picture.address}" alt="{alt}"{lower}>'


def _markup(pictures: Mapping[str, str]) -> dict[str, Markup]:
    return {name: Markup(picture) for name, picture in pictures.items()}  # noqa: S704 -- made here, by lxml


def _tidy_lines(text: str) -> str:
    """Return `text` without repeated empty lines, and with one line end at the end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def add_anchors(page: str, charts_of_claims: Mapping[str, str]) -> str:
    """Return `page` with an id at the first print of each claim, and with the links to it completed.

    A claim that only a chart prints is linked to the chart's title: `charts_of_claims` has the id of the chart.
    """
    printed: set[str] = set()

    def name(match: re.Match[str]) -> str:
        claim = match[1]
        if claim in printed:
            return "<span>"
        printed.add(claim)
        return f'<span id="at-{claim}">'

    def link(match: re.Match[str]) -> str:
        claim = match[1]
        place = f"at-{claim}" if claim in printed else f"{charts_of_claims.get(claim, '')}-title"
        return f'data-to="#{place}"'

    return _SOUGHT.sub(link, _CLAIM.sub(name, page))
