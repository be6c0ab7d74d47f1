"""What git keeps: nothing of one machine."""

import re
import subprocess
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOTS = re.compile(r"(?<![\w.~/-])/(?:work|farm|root|home/[a-z]+|Users/[a-z]+)/\w")
REGISTRIES = re.compile(r"(?:pypi|pythonhosted|npmjs|deb\.debian)\.(?:org|com)\b")


def tracked() -> list[Path]:
    """Return the files that git keeps, as they stand in the work tree."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := HOUSE / name).is_file()]


def holding(pattern: re.Pattern[str]) -> list[str]:
    """Return the places, as file:line, at which `pattern` is found in a tracked text."""
    return [
        f"{path.relative_to(HOUSE)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    """A clone works wherever it lies."""
    assert [] == holding(ROOTS)


def test_no_tracked_file_names_a_registry() -> None:
    """Packages come from whatever registry a machine is set up for."""
    assert [] == holding(REGISTRIES)
