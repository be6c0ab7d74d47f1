"""A PDF with something over its pages, or something that runs: named by page, in the build's audit and by verify."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from generator.audit.seals import extra_content_faults
from tests.altered import Change, altered
from tests.desk.conftest import StarterDesk
from tests.desk.test_verify import links


@pytest.fixture(scope="module")
def content(finished: StarterDesk) -> bytes:
    """Return the PDF of the starter edition."""
    return (finished.edition / "en.pdf").read_bytes()


def _alert() -> Dictionary:
    """Return an action that runs a script: an object belongs to one PDF, so each has its own."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('paid')"))


def _noted(**keys: Any) -> Change:  # noqa: ANN401 -- pikepdf objects
    """Return what puts an annotation on the page."""

    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([60, 400, 400, 460]), **keys)
        page = pdf.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(note)])

    return change


def _stamp(pdf: pikepdf.Pdf) -> None:
    white = pdf.make_stream(b"1 1 1 rg 0 0 340 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 340, 60])
    _noted(Subtype=Name.Stamp, F=4, AP=Dictionary(N=white))(pdf)


def _drawn_link(pdf: pikepdf.Pdf) -> None:
    """Give a link of ours an appearance: a white box over what it stands on."""
    next(links(pdf)).AP = Dictionary(
        N=pdf.make_stream(b"1 1 1 rg 0 0 99 9 re f", Subtype=Name.Form, BBox=[0, 0, 99, 9])
    )


def _widget(pdf: pikepdf.Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("1.41"), Rect=[0] * 4)
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", []), field])
    pdf.Root.AcroForm = Dictionary(Fields=[field], NeedAppearances=True)


def _xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    pdf.Root.NeedsRendering = True


def _layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("over")))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(ON=[group], Order=[group]))
    page = pdf.pages[0]
    page.obj.Resources.Properties = Dictionary(over=group)
    page.contents_add(pdf.make_stream(b"/OC /over BDC 1 1 1 rg 60 400 340 60 re f EMC"))


def _scripts(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(Names=[String("a"), pdf.make_indirect(_alert())])


def _above(key: str, value: object) -> Change:
    """Return what writes a key on the node above the pages, from which they inherit it."""
    return lambda pdf: pdf.Root.Pages.__setitem__(key, value)


def _on(page: int, key: str, value: object) -> Change:
    return lambda pdf: pdf.pages[page].obj.__setitem__(key, value)


def _in_root(key: str, value: object) -> Change:
    return lambda pdf: pdf.Root.__setitem__(key, value)


CASES: dict[str, tuple[Change, str]] = {
    "a stamp": (_stamp, "[annotation] page 1 carries an annotation Stamp"),
    "text": (
        _noted(Subtype=Name.FreeText, Contents=String("1.41"), DA=String("/F 9 Tf")),
        "[annotation] page 1 carries an annotation FreeText",
    ),
    "a link with a picture": (_drawn_link, "[annotation] page 1 carries a link with /AP"),
    "a link with a frame": (
        lambda pdf: next(links(pdf)).__setitem__("/BS", Dictionary(W=40)),
        "[annotation] page 1 carries a link with a border",
    ),
    "a link to a script": (
        _noted(Subtype=Name.Link, BS=Dictionary(W=0), A=_alert()),
        "[annotation] page 1 carries a link with an action that is no address",
    ),
    "a link to a program": (
        _noted(Subtype=Name.Link, BS=Dictionary(W=0), A=Dictionary(S=Name.Launch, F=String("a.exe"))),
        "[annotation] page 1 carries a link with an action that is no address",
    ),
    "a link to a file": (
        _noted(Subtype=Name.Link, BS=Dictionary(W=0), A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        "[annotation] page 1 carries a link with an action that is no address: file:///etc/passwd",
    ),
    "a field": (_widget, "[annotation] page 1 carries an annotation Widget"),
    "a form": (_widget, "[form] the document has a form"),
    "XFA": (_xfa, "[form] the document has a form"),
    "a layer": (_layer, "[layer] the document has optional content"),
    "a script at opening": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", _alert()),
        "[action] the document runs an action when it is opened",
    ),
    "a script by name": (
        lambda pdf: pdf.Root.Names.__setitem__("/JavaScript", _scripts(pdf)),
        "[action] the document has JavaScript among its names",
    ),
    "a script in the contents": (
        lambda pdf: pdf.Root.Outlines.First.First.__setitem__("/A", _alert()),
        "[action] an entry of the contents has /A",
    ),
    "a script on a page": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary(O=_alert())),
        "[action] page 1 has actions of its own",
    ),
    "a crop": (_on(0, "/CropBox", Array([0, 300, 595, 842])), "[page box] page 1 has a CropBox that is not the page"),
    "a crop above": (_above("/CropBox", Array([0, 300, 595, 842])), "[page box] page 1 has a CropBox"),
    "a trim": (_on(0, "/TrimBox", Array([0, 300, 595, 842])), "[page box] page 1 has a TrimBox"),
    "a turn": (_on(0, "/Rotate", 180), "[page box] page 1 is turned"),
    "a cover": (_in_root("/Collection", Dictionary(View=Name.H)), "[layer] the document is a cover of other files"),
}


def named_in(content: bytes) -> list[str]:
    """Return what the audit names beside the content of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(found) for found in extra_content_faults("en.pdf", pdf)]


@pytest.mark.parametrize("case", CASES)
def test_what_lies_over_a_page_or_runs_is_named(content: bytes, case: str) -> None:
    """The words, the figures and the digests are all as they were."""
    change, named = CASES[case]
    assert [found for found in named_in(altered(content, change)) if named in found]


def test_the_audit_of_an_edition_names_it_too(desk: StarterDesk) -> None:
    """As it does before an edition is on its shelf: hashes are left aside."""
    page = desk.edition / "en.pdf"
    page.write_bytes(altered(page.read_bytes(), _stamp))
    done = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert (3, True) == (done.code, "en.pdf: [annotation] page 1 carries an annotation Stamp" in done.said), done.said


@pytest.mark.parametrize(
    "same",
    [
        _on(0, "/CropBox", Array([0, 0, pikepdf.Object.parse(b"595.2755910"), pikepdf.Object.parse(b"841.889764")])),
        _on(0, "/Rotate", 0),
        _in_root("/PageMode", Name.UseOutlines),
        _in_root("/Version", Name("/1.7")),
    ],
)
def test_what_changes_nothing_is_no_fault(content: bytes, same: Change) -> None:
    """Other programs write out what goes without saying."""
    assert [] == named_in(altered(content, same))
