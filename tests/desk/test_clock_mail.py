"""The clock and a mail server that dies: nobody is mailed twice, and it goes on where it stopped by itself."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.delivery.scripted_server import HOST, serving
from tests.desk.clock_desk import BRIEFING, SETTINGS, START, ClockDesk, made
from tests.desk.mailed import enlist

SMTP = "transport: smtp, smtp: {{host: {host}, port: {port}, allow_insecure: true, connections: 1}}"
PAST = ("2025-01", "2025-02", "2025-12", "2026-01")
MANY = [f"r{number}" for number in range(8)]
ALL = Counter({f"{name}@example.org": 1 for name in ("ann", "bob", *MANY)})


def by_smtp(desk: ClockDesk, port: int) -> None:
    """Let the desk send by the server on that port."""
    settings = SETTINGS.replace("transport: folder", SMTP.format(host=HOST, port=port))
    (desk.desk.folder / "desk.yaml").write_text(settings.replace("notify: [ops@example.org]\n", ""), "utf-8")


def test_a_sending_that_stops_in_the_middle_goes_on_by_the_clock_itself(tmp_path: Path) -> None:
    """The server takes half of the letters, and is dead for hours; then the rest have theirs, and nobody has two."""
    desk = made(tmp_path / "desk", START + timedelta(hours=2), briefing=BRIEFING.replace("html, ", ""))
    enlist(desk.desk, dict.fromkeys(MANY, "en"))
    desk.publish(*PAST, "2026-02")
    dying = {f"{name}@example.org": ["451 4.3.2 not now"] * 9 for name in MANY[3:]}
    with serving(dying) as (first, port):
        by_smtp(desk, port)
        said = desk.tick()
    assert 0 < first.got.total() < len(ALL), said
    assert "2026-02 r1 sending: 5 queued, 5 sent" in said, said
    for _ in range(3):
        desk.clock.on(hours=1)
        desk.tick()  # nobody listens
    assert "send" == desk.rows()["2026-02"].step
    with serving() as (second, port):
        by_smtp(desk, port)
        for _ in range(4):
            desk.clock.on(hours=4)
            desk.tick()
    assert ALL == first.got + second.got
    assert "2026-02 r1 published: 10 sent" in [f"{one.period} {one.said}" for one in desk.diary]
