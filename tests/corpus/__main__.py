"""Writes every variant into a folder of its own, to be tried by hand: `python -m tests.corpus`."""

import sys
from pathlib import Path

from tests.corpus.files import write
from tests.corpus.variants import variants

if __name__ == "__main__":
    for variant in variants():
        write(variant.style, Path(sys.argv[1]) / variant.name.replace(":", ""))
