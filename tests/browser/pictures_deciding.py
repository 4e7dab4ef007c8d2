"""Make the pictures of the screens after hand-in, on an invented session, in both themes.

    python -m tests.browser.pictures_deciding

writes ``flags``, ``side_by_side`` and ``adjudication`` into ``notebooks/pictures``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.browser.after_hand_in import ROOT, make_study
from tests.browser.jlab import Lab, chromium, jupyter_server

PICTURES = ROOT / "notebooks" / "pictures"
THEMES = {"": "JupyterLab Light", "_dark": "JupyterLab Dark"}
SESSION = "case-07_session-09"
OPEN = f"""import ipt_fidelity as ipt
from after_hand_in import made_flags, made_highlights, rubric
study = ipt.open_study("s.store.sqlite")
flags = made_flags(study, ({SESSION!r},), 9)
shown = made_highlights(study, flags)
"""
SCREENS = {
    "flags": (
        ".iptf-flags",
        "ipt.review_flags(study, rubric(), flags, rater='reader', highlights=shown)",
        "cdc",
    ),
    "side_by_side": (".iptf-compare", f"ipt.compare_sheets(study, rubric(), {SESSION!r})", "j"),
    "adjudication": (
        ".iptf-compare",
        f"ipt.adjudicate(study, rubric(), {SESSION!r}, rater='AB')",
        "12k",
    ),
}


def main() -> None:
    """Open each screen, decide a little, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, jupyter_server(Path(folder)) as server:
        make_study(server.root / "n" / "s.store.sqlite", (SESSION,), ("reader", "sim-1"))
        with chromium() as browser:
            lab = Lab.open(browser, server, "n/deciding.ipynb", [""])
            page = lab.page
            page.set_viewport_size({"width": 1500, "height": 940})
            lab.command("application:toggle-left-area")
            for name, (root, verb, keys) in SCREENS.items():
                lab.rewrite(0, OPEN + verb)
                lab.run_cell(0)
                page.wait_for_selector(f"{root}[data-ready='1']", timeout=60_000)
                page.locator(f"{root} .list").focus()
                for key in keys:
                    page.keyboard.press(key)
                for ending, theme in THEMES.items():
                    lab.command("apputils:change-theme", {"theme": theme})
                    page.wait_for_timeout(1500)
                    page.locator(root).screenshot(path=PICTURES / f"{name}{ending}.png")
            lab.close()


if __name__ == "__main__":
    main()
