"""Make all files of an edition. This runs in the child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

from generator.charts.chart_form import Drawings
from generator.charts.chart_frame import drawing_place
from generator.charts.ruler import Ruler
from generator.errors import RenderError
from generator.page.chart_files import ChartPicture, card_files, chart_files, draw_picture, draw_printed
from generator.page.documents import Documents, charts
from generator.page.edition_look import picture_fault, style_fault
from generator.page.format_share import in_form
from generator.page.mail_message import content_id, make_message
from generator.page.page_count import with_pages
from generator.page.pdf import make_pdf
from generator.page.render_request import Rendition
from generator.page.sentence_marks import marked_page
from generator.page.side_column import side_column
from generator.page.templates import within
from generator.page.word_document import word_document, word_picture
from generator.page.workbook import workbook
from generator.story.record import texts_of

if TYPE_CHECKING:
    from datetime import date

    from generator.page.edition_look import EditionLook
    from generator.page.render_request import RenderRequest
    from generator.story.plan import Story

_OF_TEMPLATES = 0.25  # the share of the time for checking templates: far more than they need
_FORMS = {"pdf": "pdf", "link": "link", "none": "digest"}  # by the value of `attach`: the form in names of files
_OFFICE = "application/vnd.openxmlformats-officedocument"
_CHARSET = '<meta charset="utf-8">'
_PRINTED = ("tokens.css", "print.css")


def load_libraries() -> None:
    """Import the large libraries early, while the desk still reads its figures."""
    import altair as alt  # noqa: F401 -- only loaded
    import css_inline  # noqa: F401 -- only loaded
    import pikepdf  # noqa: F401 -- only loaded
    import weasyprint  # noqa: F401 -- only loaded
    from fontTools import ttLib  # noqa: F401 -- only loaded


def make_all(
    edition: RenderRequest, look: EditionLook, printer: Executor, making: Callable[[str], None], seconds: float
) -> Iterator[Rendition]:
    """Yield every file of `edition`. `making` is called with the name of the next one; `printer` lays out the PDF.

    A desk's own templates are checked first, within a part of the `seconds`. So an endless template is named before the
    whole process is killed.
    """
    for story in edition.stories:
        making(f"texts of {story.language}")
        _check_letters(story, Ruler(look.faces, story.language))
    making("templates")
    documents = Documents(look)
    if look.has_own_templates:
        with within(seconds * _OF_TEMPLATES):
            for story in edition.stories:
                documents.check(story, edition.proofs.get(story.language))
    for story in edition.stories:
        yield from _files(edition, look, documents, story, printer, making)


def _check_letters(story: Story, ruler: Ruler) -> None:
    """Raise RenderError if a story has a character that our fonts lack: a reader would see an empty box."""
    for text in texts_of(story):
        lacking = ruler.missing(text.words)
        if lacking:
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in lacking)
            msg = f"no face of the page has {signs}, which {text.words!r} needs"
            raise RenderError(msg)


def _files(
    edition: RenderRequest,
    look: EditionLook,
    documents: Documents,
    story: Story,
    printer: Executor,
    making: Callable[[str], None],
) -> Iterator[Rendition]:
    """Yield the files of one language: charts and social card, PDF, texts, web page and mails."""
    language = story.language
    drawings = Drawings(Ruler(look.faces, language))
    page = None
    if "pdf" in edition.formats:
        making(f"pictures of {language}.pdf")
        page = printer.submit(make_pdf, *printed_page(edition, look, documents, story, drawings))
    pictures = {}
    for chart in charts(story):
        making(f"chart {chart.name}")
        pictures[chart.name] = draw_picture(chart, look, drawings, edition.formats)
    pngs = {}
    for file in chart_files(story, pictures, look, drawings.ruler):
        pngs[file.name] = file.content
        yield file
    yield from card_files(story, list(pictures.values()), look, drawings.ruler)
    pdf = None
    if page:
        making(f"{language}.pdf")
        pdf = _printed(page, look, language)
        yield Rendition(f"{language}.pdf", "application/pdf", pdf)
        story = with_pages(story, pdf)
    making(f"{language}.txt")
    yield Rendition(f"{language}.txt", "text/plain", documents.text(story).encode())
    making(f"{language}.md")
    yield Rendition(f"{language}.md", "text/markdown", documents.markdown(story).encode())
    yield from _office_files(edition, look, documents, story, pictures, pngs, making)
    if "html" in edition.formats:
        making(f"{language}.html")
        screen = documents.screen(
            story,
            {name: picture.screen for name, picture in pictures.items()},
            proofs=edition.proofs.get(language),
            side=side_column(edition, story, pdf),
            public=edition.public,
        )
        yield Rendition(f"{language}.html", "text/html", documents.with_fonts(screen, language).encode())
    if "email" in edition.formats:
        yield from _mails(edition, documents, story, pictures, pdf, making)


def _printed(page: Future[bytes], look: EditionLook, language: str) -> bytes:
    """Return the PDF. A complaint of WeasyPrint is raised with file and line of the style or template, if known."""
    try:
        return page.result()
    except RenderError as fault:
        complaint = str(fault)
        refused = style_fault(look, complaint, *_PRINTED, language=language)
        raise refused or picture_fault(look, complaint) or fault from None


def printed_page(
    edition: RenderRequest, look: EditionLook, documents: Documents, story: Story, drawings: Drawings
) -> tuple[str, str, Mapping[str, bytes], date]:
    """Return the arguments for make_pdf: the page as HTML, its style, the files to attach, and its day."""
    printed = {chart.name: draw_printed(chart, look, drawings) for chart in charts(story)}
    page = documents.printed(story, printed, edition.stamp, edition.sources.get(story.language))
    notes = {}
    for sentence, note in edition.marks.items():
        lacking = drawings.ruler.missing(note)  # a quotation of the audit may have characters that the fonts lack
        notes[sentence] = "".join("?" if sign in lacking else sign for sign in note)
    attachments = dict(edition.attachments)
    if story.language in edition.manifests:
        attachments["manifest.json"] = edition.manifests[story.language]
    return marked_page(page, notes, "[]"), look.style(*_PRINTED, language=story.language), attachments, edition.date


def _office_files(
    edition: RenderRequest,
    look: EditionLook,
    documents: Documents,
    story: Story,
    pictures: Mapping[str, ChartPicture],
    pngs: Mapping[str, bytes],
    making: Callable[[str], None],
) -> Iterator[Rendition]:
    """Yield the Word document and the workbook. `pngs` are the pictures' own files by name."""
    language = story.language
    if "docx" in edition.formats:
        making(f"{language}.docx")
        cut = {}
        for name, picture in pictures.items():
            if "pdf" in picture.chart.shown:
                place = drawing_place(picture.framed, picture.sheet.drawing)
                cut[name] = word_picture(pngs[f"charts/{name}.{language}.png"], place, documents.word_width)
        document = word_document(documents.word(story, cut, edition.stamp), cut, edition.date)
        yield Rendition(f"{language}.docx", f"{_OFFICE}.wordprocessingml.document", document)
    if "xlsx" in edition.formats:
        making(f"{language}.xlsx")
        yield Rendition(
            f"{language}.xlsx",
            f"{_OFFICE}.spreadsheetml.sheet",
            workbook(story, edition.date, look.palette.mark, look.paper),
        )


def _mails(
    edition: RenderRequest,
    documents: Documents,
    story: Story,
    pictures: dict[str, ChartPicture],
    pdf: bytes | None,
    making: Callable[[str], None],
) -> Iterator[Rendition]:
    """Yield the mail in its first form, and one mail for each other form that readers may choose."""
    import css_inline

    address = f"{edition.public}{story.language}.html" if edition.public and "html" in edition.formats else ""
    leave = f"unsubscribe {edition.name}"
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    ids = {name: {place: content_id(edition, story, name, place) for place in ("wide", "narrow")} for name in pictures}
    for number, form in enumerate(edition.attach):
        file = f"{story.language}-{_FORMS[form]}.eml" if number else f"{story.language}.eml"
        making(file)
        letter = in_form(story, form) if number else story
        html = inliner.inline(documents.mail(letter, ids, address, leave))
        if _CHARSET in html:
            # the charset must be within the first 1,024 bytes, but inlining leaves rules before it
            html = html.replace(_CHARSET, "", 1).replace("<head>", f"<head>{_CHARSET}", 1)
        images: dict[str, bytes] = {}
        for name, picture in pictures.items():
            images |= zip(ids[name].values(), picture.mail, strict=False)
        images = {identity: png for identity, png in images.items() if f"cid:{identity}" in html}
        attached = pdf if form == "pdf" else None
        message = make_message(edition, letter, documents.text(letter), html, images, attached)
        yield Rendition(file, "message/rfc822", message)
