"""A bare table or sidecar that cannot be read: one line with the file, the place, what is wrong and what helps."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.editions.bare_panel import picks_of
from generator.editions.sidecar import read_sidecar
from generator.errors import GeneratorError, SettingsError, SourceChanged
from tests.desk.bare_table import HEADER, rows, run, sidecar, table

TWO = "2025-01..2025-02"
# Rows after the header (line 1; a dot is a blank line), the line that is named, and what the error quotes or advises
FAULTS: list[tuple[str, int, tuple[str, ...]]] = [
    ("74,hs2,,2025-1,5,,,F", 2, ("2025-1", "write 2025-12")),
    ("74,hs2,,2025-12,5,,,F 74,hs2,,2025-13,5,,,F", 3, ("13",)),
    ("74,hs2,,2025-02..2025-01,5,,,F", 2, ("2025-02..2025-01",)),
    ('74,hs2,,2025-12,"1,5",,,F', 2, ("value_usd is 1,5", "1234.5")),
    ("74,hs2,,2025-12,NaN,,,F", 2, ("value_usd is NaN",)),
    ("74,hs2,,2025-12,n/a,,,F", 2, ("value_usd is n/a", "leave the cell empty")),
    ("74,hs2,,2025-12,5,many,kg,F", 2, ("quantity is many",)),
    ("74,hs2,,2025-12,-5,,,F", 2, ("value_usd is -5",)),
    ("74,hs2,,2025-12,1e400,,,F", 2, ("value_usd is 1e400",)),
    ("74,hs2,,2025-12,5,,,Q", 2, ("status is Q", "F P X E C")),
    (",hs2,,2025-12,5,,,F", 2, ("series",)),
    ("74\x07,hs2,,2025-12,5,,,F", 2, ("control",)),
    ("74,hs2,,2025-12,5,,,F 74,hs2,,2025-12,5,,,F", 3, ("74", "2025-12", "Leave one row")),
    ("74,hs2,,2025-11,5,,,F 74,hs2,76,2025-12,5,,,F", 3, ("74", "level or parent")),
    ("7,a,,2025-12,9,,,F 1,a,2,2025-12,5,,,F 2,a,3,2025-12,5,,,F 3,a,1,2025-12,5,,,F", 3, ("within itself",)),
    ("74,hs2,,2025-11,5,,,F 74,hs2,,0205-12,5,,,F 74,hs2,,2025-12,5,,,F", 3, ("0205-12",)),
    ("74,hs2,,2025-11,5,,,F 74,hs2,,2025-12,5,,,F 74,hs2,,2205-12,5,,,F", 4, ("2205-12",)),
    ("74,hs2,,2025-11,5,,,F 74,hs2,,2025-12,5,,,F 74,hs2,,2024,5,,,F", 4, ("2024", "a table of their own")),
    (f"74,hs2,,2025-02,5,,,F 74,hs2,,{TWO},9,,,F", 3, (f"{TWO} stands beside 2025-02",)),
    ("74,hs2,,2025-02,5,,,F 74,hs2,,2025-03..2025-04,9,,,F", 3, ("2025-03..2025-04", "January and February")),
    ("74,hs2,,2025-11,5,,,F 74,hs2,,2025-12,5", 3, ("5 cells", "header 8")),
    ('74,hs2,,2025-11,5,,,F "74,hs2,,2025-12,5,,,F', 3, ("Close the",)),
    ("74,hs2,,2025-11,5,,,F . 74,hs2,,2025-13,5,,,F", 4, ("13",)),
    ("", 1, ("no rows",)),
]


def refusal(error: type[GeneratorError], *given: object) -> str:
    """Return what is said where picks of a table cannot be worked out: one line, exit code 2."""
    with pytest.raises(error) as raised:
        picks_of(*given)  # type: ignore[arg-type]
    said = str(raised.value)
    assert (2, 1) == (raised.value.exit_code, len(said.splitlines()))
    return said


@pytest.mark.parametrize(("lines", "line", "parts"), FAULTS)
def test_a_fault_is_one_line_with_its_place_and_remedy(
    tmp_path: Path, lines: str, line: int, parts: tuple[str, ...]
) -> None:
    """The file and its line, what stands there, what to do."""
    file = table(tmp_path, ["" if row == "." else row for row in lines.split()])
    said = refusal(SourceChanged, file, "2025-12")
    assert said.startswith(f"{file}:{line}: ")
    assert [] == [part for part in parts if part not in said]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("series,period", "It needs series, period, value_usd"),
        ("code,period,value_usd", "it may have level, parent"),
        ("series,period,value_usd,period", "two columns have one name"),
        ("", "its first line is empty"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, header: str, said: str) -> None:
    """With those that it needs."""
    assert said in refusal(SourceChanged, table(tmp_path, ["74,2025-12,5"], header=header), "2025-12")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("table.csv", lambda data: data.decode().encode("utf-16"), "Save it as CSV in UTF-8"),
        ("table.csv", lambda data: data + b"\xe9", "Save it as CSV in UTF-8"),
        ("table.csv", lambda _: b"", ": its first line is empty"),
        ("table.csv.gz", lambda data: data, "Save it as CSV in UTF-8"),
        ("table.csv.gz", lambda data: gzip.compress(data)[:-9], "Save it as CSV in UTF-8"),
        ("table.parquet", lambda data: data, "Save it as CSV in UTF-8"),
    ],
)
def test_a_file_in_another_form_is_refused(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes], said: str
) -> None:
    """Another encoding, an archive that is none or torn, Parquet that is none."""
    file = tmp_path / name
    file.write_bytes(change(f"{HEADER}\n74,hs2,,2025-12,5,,,F\n".encode()))
    assert said in refusal(SourceChanged, file, "2025-12").removeprefix(str(file))


@pytest.mark.parametrize("period", ["2030-01", "2025", "2025-Q4", TWO, "December"])
def test_a_period_that_it_lacks_is_refused(tmp_path: Path, period: str) -> None:
    """A year is no month of it."""
    assert period in refusal(GeneratorError, table(tmp_path, rows()), period)


def test_a_fault_ends_with_2_and_one_line(tmp_path: Path) -> None:
    """On the command line, of the file and of the table before it; no picks are written."""
    good, bad = table(tmp_path, rows()), table(tmp_path, ["74,hs2,,2025-12,-5,,,F"], "bad.csv")
    out = tmp_path / "picks.json"
    for given in (("--input", bad), ("--input", good, "--previous", bad)):
        code, said = run(*given, "--period", "2025-12", "--out", out)
        assert (2, 1) == (code, len(said)), said
        assert f"{bad}:2: value_usd is -5" in said[0]
        assert not out.exists()


BREAK = {"old": "1", "new": ["2"], "effective": "soon"}
EXPORTS = {"7403": "7403 exported"}
# What the sidecar says, and the key, the value or the remedy that the error names
SIDECARS: list[tuple[object, tuple[str, ...]]] = [
    ([], ("keys are expected",)),
    ({"threshold": {}}, ("threshold is not a key", "Nearest: thresholds")),
    ({"reference_period": "2025-13"}, ("reference_period ", "2025-13")),
    ({"currency": "dollars"}, ("currency ", "USD")),
    ({"status": ["P"]}, ("status has a list", "provisional")),
    ({"status": {"q": "dubious"}}, ("q is 'dubious'", "provisional")),
    ({"hs_breaks": {"850110": "850111"}}, ("hs_breaks has keys", "expected a list")),
    ({"hs_breaks": [{"old": "850110"}]}, ("hs_breaks has no new",)),
    ({"hs_breaks": [BREAK]}, ("effective ", "soon")),
    ({"lunar_new_year": {"2025": "29 January"}}, ("29 January", "date")),
    ({"lunar": "no"}, ("lunar has no", "true or false")),
    ({"lunar": 1}, ("lunar has 1", "true or false")),
    ({"year_start": 4}, ("year_start has 4", "1 or 7")),
    ({"value_unit": "bananas"}, ("value_unit ", "'bananas'", "thousand, lakh, million")),
    ({"value_unit": f"1{13 * '0'} USD"}, ("'10000000000000'", "a power of ten")),
    ({"value_unit": "USD m"}, ("'m'", "million")),
    ({"value_unit": "thousand million"}, ("two units",)),
    ({"value_unit": 0.5}, ("'0.5'", "thousand USD")),
    ({"value_unit": "thousand CNY", "currency": "USD"}, ("currency is USD", "CNY")),
    ({"value_unit": "hundred million USD"}, ("two units",)),
    ({"value_unit": "50 thousand USD"}, ("'50'", "a power of ten")),
    ({"value_unit": "million rupees"}, ("'rupees'", "the code of the currency")),
    ({"value_unit": "rupees", "currency": "AUD"}, ("'rupees'", "the code of the currency")),
    ({"value_unit": "rupees"}, ("'rupees'", "the code of the currency")),
    ({"notices": [{"kind": "coverage"}]}, ("notices has no from",)),
    ({"notices": [{"kind": "cover", "from": "2025-03"}]}, ("kind has cover", "coverage")),
    ({"notices": [{"kind": "coverage", "from": "2025-05", "series": ["74003"]}]}, ("notices", "74003")),
    ({"flow": 3}, ("flow is 3", "import, export")),
    ({"thresholds": {"defaults": {"notable": {"metric": "yooy", "gte": 1}}}}, ("notable.metric: ", "Nearest: yoy.")),
    ({"thresholds": {"default": {}}}, ("cannot be used: default: ", "Nearest: defaults.")),
    ({"mirror": ["7403"]}, ("mirror has a list", "as PAK counts")),
    ({"mirror": {"7405": "76"}}, ("mirror.7405: ", "Nearest: 7404")),
    ({"mirror": {"7403": "PAK 7405"}}, ("mirror.7403: ", "PAK 7405")),
    ({"mirror": {"7403": "76", "7404": "76"}}, ("mirror.7403: ", "76", "two series")),
    ({"mirror": {"7403": "7404"}}, ("mirror.7403: ", "one tree")),
    ({"other_flow": EXPORTS}, ("flow must be", '"M" or "X"')),
    ({"other_flow": EXPORTS, "flow": "RM"}, ("flow must be",)),
    ({"flow": "M", "other_flow": EXPORTS}, ("7403 exported",)),
    ({"flow": "M", "other_flow": {"7403": "7404"}}, ("7404", "one tree")),
]


@pytest.mark.parametrize(("data", "parts"), SIDECARS)
def test_a_fault_of_the_sidecar_names_its_key_and_the_remedy(
    tmp_path: Path, data: object, parts: tuple[str, ...]
) -> None:
    """In one line with the file; the table is read where the sidecar alone does not show the fault."""
    file = table(tmp_path, rows(times=("2024-12", "2025-12")))
    said = refusal(SettingsError, file, "2025-12", sidecar(tmp_path, data))
    assert said.startswith(str(tmp_path / "meta.json"))
    assert [] == [part for part in parts if part not in said]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", None])
def test_a_sidecar_that_is_no_json_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """Half of it, other bytes; or no file at all."""
    file = tmp_path / "meta.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        read_sidecar(file)
    assert str(raised.value).startswith(str(file))
