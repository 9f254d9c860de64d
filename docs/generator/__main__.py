"""Writes what the docs show of the code: the marts, the report, and images/flow.svg."""

import argparse

from common.commands.cli import run
from docs.generator.pages import generated_pages, report_files


def main() -> None:
    """Write every page whose generated part is out of date, and name it."""
    argparse.ArgumentParser(prog="python -m docs.generator", description=__doc__).parse_args()
    # The report's first: dbt reads the exposures among them.
    for files in (report_files, generated_pages):
        for path, text in files().items():
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")
                print(f"wrote {path}")


if __name__ == "__main__":
    run(main)
