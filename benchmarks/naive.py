"""The briefing as one would script it in an afternoon: the same figures, words, charts and files, nothing checked.

    python benchmarks/naive.py TABLE.csv EDITION.json FACES OUT

TABLE is the sample's customs table, EDITION its finished edition.json for December 2025, whose words it prints, those
of key figures and of the charts' tables included, with the evidence of claims.json beside it; the page's own table and
what is drawn it works out itself. It writes the page as PDF (tagged, PDF/A-3a, its figures inside) and HTML (two widths
of each chart, evidence of each figure), the mail with its pictures, the text, each chart as SVG with its faces, PNG of
64 colours and CSV, and the data files. No store, no tracing, no audit.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import altair as alt
import css_inline
import jinja2
import pandas as pd
import vl_convert
import weasyprint
from PIL import Image

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{{ title }}</title><style>{{ style }}</style></head><body>
{% macro words(texts) %}{{ texts|map(attribute="words")|join(" ") }}{% endmacro %}
{% macro table(head, rows) %}<table><thead><tr>{% for cell in head %}<th>{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>
{% endmacro %}
{% for block in blocks if medium in block.shown %}
{% if block.kind == "masthead" %}
<p>{{ block.publisher.words }}, {{ block.place.words }}. {{ block.issue.words }}. {{ block.dated.words }}</p>
<p><b>{{ block.tag.words }}</b></p>
{% elif block.kind == "finding" %}<h1>{{ block.headline.words }}</h1><p>{{ block.standfirst.words }}</p>
{% elif block.kind == "strip" %}<ul>{% for cell in block.cells %}
<li>{{ cell.label.words }} <b>{{ cell.figure.words }}</b> {{ cell.note.words }}</li>{% endfor %}</ul>
{% elif block.kind == "section" %}<section><h2>{{ block.label.words }}</h2>
{% for paragraph in block.paragraphs %}<p>{{ words(paragraph) }}</p>{% endfor %}</section>
{% elif block.kind == "chart" and block.name in charts %}<figure>
<figcaption><b>{{ block.title.words }}</b> {{ block.subtitle.words }}</figcaption>{{ charts[block.name] }}
<p class="note">{{ words(block.aside) }} {{ block.source.words }}</p>
{% if medium == "html" %}<details><summary>{{ block.more.words }}</summary><p>{{ block.description.words }}</p>
{{ table(block.head|map(attribute="words"), printed(block.rows)) }}</details>{% endif %}</figure>
{% elif block.kind == "table" %}<h3>{{ block.title.words }}</h3><p>{{ block.subtitle.words }}</p>
{{ table(heads, rows) }}<p class="note">{{ words(block.notes) }} {{ block.source.words }}</p>
{% elif block.kind == "watch" %}<h2>{{ block.label.words }}</h2>
{% for row in block.rows %}<p><b>{{ row.when.words }}</b> {{ row.what.words }}</p>{% endfor %}
{% elif block.kind == "note" %}<h2>{{ block.label.words }}</h2>
{% for run in block.runs %}<p class="note"><b>{{ run.head.words }}</b> {{ words(run.sentences) }}</p>{% endfor %}
{% elif block.kind == "foot" %}<p class="note">{{ block.left.words }} {{ block.contact.words }}</p>
{% endif %}{% endfor %}
{% if medium == "html" %}{% for claim in claims %}<details id="{{ claim.id }}"><summary>{{ claim.printed[0] }}</summary>
{% for cell in cells(claim) %}<p>{{ cell.release }}, row {{ cell.row }}, {{ cell.column }}: {{ cell.text }}</p>
{% endfor %}</details>{% endfor %}{% endif %}</body></html>"""
STYLE = """{faces} body {{ font: 10pt/14pt "Source Serif"; margin: 0 }} @page {{ size: A4; margin: 20mm }}
h1 {{ font-size: 27pt; line-height: 31pt }} h2 {{ font: bold 10pt/14pt "Source Sans"; color: #12436D }}
table {{ width: 100%; border-collapse: collapse; font: 8.5pt/14pt "Source Sans" }}
td, th {{ text-align: right; border-bottom: .5pt solid #E3E3E3 }} td:first-child, th:first-child {{ text-align: left }}
.note {{ font-size: 8pt }} @media (max-width: 600px) {{ .w640 {{ display: none }} }}
@media (min-width: 601px) {{ .w350 {{ display: none }} }}"""
BLUE, ORANGE, GREY = "#12436D", "#F46A25", "#8C8C8C"
HEADING = 4  # digits
FEW = 4  # cells that are shown of a figure
COLOURS = 64
LABELS = "'Source Sans 3'"
HEADINGS = ("headline", "standfirst", "label", "title", "subtitle")
WHOLE = ["25", "26", "74", "76"]


def figures(table: str, month: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return values by code and month, and the lines with levels, growth, contribution, year and trend."""
    long = pd.read_csv(table, dtype={"hs": str})
    wide = long.pivot_table(index="hs", columns="month", values="usd", aggfunc="sum").fillna(0)
    year, before = month[:4], str(int(month[:4]) - 1)
    lines = wide[wide.index.str.len() == HEADING]
    base = wide.loc[WHOLE, f"{before}{month[4:]}"].sum()
    shown = pd.DataFrame({"now": lines[month], "before": lines[f"{before}{month[4:]}"]})
    shown["growth"] = 100 * (shown["now"] / shown["before"] - 1)
    shown["points"] = 100 * (shown["now"] - shown["before"]) / base
    for name in (year, before):
        shown[name] = lines[[column for column in lines if column.startswith(name)]].sum(axis=1)
    return wide, shown.sort_values("now", ascending=False)


def contributions(shown: pd.DataFrame, width: int) -> alt.Chart:
    """Return the bars of contributions."""
    top = shown.reindex(shown["points"].abs().sort_values(ascending=False).index)[:8].reset_index()
    top["label"] = top["points"].map("{:+.1f}".format)
    bars = alt.Chart(top).encode(x="points:Q", y=alt.Y("hs:N", sort=list(top["hs"])))
    colour = alt.condition("datum.points > 0", alt.value(BLUE), alt.value(ORANGE))
    return (bars.mark_bar().encode(color=colour) + bars.mark_text(dx=14).encode(text="label")).properties(width=width)


def year_gap(wide: pd.DataFrame, width: int) -> alt.Chart:
    """Return the changes of the total on a year before, month by month."""
    total = wide.loc[WHOLE].sum() / 1e6
    change = (total - total.shift(12)).iloc[-12:].round(1).reset_index(name="value").rename(columns={"index": "month"})
    bars = alt.Chart(change).encode(x="month:O", y="value:Q")
    return (bars.mark_bar() + bars.mark_text(dy=-8).encode(text="value")).properties(width=width)


def panels(wide: pd.DataFrame, shown: pd.DataFrame, width: int) -> alt.FacetChart:
    """Return twelve small lines over three years."""
    top = shown.index[:12]
    long = wide.loc[top].iloc[:, -36:].reset_index().melt("hs", var_name="month")
    line = alt.Chart(long, width=width // 4 - 20, height=70).mark_line().encode(x="month:O", y="value:Q")
    return line.facet(alt.Facet("hs:N", sort=list(shown.index[:12])), columns=4).resolve_scale(y="independent")


def shares(shown: pd.DataFrame, width: int) -> alt.Chart:
    """Return the shares of two years."""
    long = shown[["2025", "2024"]].reset_index().melt("hs", var_name="year")
    return (
        alt.Chart(long, width=width).mark_bar().encode(y="year:N", x=alt.X("value:Q", stack="normalize"), color="hs:N")
    )


def spark(values: pd.Series) -> str:
    """Return a line of 24 months as SVG."""
    low, high = values.min(), values.max()
    points = " ".join(f"{4 * at},{18 - 16 * (value - low) / (high - low or 1):.1f}" for at, value in enumerate(values))
    return f'<svg width="96" height="20"><polyline points="{points}" fill="none" stroke="{GREY}"/></svg>'


def faces(folder: Path, pattern: str = "*.ttf") -> str:
    """Return the faces as the page embeds them."""
    face = '@font-face {{ font-family: "Source {0}"; src: url(data:font/ttf;base64,{1}) }}'
    return "".join(
        face.format("Sans" if "Sans" in file.name else "Serif", base64.b64encode(file.read_bytes()).decode())
        for file in sorted(folder.rglob(pattern))[:6]
    )


def packed(file: Path) -> None:
    """Write a picture once more, in 64 colours, as it is light enough to be sent."""
    Image.open(file).convert("RGB").quantize(COLOURS).save(file)


def draw(wide: pd.DataFrame, shown: pd.DataFrame, place: Path, folder: Path) -> dict[str, dict[int, str]]:
    """Return each chart as SVG by width, and write the charts' files; that of the mail is on no page."""
    vl_convert.register_font_directory(str(next(folder.rglob("*.ttf")).parent))
    style = f"<style>{faces(folder, '*Sans*.ttf')}</style>"
    makers = {
        "contributions": lambda width: contributions(shown, width),
        "contributions-mail": lambda width: contributions(shown, width),
        "year_gap": lambda width: year_gap(wide, width),
        "panels": lambda width: panels(wide, shown, width),
        "shares": lambda width: shares(shown, width),
    }
    drawn: dict[str, dict[int, str]] = {}
    for name, make in makers.items():
        for width in (640,) if name.endswith("mail") else (640, 350, 476):
            file = place / f"{name}-{width}.svg"
            make(width).configure(font=LABELS).save(file)
            drawn.setdefault(name, {})[width] = (svg := file.read_text(encoding="utf-8"))
            file.write_text(svg.replace("</svg>", f"{style}</svg>"), encoding="utf-8")
        make(640).configure(font=LABELS).save(place / f"{name}.png", scale_factor=2)
        (place / f"{name}.json").write_text(make(640).to_json(), encoding="utf-8")
        shown.to_csv(place / f"{name}.csv")
    for name, width, scale in (("mail", 536, 2), ("mail-narrow", 304, 2), ("card", 1200, 1)):
        contributions(shown, width).configure(font=LABELS).save(place / f"{name}.png", scale_factor=scale)
    for file in place.glob("*.png"):
        packed(file)
    return drawn


def content(
    story: dict[str, Any], evidence: dict[str, Any], wide: pd.DataFrame, shown: pd.DataFrame, folder: Path
) -> dict[str, Any]:
    """Return what the page prints."""

    def cells(claim: dict[str, Any]) -> list[dict[str, Any]]:
        return [evidence["cells"][name] for name in named(claim["formula"])][:FEW]

    columns = ["now", "before", "growth", "points", "2025"]
    finding = next(block for block in story["blocks"] if block["kind"] == "finding")
    return {
        "title": story["title"]["words"],
        "headline": finding["headline"]["words"],
        "blocks": story["blocks"],
        "printed": printed,
        "claims": evidence["claims"],
        "cells": cells,
        "style": STYLE.format(faces=faces(folder)),
        "heads": ["HS", "Dec 2025", "Dec 2024", "y/y, %", "points", "2025", "24 months"],
        "rows": [
            [code, *(f"{value:,.2f}" for value in line[columns]), spark(wide.loc[code].iloc[-24:])]
            for code, line in shown.iterrows()
        ],
    }


def named(formula: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    """Yield the cells that a formula names."""
    if isinstance(formula, list) and formula[:1] == ["cell"]:
        yield formula[1]
    elif isinstance(formula, list):
        for part in formula:
            yield from named(part)


def printed(rows: list[dict[str, Any]]) -> list[list[str]]:
    """Return the words of a table's cells."""
    return [[cell["words"] for cell in row["cells"]] for row in rows]


def plain(story: dict[str, Any], medium: str) -> str:
    """Return the story as text: headings, paragraphs, captions, tables."""
    lines = []
    for block in (block for block in story["blocks"] if medium in block["shown"]):
        lines += [block[key]["words"] for key in HEADINGS if key in block]
        lines += [" ".join(text["words"] for text in paragraph) for paragraph in block.get("paragraphs", [])]
        if block["kind"] in ("table", "chart"):
            lines += [" | ".join(row) for row in printed(block["rows"])] + [block["source"]["words"]]
        lines += [" ".join(text["words"] for text in run["sentences"]) for run in block.get("runs", [])]
    return "\n\n".join(lines)


def mail(words: dict[str, Any], text: str, place: Path) -> bytes:
    """Return the message with the chart for wide and narrow screens inside, and the PDF."""
    message = EmailMessage()
    message["Subject"], message["From"] = words["headline"], "trade@example.org"
    message.set_content(text)
    style, names = "body { font: 16px Georgia }", ("mail", "mail-narrow")
    pictures = {"contributions-mail": "".join(f'<img src="cid:{name}">' for name in names)}
    html = jinja2.Template(PAGE).render(words | {"style": style}, charts=pictures, medium="mail")
    message.add_alternative(css_inline.inline(html), "html")
    for name in names:
        picture = (place / "charts" / f"{name}.png").read_bytes()
        message.get_payload()[1].add_related(picture, "image", "png", cid=f"<{name}>")  # type: ignore[index,union-attr]
    pdf = (place / "en.pdf").read_bytes()
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="briefing.pdf")
    return message.as_bytes()


def main(table: str, edition: str, folder: str, out: str) -> None:
    """Write every file."""
    data, place = json.loads(Path(edition).read_text(encoding="utf-8")), Path(out)
    (place / "charts").mkdir(parents=True, exist_ok=True)
    wide, shown = figures(table, data["period"])
    drawn = draw(wide, shown, place / "charts", Path(folder))
    story, evidence = data["stories"]["en"], json.loads(Path(edition).with_name("claims.json").read_text("utf-8"))
    words = content(story, evidence, wide, shown, Path(folder))
    template, on_page = jinja2.Template(PAGE), [name for name in drawn if not name.endswith("mail")]
    charts = {
        "html": {
            name: "".join(f'<div class="w{width}">{drawn[name][width]}</div>' for width in (640, 350))
            for name in on_page
        },
        "pdf": {name: drawn[name][476] for name in on_page},
    }
    pages = {medium: template.render(words, charts=charts[medium], medium=medium) for medium in charts}
    for name in ("edition.json", "claims.json"):
        shutil.copy(Path(edition).with_name(name), place)
    shutil.copy(table, place / "figures.csv")
    (place / "en.html").write_text(pages["html"], encoding="utf-8")
    attached = [
        weasyprint.Attachment(file_obj=io.BytesIO((place / name).read_bytes()), name=name, relationship="Data")
        for name in ("claims.json", "figures.csv")
    ]
    weasyprint.HTML(string=pages["pdf"]).write_pdf(
        place / "en.pdf", pdf_variant="pdf/a-3a", pdf_tags=True, attachments=attached
    )
    for name in ("txt", "md"):
        (place / f"en.{name}").write_text(plain(story, name), encoding="utf-8")
    (place / "en.eml").write_bytes(mail(words, plain(story, "txt"), place))
    listed = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in place.rglob("*") if file.is_file()}
    (place / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
