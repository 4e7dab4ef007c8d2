"""Bring what pip cannot: a Chromium for the tests of the screen.

An installed Chrome or Chromium is used; else Debian's is installed with ``apt-get``, where that
is there and we may use it. What cannot be had is named, with the mend, and the command fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
MEND = (
    "The tests of the screen need Chrome or Chromium, and none was found. Install one "
    "(Debian, Ubuntu: sudo apt-get install chromium), or set CHROMIUM to its path, and try again."
)


def find_chromium() -> str | None:
    """Return the path of an installed Chrome or Chromium that starts, or None."""
    told = os.environ.get("CHROMIUM")
    candidates = [told] if told else [*map(shutil.which, NAMES), *PLACES]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    if not os.access(path, os.X_OK):
        return False
    try:
        told = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def install_chromium() -> None:
    """Install Debian's Chromium with apt-get; on failure the caller tells the mend."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and shutil.which("sudo") is None:
        return
    print("Installing Chromium for the tests of the screen (apt-get) ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-dejavu-core"]
    for command in (
        [*root, apt, "update", "-q"],
        [*root, apt, "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stderr[-2000:], file=sys.stderr)


def main() -> int:
    """Find or install what the tests need; 0 when all is there."""
    if find_chromium() is None:
        install_chromium()
    found = find_chromium()
    if found is None:
        print(MEND, file=sys.stderr)
        return 1
    print(f"Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
