"""The parts of a page that a command writes, between two comments; the rest is written by hand."""

from common.errors import UserError


def replace_marked(page: str, begin: str, end: str, part: str) -> str:
    """The page with `part` on the lines between its marks; UserError where a mark is missing."""
    before, found_begin, rest = page.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise UserError(f"the page has lost its marks `{begin}` and `{end}`: put them back")
    return f"{before}{begin}\n{part}\n{end}{after}"
