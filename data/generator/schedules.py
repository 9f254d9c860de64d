"""ProductSchedule, the dirtiest column: a slot such as `W1`, and the ways in which people write it.

Families of slots: W weekend, N night, P part-time, F full-time, K kids; the digit is the slot
in the week, a run of digits (`W23`) several slots.
"""

from data.generator.draws import Draws, Weighted

SLOTS = tuple(f"{family}{digit}" for family in "WNPFK" for digit in "1234")

# {s} the slot, {l} in lower case, {f} its letter, {d} its digit, {n} the next digit.
SPELLINGS = Weighted(
    ("{s}", 58),
    ("{l}", 6),
    (" {s}", 2),
    ("{s} ", 3),
    ("{f} {d}", 2),
    ("{s}{n}", 5),
    ("{s}.", 3),
    ('"{s}"', 1),
    ("'{s}'", 0.5),
    ("{s} (expR)", 2),
    ("{l} (ExpR).", 0.5),
    ("MORNING", 2),
    ("Morning", 1),
    ("Afternoon +", 2),
    ("Night exp", 2),
    ("Full Day", 2),
    ("full  day", 0.5),
    ("", 5),
    ("null", 2),
)

# A customer or a place where a slot should be: nothing to be understood here.
NOT_A_SLOT = ("Acme Bank", "Town Hall", "Delta Telecom", "Annex B, 2nd floor", "Blue Harbour Ltd")
NOT_A_SLOT_SHARE = 0.004


def written_schedule(draws: Draws, slot: str) -> str:
    """Return the slot as someone typed it."""
    if draws.chance(NOT_A_SLOT_SHARE):
        return draws.pick(NOT_A_SLOT)
    family, digit = slot[0], int(slot[1])
    return draws.weigh(SPELLINGS).format(s=slot, l=slot.lower(), f=family, d=digit, n=digit + 1)
