"""Text from exports is data: written so that no medium takes a part of it for a command.

HTML and JSON are escaped where they are made, by `dashboard.preview.page`.
"""

import re

# Control characters but the tab and the line's end, what else ends a line, and what turns the
# direction of the text around it.
COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# Of these, what reverses letters and digits of the text beside it; pages isolate by the others.
REVERSING = re.compile(r"[\u202a-\u202e]")


def for_terminal(text: str) -> str:
    r"""The text with what would steer a terminal, or the lines of a log, written as `\x1b`."""
    return COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)


def for_page(text: str) -> str:
    """The text without what would reverse the words and figures behind it on a page."""
    return REVERSING.sub("", text)
