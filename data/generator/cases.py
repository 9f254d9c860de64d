"""Planted people: one student per churn case, and those who are hard to tell apart.

Days are counted from the as-of day (negative = before it); the grace is 30 days.
"""

from dataclasses import dataclass

GRACE = 30
FOREVER = "9999-12-31"


@dataclass(frozen=True)
class Term:
    """One planned subscription; a day is an offset from the as-of day, text is written as it is.

    `word` is what the export itself says of it, `left` the day of leaving or cancelling.
    """

    start: int | str
    end: int | str
    progress: str
    has_diploma: str = "FALSE"
    diploma: int | str = ""
    other_track: bool = False
    other_country: bool = False
    word: str = ""
    left: int | str = ""


@dataclass(frozen=True)
class Special:
    """A planted student: what is special, and what replaces the ordinary.

    `name` empty means an ordinary name, `terms` empty ordinary subscriptions; `attends` is
    `group` (as everyone), `never`, or the number of sessions sat through alone; `linked` is what
    ties the subscriptions to the student: the `id`, the `email`, or the `name` alone;
    `subscribes_as` is another spelling of the name there, `email` an address that others share.
    """

    case: str
    terms: tuple[Term, ...] = ()
    name: str = ""
    attends: str | int = "group"
    linked: str = "id"
    subscribes: bool = True
    subscribes_as: str = ""
    email: str = ""

    @property
    def leaves(self) -> int | None:
        """The day on which the student left, as the first subscription says."""
        return next((term.left for term in self.terms if isinstance(term.left, int)), None)


def _case(case: str, *terms: Term, attends: str | int = "group") -> Special:
    return Special(case, terms, attends=attends)


CHURN_CASES = (
    _case("re-enrolled within grace", Term(-200, -110, "45.20%"), Term(-100, -20, "61.00%")),
    _case("re-enrolled at grace", Term(-200, -110, "45.20%"), Term(-110 + GRACE, 10, "70.10%")),
    _case("re-enrolled above grace", Term(-200, -110, "45.20%"), Term(-109 + GRACE, 11, "70.10%")),
    _case(
        "parallel, one ended", Term(-300, -60, "40.00%"), Term(-280, 60, "52.50%", other_track=True)
    ),
    _case("overlapping on one track", Term(-170, -50, "33.00%"), Term(-160, -50, "35.00%")),
    _case("upgrade", Term(-150, -80, "55.00%"), Term(-80, 30, "30.00%", other_track=True)),
    _case("back to back", Term(-182, -92, "48.75%"), Term(-91, 20, "66.00%")),
    _case("start = end, attended", Term(-120, -120, "0.00%")),
    _case("start = end, never attended", Term(-120, -120, "0.00%"), attends="never"),
    _case("ended the day before", Term(-91, -1, "51.00%")),
    _case("ends on the as-of day", Term(-91, 0, "51.00%")),
    _case("ends the day after", Term(-91, 1, "51.00%")),
    _case("last day of grace", Term(-121, -GRACE, "51.00%")),
    _case("first day after grace", Term(-122, -GRACE - 1, "51.00%")),
    _case("open end", Term(-200, "", "64.00%")),
    _case("ends in year 9999", Term(-200, FOREVER, "64.00%")),
    _case("ends in year 2099", Term(-200, "2099-12-31", "64.00%")),
    _case("no start", Term("", -40, "20.00%")),
    _case("end before start", Term(-60, -90, "20.00%")),
    _case("starts in the future", Term(12, 103, "")),
    _case("diploma the day after the end", Term(-182, -92, "88.00%", "TRUE", -91)),
    _case("diploma three months after the end", Term(-282, -192, "86.00%", "TRUE", -100)),
    _case("diploma before the start", Term(-182, -92, "75.00%", "TRUE", -200)),
    _case("diploma in the future", Term(-182, -60, "71.00%", "TRUE", 40)),
    _case("diploma without a date", Term(-182, -60, "72.00%", "TRUE", "")),
    _case("diploma date without a diploma", Term(-182, -60, "73.00%", "FALSE", -58)),
    _case("100 % without diploma", Term(-182, -92, "100.00%")),
    _case("progress above 100 %", Term(-182, -92, "104.50%", "TRUE", -90)),
    _case("progress below 0 %", Term(-182, -92, "-3.00%")),
    _case("progress as a fraction", Term(-182, -92, "0.95")),
    _case("progress at the threshold", Term(-182, -92, "90.00%")),
    _case("progress just below it", Term(-182, -92, "89.99%")),
    _case("progress missing", Term(-182, -92, "", "FALSE")),
    _case("diploma missing", Term(-182, -92, "40.00%", "")),
    _case("progress and diploma missing", Term(-182, -92, "", "")),
    _case("never started", Term(-182, -92, "0.00%")),
    _case("dropped early", Term(-182, -92, "49.99%")),
    _case("stopped before the diploma", Term(-182, -92, "50.00%")),
    _case("in two countries", Term(-300, -200, "91.00%"), Term(-190, 30, "5%", other_country=True)),
    _case("booked again", Term(-120, -20, "60.00%"), Term(15, 106, "")),
    _case("lost and won back", Term(-330, -240, "40.00%"), Term(-130, 20, "25.00%")),
    _case("open end, then another", Term(-200, "", "45.00%"), Term(-60, 40, "20.00%")),
    _case("open end, never seen", Term(-200, "", "30.00%"), attends="never"),
    _case("end that no calendar has", Term(-182, "2026-02-31", "40.00%")),
    _case("start that fills a place", Term("1900-01-01", -40, "20.00%")),
    _case("diploma date that fills a place", Term(-182, -92, "40.00%", "FALSE", "1970-01-01")),
    _case("progress unreadable", Term(-182, -92, "half")),
    _case("paused", Term(-150, 60, "35.00%", word="On hold")),
    _case("left, in grace", Term(-150, 60, "35.00%", word="Left", left=-12)),
    _case("left, after the grace", Term(-180, 40, "30.00%", word="Dropped out", left=-70)),
    _case("left, no day given: today", Term(-180, 40, "30.00%", word="Withdrawn")),
    _case("cancelled before the start", Term(10, 101, "", word="Cancelled", left=-5)),
    _case("cancelled for a day to come", Term(-60, 90, "20.00%", word="Cancelled", left=30)),
    _case("no show", Term(-80, 20, "0.00%", word="No show"), attends="never"),
    _case("refunded at once", Term(-80, 20, "2.00%", word="Refunded", left=-70)),
    _case("refunded later", Term(-120, 20, "15.00%", word="Refunded", left=-60)),
    _case("completed by the export's word", Term(-182, -92, "", "", word="Graduated")),
    _case("a word of the school's own", Term(-91, 30, "40.00%", word="VIP")),
    _case("runs, but left", Term(-91, 30, "40.00%", word="Active", left=-20)),
)

TWINS = ("Mariam Haddad", "Simon Costa", "Grace Keita")
SIBLINGS = ("Nadia Belkacem", "Yanis Belkacem")
FAMILY = "family.belkacem@example.org"

PEOPLE = (
    Special("Alice", name="Alice"),
    Special("Arabic script", name="نور الهدى بن سالم"),
    Special("Arabic script", name="يوسف المنصوري"),
    Special("Arabic script", name="سلمى الإدريسي"),
    *(Special("two students, one name", name=name, linked="name") for name in TWINS),
    Special("one student, two ids", name="Lamine Ka-Faye"),
    Special("sits alone", attends=1),
    Special("sits alone", attends=1),
    Special("sits alone", attends=2),
    *(Special("two students, one name", name=name, linked="name") for name in TWINS),
    Special("one student, two ids", name="Lamine Ka-Faye"),
    Special("no subscription", subscribes=False),
    *(Special("shared e-mail", name=name, linked="email", email=FAMILY) for name in SIBLINGS),
    Special(
        "name in another order", name="Ines Camara", linked="name", subscribes_as="CAMARA Ines"
    ),
    Special("one letter off", name="Farah Mansouri", linked="name", subscribes_as="Farah Mansoury"),
)

SPECIALS = CHURN_CASES + PEOPLE
SOLO_SESSIONS = sum(one.attends for one in SPECIALS if isinstance(one.attends, int))
