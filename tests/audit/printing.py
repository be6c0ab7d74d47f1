"""The sample edition as finished files, made by the simplest means and none of the product's."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from html import escape
from typing import Any

from tests.audit.sample import Json, as_json, claims_data, edition

Data = Mapping[str, Any]


def files(told: Data | None = None, proof: Data | None = None, *, pdf: bool = False) -> dict[str, bytes]:
    """Return the files of the edition `told` (else the sample), with a PDF only if asked: it takes a while."""
    told, proof = told or edition(), proof or claims_data()
    told = {**told, "formats": ["html", "email", *(["pdf"] if pdf else [])]}
    story = told["stories"]["en"]
    charts = [block for block in story["blocks"] if block["kind"] == "chart"]
    found = {"edition.json": as_json(told), "claims.json": as_json(proof), "figures.csv": figures(proof)}
    for chart in charts:
        name = f"charts/{chart['name']}.en"
        found |= {f"{name}.svg": picture(chart, framed=True).encode(), f"{name}.csv": bars_csv(chart)}
        found |= {f"{name}.json": bars_spec(chart)}
    found |= {
        "en.html": html(story, "html").encode(),
        "en.txt": plain(story).encode(),
        "en.md": markdown(story).encode(),
    }
    if pdf:
        found["en.pdf"] = paper(story, found)
    return found | {"en.eml": mail(story, found)}


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
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{heads}</head><body>{hidden}{body}</body></html>'
    )


def spans(text: Data) -> str:
    """Return the words with a span on each marked range."""
    words, end, out = text["words"], 0, ""
    for mark in text.get("marks", ()):
        out += escape(words[end : mark["start"]]) + f'<span data-claim="{mark["claim"]}">'
        out, end = out + escape(words[mark["start"] : mark["end"]]) + "</span>", mark["end"]
    return out + escape(words[end:])


def picture(chart: Data, *, framed: bool = False) -> str:
    """Return the chart as SVG, its labels in an order of its own."""
    drawn = [text["words"] for bar in reversed(chart["bars"]) for text in (bar["figure"], bar["label"])]
    drawn += [chart[key]["words"] for key in ("source", "title", "subtitle")] if framed else []
    lines = "".join(
        f'<text x="{9 + 150 * (place % 2)}" y="{20 * place + 20}">{escape(words)}</text>'
        for place, words in enumerate(drawn)
    )
    heads = f"<title>{escape(chart['alt']['words'])}</title><desc>{escape(chart['description']['words'])}</desc>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="260">{heads}{lines}</svg>'


def bars_csv(chart: Data) -> bytes:
    """Return the bars as CSV."""
    names = ["label", "figure", "value", "low", "high", "bound", "before"]
    rows = [bar | {key: bar[key]["words"] for key in ("label", "figure")} for bar in chart["bars"]]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, names)
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode()


def bars_spec(chart: Data) -> bytes:
    """Return the bars as the data of a drawing."""
    rows = [bar | {"label": bar["label"]["words"], "figure": bar["figure"]["words"]} for bar in chart["bars"]]
    return as_json({"layer": [{"data": {"values": [{**row, "length": row["value"]} for row in rows]}}]})


def _items(block: Data, form: str) -> Iterator[str]:
    if block["kind"] != "chart":
        yield from (spans(text) for text in flat(block, form))
        return
    yield from (spans(block[key]) for key in ("title", "subtitle"))
    yield f'<img src="cid:lines" alt="{escape(block["alt"]["words"])}">' if form == "mail" else picture(block)
    yield spans(block["source"])
    if form == "html":
        yield from (spans(text) for text in (block["more"], block["description"], *_bars(block)))


def _bars(chart: Data) -> list[Data]:
    return [text for bar in chart["bars"] for text in (bar["label"], bar["figure"])]


def flat(node: Json, form: str) -> Iterator[Data]:
    """Yield the texts in `node` that the format `form` shows."""
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        running = node["words"].startswith("Page {")
        if node["words"] and not running and form in node.get("shown", [form]):
            yield node
    elif isinstance(node, dict):
        for key, part in node.items():
            if not (form == "pdf" and node.get("kind") == "foot" and key in {"left", "middle"}):
                yield from flat(part, form)
    elif isinstance(node, list):
        for part in node:
            yield from flat(part, form)


def _lines(story: Data, form: str) -> Iterator[str]:
    for block in story["blocks"]:
        if form in block["shown"] and block["kind"] == "chart":
            yield from (text["words"] for text in (block["title"], block["subtitle"], *_bars(block), block["source"]))
        elif form in block["shown"]:
            yield from (text["words"] for text in flat(block, form))


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


def mail(story: Data, found: Mapping[str, bytes]) -> bytes:
    """Return the message, with the chart inline and the PDF (if there is one) attached."""
    message = EmailMessage()
    for key, words in {"Subject": story["subject"]["words"], "From": "desk@example.org", "To": "readers:;"}.items():
        message[key] = words
    message["Date"] = "Tue, 27 Jan 2026 09:00:00 +0800"
    message.set_content(found["en.txt"].decode())
    message.add_alternative(html(story, "mail"), subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<lines>")  # type: ignore[index, union-attr]
    if "en.pdf" in found:
        message.add_attachment(found["en.pdf"], maintype="application", subtype="pdf", filename="minerals-2025-en.pdf")
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
    return written
