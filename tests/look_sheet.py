"""The pictures of docs/look.md: one edition in each house style, and in colours of a publisher's own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.sheet import CHROMIUM, HEIGHT, abreast, paper

HOUSE = Path(__file__).parents[1]
PHONE = 390
SEAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="#7A1F3D"/>'
    '<path fill="#FFFFFF" d="M12 5l6 10H6zM6 17h12v2H6z"/></svg>'
)
OWN = 'colours: {mark: "#7A1F3D", down: "#3C9A5F"}\nstyle: ministry'
DRESSES = {"ministry": "style: ministry", "gazette": "style: gazette", "own": OWN}


def dressed(dress: str, folder: Path) -> Path:
    """Return the folder of the starter edition, made in that dress on a new desk in `folder`."""
    _run("init", str(folder))
    (folder / "styles").mkdir()
    (folder / "styles" / "seal.svg").write_text(SEAL, encoding="utf-8")
    settings = folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8").replace("style: ministry", DRESSES[dress])
    if dress == "own":
        text = text.replace("publisher:\n", "publisher:\n  logo: seal.svg\n")
    settings.write_text(text, encoding="utf-8")
    _run("build", "--desk", str(folder))
    return folder / "output" / "pakistan-minerals" / "2025" / "r1"


def phone(edition: Path, scheme: str) -> Image.Image:
    """Return the top of the page on a phone, on light or dark paper."""
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": PHONE, "height": HEIGHT}, color_scheme=scheme)  # type: ignore[arg-type]
        tab.set_content((edition / "en.html").read_text(encoding="utf-8"))
        tab.screenshot(path=Path(folder, "shot.png"))
        browser.close()
        return Image.open(Path(folder, "shot.png")).copy()


def look_pictures(out: Path) -> None:
    """Draw `look-styles.png` and `look-own.png` into the folder `out`."""
    with tempfile.TemporaryDirectory() as folder:
        made = {dress: dressed(dress, Path(folder, dress)) for dress in DRESSES}
        styles = [paper(made[dress] / "en.pdf") for dress in ("ministry", "gazette")]
        own = [paper(made["own"] / "en.pdf"), *(phone(made["own"], scheme) for scheme in ("light", "dark"))]
    for name, shown in (("styles", styles), ("own", own)):
        # the median cut would drop what has few pixels, as the orange of the device
        packed = abreast(shown).quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        packed.save(out / f"look-{name}.png", optimize=True)


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "generator.cli", *arguments]
    subprocess.run(command, cwd=HOUSE, env={**os.environ, "PYTHONPATH": str(HOUSE)}, check=True, capture_output=True)


if __name__ == "__main__":
    look_pictures(Path(sys.argv[1]))
