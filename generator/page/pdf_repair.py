"""Add to WeasyPrint's PDF what is missing for PDF/UA-1 and PDF/A-3a together."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from generator.errors import RenderError
from generator.page.footnotes import tag_notes
from generator.page.pdf_seal import seal

_NAMELESS = re.compile(rb"(<[0-9a-f]{4}>) <>")
_MARK = re.compile(rb"^/\S+\n<<\s*/MCID (?P<number>\d+)(?P<more>.*?)>>\nBDC$", re.MULTILINE | re.DOTALL)
_AROUND = frozenset({"/Document", "/Part", "/Sect", "/Div"})  # elements without content of their own
_POINT = 0.75  # points per CSS px
# The PDF/UA identifier (ISO 14289-1, 5). PDF/A also requires a description of its schema (ISO 19005-3, 6.6.2.3).
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def repair_pdf(content: bytes, html: str) -> bytes:
    """Return the PDF of `html`, repaired: standards named, footers as artifacts, split tables joined, notes tagged."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _name_standards(pdf)
        _join_tables(pdf.Root.StructTreeRoot)
        elements = list(elements_of(pdf.Root.StructTreeRoot))
        _scope_headers(elements)
        tag_notes(pdf, elements, html)
        _place_figures(elements)
        _release_feet(pdf, elements)
        _name_glyphs(pdf)
        if "/AF" in pdf.Root:
            once = {item.objgen: item for item in pdf.Root.AF}
            pdf.Root.AF = pikepdf.Array(list(once.values()))
        done = io.BytesIO()
        pdf.remove_unreferenced_resources()
        seal(pdf)
        pdf.save(done, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return done.getvalue()


def _name_standards(pdf: pikepdf.Pdf) -> None:
    """Add the PDF/UA identifier to the metadata, in an uncompressed stream that any tool can read."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    named = packet.replace("</rdf:RDF>", f"{_UA}</rdf:RDF>", 1)
    pdf.Root.Metadata = pdf.make_stream(named.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _name_glyphs(pdf: pikepdf.Pdf) -> None:
    """Map each glyph without a character to a zero-width space, because every glyph must map to some character."""
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            names = font.ToUnicode.read_bytes()
            if _NAMELESS.search(names):
                font.ToUnicode = pdf.make_stream(_NAMELESS.sub(rb"\1 <200b>", names))


def elements_of(node: Any) -> Iterator[Any]:  # noqa: ANN401 -- pikepdf objects
    """Yield every structure element under `node`, depth first."""
    kids = node.get("/K", [])
    if not isinstance(kids, pikepdf.Array):
        kids = [kids]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements_of(kid)


def _join_tables(root: Any) -> None:  # noqa: ANN401 -- pikepdf objects
    """Join the parts of a table that continues on the next page into one tagged table.

    WeasyPrint tags each part as a table, and no other element is between them. The repeated head is dropped from the
    tags.
    """
    table: Any = None
    inside: set[tuple[int, int]] = set()
    for element in list(elements_of(root)):
        if element.objgen in inside or element.S in _AROUND:
            continue
        if element.S != "/Table":
            table = None
            continue
        inside.update(part.objgen for part in elements_of(element))
        if table is None:
            table = element
            continue
        body, next_body = (next(part for part in kids if part.S == "/TBody") for kids in (table.K, element.K))
        for row in next_body.K:
            row.P = body
            body.K.append(row)
        element.P.K = pikepdf.Array([kid for kid in element.P.K if kid.objgen != element.objgen])


def _scope_headers(elements: list[Any]) -> None:
    """Set on each header cell whether it heads a column or a row (ISO 14289-1, 7.5)."""
    for element in elements:
        if element.S == "/TH":
            heads_column = element.P.P.S == "/THead"
            element.A.Scope = pikepdf.Name.Column if heads_column else pikepdf.Name.Row


def _place_figures(elements: list[Any]) -> None:
    """Convert the box of each picture to points from the foot of its page (ISO 32000-1, 14.8.5.4.3)."""
    for element in elements:
        if element.S == "/Figure":
            left, top, right, bottom = (float(edge) * _POINT for edge in element.A.BBox)
            height = float(element.Pg.MediaBox[3])
            box = (left, height - bottom, right, height - top)
            element.A.BBox = pikepdf.Array([Decimal(f"{edge:.2f}") for edge in box])


def _release_feet(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Mark content without a structure element as artifacts: the footers of each page."""
    owned = {element.objgen for element in elements}
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums
    trees = {int(owners[at]): owners[at + 1] for at in range(0, len(owners), 2)}
    for page in pdf.pages:
        tree = trees[int(page.StructParents)]
        loose = {number for number, owner in enumerate(tree) if owner.objgen not in owned}
        if loose:
            page.Contents = pdf.make_stream(_without(page.Contents.read_bytes(), loose))
            trees[int(page.StructParents)][:] = [
                None if number in loose else owner for number, owner in enumerate(tree)
            ]


def _without(content: bytes, loose: set[int]) -> bytes:
    """Return the content stream of a page with the marks numbered in `loose` turned into artifacts.

    The stream is searched as text. To parse it would take twenty times as long.
    """
    released = list[int]()

    def artifact(mark: re.Match[bytes]) -> bytes:
        if int(mark["number"]) not in loose:
            return mark[0]
        released.append(int(mark["number"]))
        return b"/Artifact\n<<%s>>\nBDC" % mark["more"].strip() if mark["more"].strip() else b"/Artifact\nBMC"

    page = _MARK.sub(artifact, content)
    if set(released) != loose:
        msg = f"the marks {sorted(loose - set(released))} of running feet are not found"
        raise RenderError(msg)
    return page
