"""`tradebrief check`: the figures of published texts, and of one's own, on a command line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import weasyprint

from tests import program
from tests.commentary.desks import desk_in

HOUSE = Path(__file__).parents[2]
GOOD = '{"id": "a", "value": "121", "comparison_value": "110", "stated_pct": "10"}\n'
BAD = '{"id": "b", "value": "120.00", "comparison_value": "100.00", "unit": "mn", "stated_pct": "16.67"}\n'
FIGURES = ("comparison_value", "denominator", "parts")
PASSED = {"exact", "truncated", "within_rounding", "qualifier_ok", "ok"}


def run(*arguments: object, given: str = "") -> tuple[int, str, str]:
    """Run `tradebrief check`; return its exit code and what it printed."""
    return program.run("check", *arguments, typed=given, seconds=60)


@pytest.fixture(scope="module")
def pieces(shared_data: Path) -> list[dict[str, Any]]:
    """Return the published pieces, with verdicts coded by people."""
    lines = (shared_data / "press" / "pieces.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def verdicts(pieces: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, Any]]:
    """Return each claim as coded beside what the program says of it, which sees no coded verdict."""
    bare = [{**piece, "claims": [without(claim) for claim in piece["claims"]]} for piece in pieces]
    file = tmp_path_factory.mktemp("press") / "pieces.jsonl"
    file.write_text("\n".join(map(json.dumps, bare)), encoding="utf-8")
    code, said, _ = run(file, "--json")
    assert 3 == code
    coded = [claim for piece in pieces for claim in piece["claims"]]
    return list(zip(coded, json.loads(said), strict=True))


def without(claim: dict[str, Any]) -> dict[str, Any]:
    """Return a claim without what people said of it."""
    return {key: value for key, value in claim.items() if key not in ("check", "consistent", "note")}


def with_two(verdicts: list[tuple[Any, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, kind, coded and our verdict of each claim with two levels, a whole or parts."""
    for coded, ours in verdicts:
        if "value" in coded and any(name in coded for name in FIGURES) and "check" in coded:
            yield coded["id"], coded["kind"], coded["check"]["verdict"], ours["verdict"]


def test_every_claim_is_answered_in_the_order_of_the_file(verdicts: list[tuple[Any, Any]]) -> None:
    """801 of them, by their names."""
    assert 801 == len(verdicts)
    assert [coded["id"] for coded, _ in verdicts] == [ours["id"] for _, ours in verdicts]


def test_every_inconsistent_claim_of_the_press_is_refused(verdicts: list[tuple[Any, Any]]) -> None:
    """Of all that have figures to tell by."""
    assert [] == [one for one in with_two(verdicts) if one[2] == "inconsistent" != one[3]]
    assert 17 == sum(one[2] == "inconsistent" for one in with_two(verdicts))


def test_no_claim_of_the_press_that_holds_is_refused(verdicts: list[tuple[Any, Any]]) -> None:
    """Not one exact, cut, rounded or with its word; nor one that people did not judge."""
    held = [coded["id"] for coded, ours in verdicts if coded.get("check", {}).get("verdict") in PASSED]
    refused = {coded["id"] for coded, ours in verdicts if ours["verdict"] == "inconsistent"}
    assert set() == refused & set(held)
    assert {one[0] for one in with_two(verdicts) if one[2] == "inconsistent"} == refused


def test_verdicts_on_the_press_agree_with_those_of_people(verdicts: list[tuple[Any, Any]]) -> None:
    """At least 95% over all kinds, and in each kind."""
    every, same = (
        Counter(one[1] for one in with_two(verdicts)),
        Counter(one[1] for one in with_two(verdicts) if one[2] == one[3]),
    )
    assert {"change_pct", "level", "change_abs", "share", "context"} == set(every)
    assert [] == [kind for kind, number in every.items() if same[kind] < 0.95 * number]


def test_the_page_has_the_measured_agreement(verdicts: list[tuple[Any, Any]]) -> None:
    """docs/check.md: each row of its table is what is counted here."""
    page = (HOUSE / "docs" / "check.md").read_text(encoding="utf-8")
    told = list(with_two(verdicts))
    for kind in {one[1] for one in told}:
        same, every = (
            sum(1 for o in told if o[1] == kind and (o[2] == o[3] or not strict)) for strict in (True, False)
        )
        [row] = [line for line in page.splitlines() if line.startswith(f"| {'sums' if kind == 'context' else kind} | ")]
        assert row.endswith(f"| {same} of {every} |")


def test_a_person_reads_what_fails_and_how_many_there_are(tmp_path: Path) -> None:
    """One line of the claim that fails, with both figures, range and hint; exit 3."""
    (file := tmp_path / "draft.jsonl").write_text(GOOD + BAD)
    code, said, _ = run(file)
    lines = said.splitlines()
    assert (3, f"next: tradebrief check {file} --all") == (code, lines[-1])
    [line] = [one for one in lines if one.startswith("2 ")]
    told = "b: 16.67% is printed; 100.00 to 120.00 mn is 20% (19.989 to 20.011), rounded 20.00%."
    assert (
        f"does not hold  {told} Would be right if it were worked out on the newer level." == line.split(maxsplit=1)[1]
    )
    assert ["1  does not hold  inconsistent", "1  exact          exact"] == [one.strip() for one in lines[-3:-1]]
    assert "a: 10% is printed; 110 to 121 is 10% (9.05 to 10.959)." not in said
    assert "a: 10% is printed; 110 to 121 is 10% (9.05 to 10.959)." in run(file, "--all")[1]


def test_a_text_that_holds_ends_with_0() -> None:
    """From standard input, as lines or as a sheet."""
    assert 0 == run("-", given=GOOD)[0]
    code, said, _ = run("-", "--json", given="id,value,comparison_value,stated_pct\na,121,110,10\n")
    assert (0, "exact") == (code, json.loads(said)[0]["verdict"])


def test_data_have_every_key_of_the_page(tmp_path: Path) -> None:
    """The same as on the terminal; the file of --out has the same bytes."""
    (file := tmp_path / "draft.jsonl").write_text(BAD)
    code, said, _ = run(file, "--json", "--out", tmp_path / "out.json")
    [one] = json.loads(said)
    assert {
        "file": str(file),
        "line": 1,
        "page": None,
        "claim": 0,
        "id": "b",
        "sentence": None,
        "verdict": "inconsistent",
        "stated": "16.67",
        "computed": "20",
        "possible_range": ["19.989", "20.011"],  # 119.995/100.005 and 120.005/99.995
        "right": "20.00",
        "rule": "stated_pct = 100 × (value / comparison_value − 1)",
        "remark": None,
        "would_be_right_if": ["it were worked out on the newer level"],
        "also": [],
        "releases": None,
    } == one
    assert (3, said) == (code, (tmp_path / "out.json").read_text(encoding="utf-8"))
    page = (HOUSE / "docs" / "check.md").read_text(encoding="utf-8")
    assert [] == [key for key in one if f"`{key}`" not in page]


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        ('{"value": "x"}', (), "draft.jsonl:1: value: 'x' is not a number. Write a plain number"),
        (GOOD, ("--out", "draft.jsonl"), "it is the file that check reads. Name another file."),
        (GOOD, ("--out", "no/where.json"), "is not there. Make it first"),
    ],
)
def test_a_fault_ends_with_2_and_one_line(tmp_path: Path, content: str, more: tuple[str, ...], told: str) -> None:
    """And leaves the file as it was."""
    (file := tmp_path / "draft.jsonl").write_text(content)
    code, said, error = run(file, *(tmp_path / one if "." in one else one for one in more))
    assert (2, "", 1, True) == (code, said, len(error.splitlines()), told in error), error
    assert content == file.read_text()


ARTICLE = """Sales to China

Sales rose 12% to {sign}112 million from {sign}100 million.
Imports fell 10% to $80 million from $100 million.
The minister was pleased.
"""
PAGE = "<html><head><title>Up 99%</title></head><body><h1>{}</h1>\n\n<p>{}\n{}\n{}</p></body></html>"


def article(folder: Path, ending: str) -> Path:
    """Return an article of three sentences, of which the second has a wrong rate, as a file of a kind."""
    text = ARTICLE.format(sign="$")
    page = PAGE.format(*(line for line in text.splitlines() if line))
    file = folder / f"article.{ending}"
    if ending == "pdf":
        weasyprint.HTML(string=page).write_pdf(file)
    else:
        marked = text.replace("$112 million", "[$112 million](https://example.org/a)")
        file.write_text({"html": page, "md": marked}.get(ending, text), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("ending", "line", "page"), [("txt", 4, None), ("md", 4, None), ("html", 4, None), ("pdf", None, 1)]
)
def test_an_article_is_read_as_it_stands(tmp_path: Path, ending: str, line: int | None, page: int | None) -> None:
    """Each rate with its sentence, and the line or the page of it; exit 3 for the wrong one."""
    code, said, _ = run(article(tmp_path, ending), "--json")
    right, wrong = json.loads(said)
    assert (3, "exact", "inconsistent", "-20") == (code, right["verdict"], wrong["verdict"], wrong["right"])
    assert (line, page) == (wrong["line"], wrong["page"])
    assert "Imports fell 10% to $80 million from $100 million." == wrong["sentence"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "出口增长".encode("gbk"), "a.txt:1: it is not UTF-8. Save it as UTF-8."),
        ("a.html", b"", "a.html: it has no text."),
        ("a.pdf", b"no", "a.pdf: this is not a PDF that can be read"),
    ],
)
def test_an_article_that_cannot_be_read_ends_with_2(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """In one line."""
    (file := tmp_path / name).write_bytes(content)
    code, said, error = run(file)
    assert (2, "", 1, True) == (code, said, len(error.splitlines()), told in error), error


def test_a_row_that_cannot_be_read_ends_nothing(tmp_path: Path) -> None:
    """The others are judged, and decide the exit code."""
    (file := tmp_path / "draft.jsonl").write_text(f"exports rose\n{GOOD}")
    code, said, _ = run(file, "--json")
    assert (0, ["nothing_to_check", "exact"]) == (code, [one["verdict"] for one in json.loads(said)])


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the desk of farm goods from Kenya."""
    folder = tmp_path_factory.mktemp("farm")
    with desk_in(folder, "farm").store:
        return folder


@pytest.mark.parametrize("more", [(), ("--against", "farm"), ("--against", "farm/2026-04")])
def test_sentences_are_put_to_the_releases_of_a_desk(tmp_path: Path, farm: Path, more: tuple[str, ...]) -> None:
    """Roses came to €28.9 million, after €20.3 million a year before: what is consistent may be false."""
    true = "Purchases of roses rose by €8.6 million to €28.9 million."
    false = "Roses rose 12% to €40.0 million from €35.7 million."
    (file := tmp_path / "a.txt").write_text(f"{true} {false} The minister was pleased.", encoding="utf-8")
    code, said, _ = run(file, "--desk", farm, *more, "--json")
    one, two = json.loads(said)
    assert (3, "exact") == (code, two["verdict"])
    assert [(true, "borne_out", None), (false, "contradicted", "+43%")] == [
        (found["sentence"], found["releases"]["outcome"], found["releases"]["right"]) for found in (one, two)
    ]
    assert "contradicted" in run(file, "--desk", farm, *more)[1]


def test_a_desk_is_asked_of_articles_alone(tmp_path: Path, farm: Path) -> None:
    """Claims have no sentences; and the edition must be there."""
    (claims := tmp_path / "a.jsonl").write_text(GOOD)
    (text := tmp_path / "a.txt").write_text("Roses rose 12%.")
    refused = [run(claims, "--desk", farm), run(text, "--desk", farm, "--against", "roses")]
    assert [2, 2] == [code for code, _, _ in refused]
    assert ["this is not an article", "there is no such briefing"] == [
        told
        for (_, _, error), told in zip(refused, ("this is not an article", "there is no such briefing"), strict=True)
        if told in error
    ]
