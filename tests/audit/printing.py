"""The sample edition as finished files, made simply: of the product are a PDF's seal and the tags of its notes."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from html import escape
from typing import Any

import pikepdf

from generator.page.footnotes import tag_notes
from generator.page.pdf_repair import elements_of
from generator.page.pdf_seal import seal
from tests.audit.geometry import geometry, word
from tests.audit.sample import Json, as_json, claims_data, edition
from tests.page.manifests import manifests

Data = Mapping[str, Any]
SPARK = '<svg aria-hidden="true" width="60" height="16"><path d="M0 8 L60 2"/></svg>'


def files(told: Data | None = None, proof: Data | None = None, *, pdf: bool = False) -> dict[str, bytes]:
    """Return the files of the edition `told` (else the sample), with a PDF only if asked: it takes a while."""
    told, proof = told or edition(), proof or claims_data()
    told = {**told, "formats": ["html", "email", *(["pdf"] if pdf else [])]}
    (language, story), *_ = told["stories"].items()
    charts = [block for block in story["blocks"] if block["kind"] == "chart"]
    found = {"edition.json": as_json(told), "claims.json": as_json(proof), "figures.csv": figures(proof)}
    for chart in charts:
        name = f"charts/{chart['name']}.{language}"
        found |= {f"{name}.svg": picture(chart, framed=True).encode(), f"{name}.csv": bars_csv(chart)}
        found |= {f"{name}.json": bars_spec(chart)}
    found |= {
        f"{language}.html": html(story, "html").encode(),
        f"{language}.txt": plain(story).encode(),
        f"{language}.md": markdown(story).encode(),
    }
    if pdf:
        found["en.pdf"] = paper(story, found)
    return found | {f"{language}.eml": mail(story, found, f"minerals-{told['period']}-{language}.pdf")}


def figures(proof: Data) -> bytes:
    """Return the cells as CSV."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, ["cell", *next(iter(proof["cells"].values()))])
    writer.writeheader()
    writer.writerows({"cell": key, **cell} for key, cell in proof["cells"].items())
    return sheet.getvalue().encode()


def html(story: Data, form: str) -> str:
    """Return the page, or the HTML part of the mail."""
    heads = f"<title>{escape(story['title']['words'])}</title>"
    heads += f'<meta name="description" content="{escape(story["summary"]["words"])}">'
    hidden = f'<p style="display:none">{spans(story["preheader"])}</p>' if form == "mail" else ""
    body = "".join(
        f"<p>{item}</p>" for block in story["blocks"] if form in block["shown"] for item in _items(block, form)
    )
    start = f'<!doctype html><html lang="{story["language"]}"><head><meta charset="utf-8">{heads}</head>'
    return f"{start}<body>{hidden}{body}</body></html>"


def spans(text: Data) -> str:
    """Return the words with a span on each marked range."""
    words, end, out = text["words"], 0, text.get("first", "")
    for mark in text.get("marks", ()):
        out += escape(words[end : mark["start"]]) + f'<span data-claim="{mark["claim"]}">'
        out, end = out + escape(words[mark["start"] : mark["end"]]) + "</span>", mark["end"]
    said = out + escape(words[end:]) + text.get("behind", "")
    return f'<span id="{text["id"]}">{said}</span>' if "id" in text else said


def picture(chart: Data, *, framed: bool = False) -> str:
    """Return the chart as SVG, the words of its frame far under it."""
    around = [chart[key]["words"] for key in ("source", "title", "subtitle")] if framed else []
    lines = "".join(word(words, 9, 600 + 20 * place) for place, words in enumerate(around))
    heads = f"<title>{escape(chart['alt']['words'])}</title><desc>{escape(chart['description']['words'])}</desc>"
    svg = 'xmlns="http://www.w3.org/2000/svg" width="700" height="680"'
    return f"<svg {svg}>{heads}{geometry(chart)}{lines}</svg>"


def numbers(chart: Data) -> list[Data]:
    """Return what a chart draws over time, one number a row."""
    return [
        {"label": curve["label"]["words"], "span": span, "value": point}
        for curve in chart.get("curves", ())
        for span, point in zip(curve["spans"], curve["points"], strict=True)
    ]


def bars_csv(chart: Data) -> bytes:
    """Return what is drawn as CSV."""
    if rows := numbers(chart):
        return _csv(list(rows[0]), rows)
    guard = {"+": "'+"}  # a spreadsheet would run "+35.7"
    names = ["label", "figure", "value", "low", "high", "bound", "before"]
    rows = [bar | {key: bar[key]["words"] for key in ("label", "figure")} for bar in chart["bars"]]
    rows = [{**row, "figure": guard.get(row["figure"][:1], row["figure"][:1]) + row["figure"][1:]} for row in rows]
    return _csv(names, rows)


def _csv(names: list[str], rows: list[Data]) -> bytes:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode()


def bars_spec(chart: Data) -> bytes:
    """Return what is drawn as the data of a drawing."""
    if found := numbers(chart):
        return as_json({"data": {"values": found}})
    rows = [bar | {"label": bar["label"]["words"], "figure": bar["figure"]["words"]} for bar in chart["bars"]]
    return as_json({"layer": [{"data": {"values": [{**row, "length": row["value"]} for row in rows]}}]})


def _items(block: Data, form: str) -> Iterator[str]:
    if block.get("footnotes") and form in {"html", "pdf"}:
        block = _marked(block)
    if block["kind"] != "chart":
        yield from (spans(text) for text in flat(block, form))
        yield from (SPARK for row in block.get("rows", ()) if row.get("spark"))
        return
    yield from (spans(block[key]) for key in ("title", "subtitle"))
    yield f'<img src="cid:lines" alt="{escape(block["alt"]["words"])}">' if form == "mail" else picture(block)
    yield from (spans(text) for text in flat(block["source"], form))
    yield from (spans(text) for text in block.get("aside", ()) if form != "mail")
    if form == "html":
        yield from (spans(text) for text in (block["more"], block["description"], *_bars(block)))


def _marked(table: Data) -> Data:
    """Return a table whose cells and notes have links behind and before their words; a note leads to its first cell."""
    rows, notes = ([*table[key]] for key in ("rows", "notes"))
    link = '<sup><a {}role="doc-{}" aria-label="{}">{}</a></sup>'
    for one in table["footnotes"]:
        name = f"mark-{one['note']}"
        for again, (row, column) in enumerate(one["cells"]):
            to = f'id="{name}{again or ""}" href="#note-{one["note"]}" '
            cells = [*rows[row]["cells"]]
            behind = f"{cells[column].get('behind', '')} {link.format(to, 'noteref', one['heard'], one['mark'])}"
            cells[column] = {**cells[column], "behind": behind}
            rows[row] = {**rows[row], "cells": cells}
        back = link.format(f'href="#{name}" ', "backlink", one["heard"], one["mark"])
        notes[one["note"]] = {**notes[one["note"]], "id": f"note-{one['note']}", "first": f"{back} "}
    return {**table, "rows": rows, "notes": notes}


def _bars(chart: Data) -> list[Data]:
    if chart.get("rows"):
        return [*chart["head"], *(cell for row in chart["rows"] for cell in row["cells"])]
    return [text for bar in chart["bars"] for text in (bar["label"], bar["figure"])]


def flat(node: Json, form: str) -> Iterator[Data]:
    """Yield the texts in `node` that the format `form` shows."""
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        running = "{page}" in node["words"]
        if node["words"] and not running and form in node.get("shown", [form]):
            yield node
    elif isinstance(node, dict):
        if node.get("labels"):  # each stands before its thing
            pairs = zip(node["labels"], node["things"], strict=True)
            node = {**node, "labels": [], "things": [text for pair in pairs for text in pair]}
        for key, part in node.items():
            if not (form == "pdf" and node.get("kind") == "foot" and key in {"left", "middle"}):
                yield from flat(part, form)
    elif isinstance(node, list):
        for part in node:
            yield from flat(part, form)


def _lines(story: Data, form: str) -> Iterator[str]:
    for block in story["blocks"]:
        if form in block["shown"] and block["kind"] == "chart":
            around = [block["title"], block["subtitle"], *_bars(block)]
            around += [block["source"]] if form in block["source"].get("shown", [form]) else []
            yield from (text["words"] for text in around)
        elif form in block["shown"]:
            bare = {**block, "head": block["head"][:-1]} if block.get("spans") else block  # no spark is drawn there
            yield from (text["words"] for text in flat(bare, form))


def plain(story: Data) -> str:
    """Return the text part, each text a line, with a rule and a bullet here and there."""
    return (
        "=====\n"
        + "\n".join(f"- {line}" if place % 5 == 0 else line for place, line in enumerate(_lines(story, "txt")))
        + "\n"
    )


def markdown(story: Data) -> str:
    """Return the Markdown, the signs of Markdown escaped."""
    return "\n\n".join(line.replace("$", "\\$").replace("(", "\\(") for line in _lines(story, "md")) + "\n"


def mail(story: Data, found: Mapping[str, bytes], name: str = "minerals-2025-en.pdf") -> bytes:
    """Return the message, with the chart inline and the PDF (if there is one) attached."""
    message = EmailMessage()
    for key, words in {"Subject": story["subject"]["words"], "From": "desk@example.org", "To": "readers:;"}.items():
        message[key] = words
    message["Date"] = "Tue, 27 Jan 2026 09:00:00 +0800"
    message.set_content(found[f"{story['language']}.txt"].decode())
    message.add_alternative(html(story, "mail"), subtype="html")
    if any(block["kind"] == "chart" and "mail" in block["shown"] for block in story["blocks"]):
        message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<lines>")  # type: ignore[index, union-attr]
    if "en.pdf" in found:
        message.add_attachment(found["en.pdf"], maintype="application", subtype="pdf", filename=name)
    for place, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"part-{place}")  # else by chance: one edition has one message
    return message.as_bytes()


def paper(story: Data, found: Mapping[str, bytes]) -> bytes:
    """Return the PDF: tagged, with running foot and both evidence files inside."""
    import weasyprint  # slow to load, and few tests need it

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    foot = story["blocks"][-1]
    left, middle = (json.dumps(foot[key]["words"]) for key in ("left", "middle"))
    style = f"@page {{ @bottom-left {{ content: {left} }} @bottom-center {{ content: {middle} }}"
    style += ' @bottom-right { content: "Page " counter(page) " of " counter(pages) } }'
    page = html(story, "pdf").replace("</head>", f"<style>{style}</style></head>")
    inside = [weasyprint.Attachment(string=found[name], name=name) for name in ("figures.csv", "claims.json")]
    written: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", attachments=inside)
    told = {**json.loads(found["edition.json"]), "stories": {story["language"]: story}}
    own = manifests(told, {name: found[name] for name in ("figures.csv", "claims.json")})[story["language"]]
    return _sealed(written, own, page)


def _sealed(written: bytes, manifest: bytes, page: str) -> bytes:
    with pikepdf.open(io.BytesIO(written)) as pdf:
        tag_notes(pdf, elements_of(pdf.Root.StructTreeRoot), page)
        pdf.attachments["manifest.json"] = pikepdf.AttachedFileSpec(pdf, manifest, filename="manifest.json")
        seal(pdf)
        pdf.save(done := io.BytesIO(), deterministic_id=True)
    return done.getvalue()
