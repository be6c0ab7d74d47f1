"""`doctor` finds what is wrong with a desk, says the remedy, and what to do next."""

import pytest

from generator.charts.faces import characters_without_a_glyph
from generator.service.doctor import pinned
from tests.desk.conftest import StarterDesk


def test_a_sound_desk_is_well(finished: StarterDesk) -> None:
    """Exit 0, no line to mend; what a build made is for its owner alone."""
    found = finished.run("doctor")
    assert (0, False) == (found.code, "MEND" in found.said), found.said
    assert "restored" not in found.said, "it never came out of a backup"
    assert 0o700 == (finished.folder / "state").stat().st_mode & 0o777


def test_a_strange_file_in_quarantine_is_named(desk: StarterDesk) -> None:
    """With the way back; a list of refused rows alone is no fault."""
    quarantine = desk.folder / "inbox" / "gacc-press" / "quarantine"
    quarantine.mkdir()
    (quarantine / "rows-refused.csv").write_text("file,row,column,reason,text\n")
    assert "MEND" not in desk.run("doctor").said
    for name in ("odd.csv", "odd.csv.reason.txt"):
        (quarantine / name).write_text("it is no table")
    found = desk.run("doctor")
    assert (2, True, True) == (
        found.code,
        "quarantine/odd.csv" in found.said,
        "put it into the inbox again" in found.said,
    )


def test_a_sign_without_a_glyph_is_found() -> None:
    """Chinese is in none of the Latin faces."""
    assert "中" == characters_without_a_glyph("Copper 中, 1–2\u00a0%\n")


@pytest.mark.parametrize("rows", [("1.0", "2.0"), ("2.0", "1.0")], ids=["old first", "new first"])
def test_a_lock_has_a_version_for_each_python(rows: tuple[str, str]) -> None:
    """The lock is one for all: what numpy has for Python 3.11 is an older one than for 3.12 (PEP 508)."""
    when = {"1.0": "python_full_version < '3.11'", "2.0": "python_full_version >= '3.11'"}
    lock = "".join(f"numpy=={one} ; {when[one]} \\\n    --hash=sha256:00\n" for one in rows)
    assert {"numpy": "2.0", "jinja2": "3.1.6"} == pinned(f"{lock}jinja2==3.1.6 \\\n    --hash=sha256:00\n")
