"""Make the pictures of the README: the coding desk on an invented session, in both themes.

    python -m tests.browser.pictures

writes ``notebooks/pictures/desk.png`` and ``desk_dark.png``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.browser import desk
from tests.browser.jlab import Lab, chromium, jupyter_server
from tests.browser.test_notebook_one import KEYS, ROOT, code_cells, study_beside

PICTURES = ROOT / "notebooks" / "pictures"
THEMES = {"desk": "JupyterLab Light", "desk_dark": "JupyterLab Dark"}


def main() -> None:
    """Rate ten segments and the first items, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    imports, rate = code_cells("1_rate_a_session.ipynb")[:2]
    with tempfile.TemporaryDirectory() as folder, jupyter_server(Path(folder)) as server:
        study_beside(server.root / "study")
        with chromium() as browser:
            lab = Lab.open(browser, server, "study/rate.ipynb", [f"{imports}\n\n{rate}"])
            page = lab.page
            page.set_viewport_size({"width": 1500, "height": 940})
            lab.command("application:toggle-left-area")
            desk.show(lab)
            for keys in KEYS:
                desk.press(page, *keys, "Enter")
            desk.press(page, "k", "k", "k", "k")
            desk.wait_saved(page)
            for name, theme in THEMES.items():
                lab.command("apputils:change-theme", {"theme": theme})
                page.wait_for_timeout(1500)
                page.locator(".iptf-desk").screenshot(path=PICTURES / f"{name}.png")
            lab.close()


if __name__ == "__main__":
    main()
