"""Writes the parts of the docs that repeat what the dbt project declares."""

import argparse

from docs.generator.pages import generated_pages
from services.cli import run


def main() -> None:
    """Write every page whose generated part is out of date, and name it."""
    argparse.ArgumentParser(prog="python -m docs.generator", description=__doc__).parse_args()
    for path, text in generated_pages().items():
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path}")


if __name__ == "__main__":
    run(main)
