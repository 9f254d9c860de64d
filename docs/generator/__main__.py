"""Writes what the docs show of the code: the marts' diagram and columns, and images/flow.png."""

import argparse

from docs.generator.flow import draw
from docs.generator.pages import generated_pages
from services.cli import run


def main() -> None:
    """Write every page whose generated part is out of date, and name it; draw the picture."""
    argparse.ArgumentParser(prog="python -m docs.generator", description=__doc__).parse_args()
    for path, text in generated_pages().items():
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path}")
    draw()


if __name__ == "__main__":
    run(main)
