"""What draws is loaded before it is asked for: the first chart loads nothing any more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.page import Look

HOUSE = Path(__file__).parents[2]

FIRST = """
import sys
from pathlib import Path
from generator.charts import canvas, draw_chart
from generator.charts.measure import Ruler
from generator.page.workshop import load_painting, load_writing
from tests.page.sample import chart
load_writing()
load_painting()
loaded = set(sys.modules)
draw_chart(chart(), canvas.MAIL, Ruler(Path(sys.argv[1])))
print(*sorted(name for name in set(sys.modules) - loaded if not name.startswith('fontTools.')))
"""


def test_the_first_chart_finds_every_form_loaded(look: Look) -> None:
    """What a form needs is imported while the figures are read; but for the tables of a face, which come with it."""
    command = [sys.executable, "-c", FIRST, str(look.faces)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert ("", "") == (done.stderr, done.stdout.strip())
