"""Files of claims: what is read, what is passed over, and what is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import SettingsError
from generator.factcheck.claim_file import as_json, checked, in_words

GOOD = '{"value": "121", "comparison_value": "110", "stated_pct": "10"}'
PAGE = Path(__file__).parents[2] / "docs" / "check.md"


def written(folder: Path, content: str | bytes, name: str = "claims.jsonl") -> Path:
    """Return a file with `content`."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def verdicts(file: Path) -> list[str]:
    """Return the verdicts on a file's claims."""
    return [one.verdict for one in checked(file)]


def block(begins: str) -> str:
    """Return the block of docs/check.md that begins with a line of `begins`."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"    {begins}"))
    end = next(number for number in range(at, len(lines)) if not lines[number].startswith("    "))
    return "".join(f"{line[4:]}\n" for line in lines[at:end])


def test_the_examples_of_the_page_are_what_it_says(tmp_path: Path) -> None:
    """Lines and sheet give the same: copper and total exact, zinc on the wrong base, in the words of the page."""
    lines = checked(written(tmp_path, block('{"id"')))
    sheet = checked(written(tmp_path, block("id,value"), "claims.csv"))
    assert ["exact", "inconsistent", "exact"] == [one.verdict for one in lines]
    assert [one.verdicts for one in lines] == [one.verdicts for one in sheet]
    assert [one.claim.id for one in lines] == [one.claim.id for one in sheet]
    assert block("claim  verdict").splitlines()[1].endswith(in_words(sheet[1]))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_sheet_is_read_however_a_spreadsheet_saves_it(tmp_path: Path, mark: str) -> None:
    """A mark at the beginning, ends of lines of Windows, empty rows, columns of one's own, cells left off."""
    head = ["id", "note", "value", "comparison_value", "stated_pct"]
    rows = [head, ["a", "so; “,”", "121", "110", "10"], [], ["b"], ["", ""]]
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    found = checked(written(tmp_path, b"\xef\xbb\xbf" + text.encode(), "claims.csv"))
    assert [("a", "exact", 2), ("b", "nothing_to_check", 4)] == [(o.claim.id, o.verdict, o.place.line) for o in found]


def test_no_verdict_that_came_with_a_claim_is_believed(tmp_path: Path) -> None:
    """Taken away, or turned into its opposite, it changes nothing."""
    plain = [{"value": "121", "comparison_value": "110", "stated_pct": stated} for stated in ("10", "11.5")]
    lies = [
        {**one, "consistent": verdict == "exact", "verdict": verdict, "check": {"verdict": verdict}}
        for one, verdict in zip(plain, ("inconsistent", "exact"), strict=True)
    ]
    files = [written(tmp_path, "\n".join(map(json.dumps, claims))) for claims in (plain,)]
    first = as_json(Path("a"), checked(files[0]))
    assert first == as_json(Path("a"), checked(written(tmp_path, "\n".join(map(json.dumps, lies)))))
    assert ["exact", "inconsistent"] == [one["verdict"] for one in json.loads(first)]


def test_a_number_without_quotes_keeps_its_last_digit(tmp_path: Path) -> None:
    """4.00 beside 3.00 leaves nothing open that 4 beside 3 does."""
    lines = [
        '{"value": 4, "comparison_value": 3, "stated_pct": 41}',
        '{"value": 4.00, "comparison_value": 3.00, "stated_pct": 41}',
    ]
    assert ["within_rounding", "inconsistent"] == verdicts(written(tmp_path, "\n".join(lines)))


def test_pieces_and_claims_stand_in_one_file_in_its_order(tmp_path: Path) -> None:
    """A piece is a text of its own, single claims are one together; each is named by its line."""
    other = '{"value": "1.456", "comparison_value": "1.300", "unit": "bn"}'
    tonnes = '{"value": "5124", "comparison_value": "4832", "stated_pct": "12.0"}'
    lines = [tonnes, f'{{"id": "p", "claims": [{GOOD}, {tonnes}]}}', "", other]
    found = checked(written(tmp_path, "\n".join(lines)))
    assert [(1, 0), (2, 1), (2, 2), (4, 0)] == [(one.place.line, one.place.claim) for one in found]
    assert [1, 0, 0, 0] == [len(one.verdicts[0].likely) for one in found]


def test_empty_lines_before_the_names_are_none(tmp_path: Path) -> None:
    """A spreadsheet that begins in its third row."""
    text = "\n\nvalue,comparison_value,stated_pct\n121,110,10\n"
    assert [("exact", 4)] == [(one.verdict, one.place.line) for one in checked(written(tmp_path, text, "claims.csv"))]


@pytest.mark.parametrize(
    ("name", "content", "where", "remedy"),
    [
        ("a.jsonl", '{"value": "12a"}', "a.jsonl:1: value: '12a' is not a number", "Write a plain number"),
        ("a.jsonl", '{"value": "1,234"}', "a.jsonl:1: value: '1,234' is no", "Write 1234.5 for"),
        ("a.jsonl", '{"value": true}', "a.jsonl:1: value: it is not a number", "in quotes"),
        ("a.jsonl", '{"value": NaN}', "a.jsonl:1: value: it is not a number", "in quotes"),
        ("a.jsonl", '{"value": "1e3"}', "a.jsonl:1: value: '1e3' is not a number", "plain number"),
        ("a.jsonl", '{"claims": [{"stated_pct": "x"}]}', "a.jsonl:1: claims[1].stated_pct", "plain"),
        ("a.jsonl", '{"value": "1", "parts": ["1", ""]}', "a.jsonl:1: parts: a term is empty", "Leave it out"),
        ("a.jsonl", '{"value": "1", "parts": ["1", "y"]}', "a.jsonl:1: parts[2]: 'y' is not a number", "plain number"),
        ("a.jsonl", '{"value": "1", "parts": {}}', "a.jsonl:1: parts: it is not a list", "square brackets"),
        ("a.jsonl", '{"claims": {}}', "a.jsonl:1: claims: it is not a list", "square brackets"),
        ("a.jsonl", '{"claims": ["1"]}', "a.jsonl:1: claims[1]: it is not a claim", "object"),
        ("a.jsonl", '{"value": "1", "unit": 3.5, "id": []}', "a.jsonl:1: id: it is not a text", "quotes"),
        ("a.jsonl", '{"statd_pct": "1"}', "a.jsonl:1: statd_pct: there is no such field", "Call it stated_pct"),
        ("a.jsonl", '{"Value": "1"}', "a.jsonl:1: Value: there is no such field", "Call it value"),
        ("a.csv", "comparison\n1", "a.csv:1: comparison: there is no such field", "Call it comparison_value"),
        ("a.jsonl", GOOD[:-1] + ', "qualifier": "wow"}', "a.jsonl:1: qualifier: 'wow' is not a known", "one such as"),
        ("a.jsonl", "[1]", "a.jsonl:1: it is not an object", "one a line"),
        ("a.jsonl", "value,stated_pct", "a.jsonl:1: it is not JSON", "one object a line"),
        ("a.jsonl", '{"value": "1", "value": "2"}', "a.jsonl:1: it is not JSON: 'value' stands twice", "one object"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: it is nested too deeply", "one object"),
        ("a.jsonl", b"{}\n\xff", "a.jsonl:2: it is not UTF-8", "UTF-8"),
        ("a.jsonl", "\n \n", "a.jsonl: it holds no claim", "one a line"),
        ("a.jsonl", '{"kind": "level"}', "a.jsonl: no claim in it has a figure", "The fields are id, kind"),
        ("a.csv", "value,stated_pct\n1,2,3", "a.csv:2: it has 3 cells, and the header 2", "quotes"),
        ("a.csv", "value,value\n1,2", "a.csv:1: value: two columns", "Leave one out"),
        ("a.csv", "worth,rate\n1,2", "a.csv:1: no column has the name of a field", "The fields are"),
        ("a.csv", "value,stated-pct\n1,2", "a.csv:1: stated-pct: there is no such field", "Call it stated_pct"),
        ("a.csv", 'value,id\n\n1,"x', "a.csv:3: it cannot be read", "quotation mark"),
        ("a.csv", "value,id\n\n1x,", "a.csv:3: value: '1x' is not a number", "plain number"),
        ("a.csv", "value,id\n", "a.csv: it holds no claim", "one a line"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, where: str, remedy: str
) -> None:
    """File, line, key, and what helps."""
    with pytest.raises(SettingsError) as refused:
        checked(written(tmp_path, content, name))
    told = str(refused.value).removeprefix(f"{tmp_path}/")
    assert (True, True) == (told.startswith(where), remedy in told), told


@pytest.mark.parametrize(
    ("name", "content", "place", "why"),
    [
        ("a.jsonl", f'{GOOD}\n{{"value": "1,234"}}', (2, 0), "value: '1,234' is not a number."),
        ("a.jsonl", f"{GOOD}\nexports rose", (2, 0), "it is not JSON"),
        ("a.jsonl", f"{GOOD}\n[1]", (2, 0), "it is not an object."),
        ("a.jsonl", f'{GOOD}\n{{"statd_pct": "1"}}', (2, 0), "statd_pct: there is no such field."),
        ("a.jsonl", f'{GOOD}\n{{"claims": 1}}', (2, 0), "claims: it is not a list."),
        ("a.jsonl", f'{{"claims": [{GOOD}, {{"stated_pct": "x"}}]}}', (1, 2), "claims[2].stated_pct: 'x' is no"),
        ("a.jsonl", f'{{"claims": [{GOOD}, "1"]}}', (1, 2), "claims[2]: it is not a claim."),
        ("a.csv", "value,comparison_value,stated_pct\n121,110,10\n1x,,", (3, 0), "value: '1x' is not a number."),
        ("a.csv", "value,comparison_value,stated_pct\n121,110,10\n1,2,3,4", (3, 0), "it has 4 cells"),
        ("a.csv", 'value,comparison_value,stated_pct\n121,110,10\n"1,2', (3, 0), "it cannot be read"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_ends_nothing(
    tmp_path: Path, name: str, content: str, place: tuple[int, int], why: str
) -> None:
    """It is nothing to check, with its reason; the other row is judged."""
    good, bad = checked(written(tmp_path, content, name))
    assert ("exact", "nothing_to_check") == (good.verdict, bad.verdict)
    assert (place, True) == ((bad.place.line, bad.place.claim), bad.verdicts[0].remark.startswith(why))


@pytest.mark.parametrize("name", ["", "none.jsonl"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    """A folder, or nothing."""
    with pytest.raises(SettingsError, match="it cannot be read"):
        checked(tmp_path / name)


SHEET = "value,comparison_value,stated_pct,parts\n121,110,10,\n4.9,,,7.3; -2.4\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(start=st.sampled_from([f"{GOOD}\n{GOOD}", SHEET, f'{{"claims": [{GOOD}]}}']), data=st.data())
def test_any_bytes_give_verdicts_or_one_error(tmp_path: Path, start: str, data: st.DataObject) -> None:
    """A stretch of a good file is put in place of another, or replaced by any bytes."""
    at = data.draw(st.integers(0, len(start)))
    broken = (
        start[:at].encode() + data.draw(st.binary(max_size=8)) + start[at + data.draw(st.integers(0, 9)) :].encode()
    )
    try:
        told = [in_words(one) for one in checked(written(tmp_path, broken, "claims"))]
    except SettingsError as refused:
        told = [str(refused)] if str(refused).startswith(str(tmp_path)) else []
    assert told
    assert all(told)
