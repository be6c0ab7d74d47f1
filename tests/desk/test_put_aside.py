"""A month that is missed and lies in quarantine: where, beside the way to ask for it."""

from pathlib import Path

import pytest

from generator.errors import FiguresDoubtful, FiguresIncomplete
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from tests.desk.own_desk import HEAD, NOW, briefing, own_desk, row

CODES = ("030311", "030321", "030331", "030341", "030351", "030389")


def month(parties: tuple[str, str, str], text: str, factor: int = 1) -> list[str]:
    """Return a month of six lines."""
    return [row(parties, text, code, 90_000 * factor * number + int(text[5:])) for number, code in enumerate(CODES, 1)]


@pytest.mark.parametrize(
    ("parties", "asked", "said"),
    [
        (("NOR", "DEU", "export"), "2025-02", "2025-02 is incomplete"),
        (("CHN", "DEU", "import"), "2025-02", "2025-01..2025-02 is incomplete"),
    ],
)
def test_a_month_in_quarantine_is_named(tmp_path: Path, parties: tuple[str, str, str], asked: str, said: str) -> None:
    """It is no other frequency, though February is told with January where the Lunar New Year moves."""
    others = [f"2024-{at:02d}" for at in range(1, 13)] + ["2025-01", "2025-03"]
    rows = [line for text in others for line in month(parties, text)]
    desk = own_desk(tmp_path / "desk", rows, {"fish": briefing(parties, CODES)}, covers="all")
    wrong = tmp_path / "february.csv"
    wrong.write_text("\n".join([HEAD, *month(parties, "2025-02", 1000)]), "utf-8")
    with desk.store:
        with pytest.raises(FiguresDoubtful) as aside:
            ingest(desk.desk, desk.store, wrong, "office", NOW)
        with pytest.raises(FiguresIncomplete) as fault:
            figures_for(desk.desk, desk.store, "fish", asked)
        assert str(fault.value).startswith(said)
        assert f"; a file that has 2025-02 was set aside: {aside.value.place} (why: " in str(fault.value)
