"""One edition through the page room, warm, against WeasyPrint alone on the same HTML (`make bench`).

Both run in this process, in turns, without collecting garbage, and have run before they are timed. Ours is all that the
page room does for an edition in one language: it fills every template from the story, prints and repairs the PDF, makes
web page, mail, text, Markdown and the files of the charts, the social card among them. It draws nothing, since the same
charts are drawn each time. WeasyPrint
alone reads the HTML of the printed page, lays it out under a style that it has read before, and writes the PDF with the
same attachments, tags and standard. Processor time is compared: the process waits for nobody, but others may be there.
"""

from __future__ import annotations

import gc
import io
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.month import NAME, PERIOD, opened, silent
from generator.editions.edition_files import render_request
from generator.editions.edition_sheet import look_of, sheet_of
from generator.editions.edition_text import compose
from generator.intake.period_choice import figures_for
from generator.page import EditionLook, RenderRequest
from generator.page.child import fonts_of

ROUNDS = 11


class Here(Executor):
    """Does in this process what a second one does in a build."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        """Do it at once."""
        done: Future[Any] = Future()
        done.set_result(work(*arguments, **named))
        return done


def main() -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as place:
        edition, look = _asked(Path(place, "desk"))
        (Path(place) / "fonts.conf").write_text(fonts_of(look.faces, Path(place)))
        os.environ["FONTCONFIG_FILE"] = str(Path(place) / "fonts.conf")  # as a worker is started with
        gc.disable()
        alone = _alone(edition, look)
        _edition(edition, look)
        alone()
        ratios = []
        for turn in range(1, ROUNDS + 1):
            ours, theirs = _seconds(lambda: _edition(edition, look)), _seconds(alone)
            ratios.append(ours / theirs)
            print(f"warm edition / WeasyPrint alone {turn}/{ROUNDS}: {ours:.3f} s / {theirs:.3f} s = {ratios[-1]:.2f}")
    print(f"warm edition / WeasyPrint alone: median {median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")


def _asked(place: Path) -> tuple[RenderRequest, EditionLook]:
    """Return what the desk asks the page room for."""
    desk = opened(place)
    figures, look = figures_for(desk.desk, desk.store, NAME, PERIOD, None), look_of(desk.desk, desk.store)
    made_of = sheet_of(desk.desk, desk.store, NAME, figures, look, 1)
    return render_request(desk.desk, made_of, compose(desk.desk, desk.store, made_of)), look


def _edition(edition: RenderRequest, look: EditionLook) -> None:
    """Make every file of the edition."""
    from generator.page.workshop import make_all

    list(make_all(edition, look, Here(), silent, 900))


def _alone(edition: RenderRequest, look: EditionLook) -> Callable[[], None]:
    """Return what has WeasyPrint alone print the page of the edition."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from generator.charts.chart_form import Drawings
    from generator.charts.ruler import Ruler
    from generator.page.documents import Documents
    from generator.page.workshop import printed_page

    (story,) = edition.stories
    html, style, attached, _ = printed_page(
        edition, look, Documents(look), story, Drawings(Ruler(look.faces, story.language))
    )
    fonts = FontConfiguration()
    css = weasyprint.CSS(string=style, font_config=fonts)

    def printed() -> None:
        document = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts)
        document.metadata.attachments = [
            weasyprint.Attachment(file_obj=io.BytesIO(content), name=name) for name, content in attached.items()
        ]
        document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=b"alone")

    return printed


def _seconds(work: Callable[[], None]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
