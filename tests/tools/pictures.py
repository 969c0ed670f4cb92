"""Make the README's pictures of the window anew, without a display: tests/tools/pictures.py"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources/pictures"
PICTURES = {
    "upset-light-id.png": ("id", "--scene", "upset", "--theme", "light"),
    "upset-dark-en.png": ("en", "--scene", "upset", "--theme", "dark"),
    "offer-light-id.png": ("id", "--scene", "offer", "--theme", "light"),
    "search-light-id.png": ("id", "--scene", "search", "--theme", "light"),
    "studio-light-id.png": ("id", "--scene", "studio", "--theme", "light"),
    "reader-light-en.png": ("en", "--scene", "reader", "--theme", "light", "--width", "1200"),
}


def main() -> None:
    """Save every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, (language, *arguments) in PICTURES.items():
        command = [sys.executable, "-m", "kbassist", "--language", language, "demo", *arguments]
        subprocess.run([*command, "--screenshot", str(FOLDER / name)], check=True)


if __name__ == "__main__":
    main()
