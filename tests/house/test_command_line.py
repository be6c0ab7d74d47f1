"""The command line before any work is done."""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
HEAVY = {"altair", "duckdb", "lxml", "numpy", "pandas", "pikepdf", "pyarrow", "pydantic", "vl_convert", "weasyprint"}
ASK_FOR_HELP = """
import sys
from generator.cli import main
sys.argv = ["tradebrief", "--help"]
try:
    main()
finally:
    print("modules:", *sys.modules)
"""


def test_help_imports_nothing_heavy() -> None:
    """Help answers at once: packages that take a second to import are loaded by the verbs that need them."""
    command = [sys.executable, "-c", ASK_FOR_HELP]
    shown = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout
    assert "build" in shown
    assert set() == HEAVY & set(shown.rpartition("modules:")[2].split())
