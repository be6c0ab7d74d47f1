"""The checks of `make check-all`: what they let through is what tests/validators.py lists, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import editions
from tests.sheet import CHROMIUM
from tests.validators import answer

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A month</title>
<style>p {{ color: {ink} }}</style></head><body style="margin:0"><main><h1>A month</h1>{body}</main></body></html>"""
MAIL = "Content-Type: text/html; charset=utf-8\n\n"
KNOWN = "CSS: “position-area”: Property “position-area” doesn't exist."
OTHER = "CSS: “position-areas”: Property “position-areas” doesn't exist."


def test_a_remark_is_passed_over_word_for_word() -> None:
    """One that is near it, or that another validator makes, is a fault."""
    assert (1, [], 1) == _counted("Nu", KNOWN)
    assert (1, [f"en.html: {OTHER}"], 0) == _counted("Nu", OTHER)
    assert (1, [f"en.html: {KNOWN}"], 0) == _counted("caniemail", KNOWN)


def _counted(validator: str, remark: str) -> tuple[int, list[str], int]:
    told = answer(validator, {"en.html": [remark]})
    return told.files, told.faults, told.passed.total()


@pytest.mark.parametrize("name", [name for name in editions.VALIDATORS if name != "audit"])
def test_a_validator_without_a_file_is_a_fault(name: str, tmp_path: Path) -> None:
    """An edition that lost its mails does not pass for one whose mails are clean."""
    if "axe" in name and not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    assert ["it was asked of no file"] == answer(name, editions.VALIDATORS[name](tmp_path)).faults


@pytest.mark.parametrize(
    ("ink", "body", "fault"),
    [
        pytest.param("#000", "<p>Imports rose.</p>", "", marks=pytest.mark.long),
        pytest.param("#ccc", "<p>Imports rose.</p>", "color-contrast", marks=pytest.mark.long),
        ("#000", '<table role="presentation" width="900"><tr><td>Imports</td></tr></table>', "900 px wide"),
    ],
)
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
def test_a_mail_is_looked_at_in_a_mail_program(tmp_path: Path, ink: str, body: str, fault: str) -> None:
    """Pale letters and a table that is wider than the column are seen there, and a plain mail is clean."""
    (tmp_path / "en.eml").write_text(MAIL + PAGE.format(ink=ink, body=body), "utf-8")
    said = editions.VALIDATORS["axe, mail in a viewer"](tmp_path)["en.eml"]
    assert (bool(fault), bool(fault)) == (bool(said), any(fault in remark for remark in said))


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ([], list(editions.EVERY)),
        (
            ["fish/gazette"],
            [f"fish/gazette/{name}" for name in ("pakistan", "pakistan-year", "turkiye", "turkiye-year")],
        ),
        (
            ["starter/ministry/pakistan-minerals"],
            ["starter/ministry/pakistan-minerals", "starter/ministry/pakistan-minerals/r2"],
        ),
    ],
)
def test_a_run_asks_about_what_is_named(names: list[str], meant: list[str]) -> None:
    """A desk or an edition of one; all twenty-six where nothing is named."""
    assert (26, meant) == (len(editions.EVERY), editions.chosen(names))


def test_a_name_that_no_edition_has_ends_the_run() -> None:
    """It does not pass for a run without a fault."""
    with pytest.raises(SystemExit, match="fish/gazett is none of"):
        editions.chosen(["fish/gazett"])
