"""Spells a subscription as the operational system exports it: first plainly, then with its dirt."""

from dataclasses import dataclass
from datetime import date

from data.generator.cases import Special
from data.generator.dirt import decompose, missing, odd_text
from data.generator.draws import Draws, Weighted
from data.generator.places import CAMPUSES, MONTHS, TRACKS
from data.generator.schedules import written_schedule
from data.generator.school import Member, School
from data.generator.terms import Subscription

HEADER = [
    "SessionName",
    "TrackName",
    "Hackerspace",
    "Country",
    "GroupName",
    "ProductSchedule",
    "Student",
    "StudentGender",
    "InstructorFullName",
    "InstructorEmail",
    "SubscriptionStartDate",
    "SubscriptionEndDate",
    "SubscriptionProgress",
    "SubscriptionHasDiploma",
    "DiplomaDate",
    "instructor_diploma",
    "StudentBirthDate",
    "professionalExperience",
    "Industry",
    "StudentId",
    "StudentEmail",
    "SubscriptionStatus",
    "CancelledDate",
]

LINKS = Weighted(("name", 60), ("id", 20), ("email", 15), ("both", 5))
INDUSTRIES = ("Banking", "Health", "Retail", "Telecom", "Public sector", "Agriculture", "")
EXPERIENCE = ("0", "1", "2", "3", "5", "8", "12", "")
EXPERIENCE_SPELLINGS = Weighted(("{}", 75), ("{} years", 20), ("{}+", 5))
PROGRESS_SPELLINGS = Weighted(("{}%", 97), ("{} %", 2), ("{}", 1))
TRUTH = {
    "TRUE": Weighted(("TRUE", 96), ("True", 2), ("yes", 1), ("true", 1)),
    "FALSE": Weighted(("FALSE", 96), ("False", 2), ("no", 1), ("false", 1)),
}
DECADE_BIRTH_SHARE = 0.006
UNKNOWN_SHARE = 0.02  # of progress values, and of diploma flags
MONTH_FIRST_SHARE = 0.45
ODD_SHARE = 0.35
SHOUTED = CAMPUSES[7]  # the campus that is written in several letter cases


@dataclass(frozen=True)
class Profile:
    """What stays the same in all of one subscriber's rows."""

    gender: str
    born: str
    experience: str
    industry: str
    link: str
    special: Special | None


def draw_profile(draws: Draws, member: Member, school: School) -> Profile:
    """Draw what the export tells of a person beside the subscription."""
    age = draws.between(17, 45)
    born = school.as_of - age * 365 - draws.between(0, 364)
    link = draws.weigh(LINKS)
    if school.dirty and draws.chance(DECADE_BIRTH_SHARE):
        born = school.as_of - draws.between(0, 5 * 365)
    if member.special:
        link = member.special.linked
    return Profile(
        gender=draws.pick(("Female", "Male")),
        born=date.fromordinal(born).isoformat(),
        experience=draws.pick(EXPERIENCE),
        industry=draws.pick(INDUSTRIES),
        link=link if school.dirty else "both",
        special=member.special,
    )


def plain_cells(member: Member, profile: Profile, term: Subscription) -> dict[str, str]:
    """Return the cells of one subscription as a careful clerk would write them, by column."""
    group, person = member.group, member.person
    campus, track = group.campus, group.track
    if term.other_country:
        campus = CAMPUSES[(CAMPUSES.index(campus) + 1) % 8]
    if term.other_track:
        track = TRACKS[(TRACKS.index(track) + 1) % len(TRACKS)]
    values = (
        MONTHS[term.intake_month - 1],
        track.name,
        campus.name,
        campus.country,
        group.code,
        group.slot,
        (profile.special and profile.special.subscribes_as) or person.name,
        profile.gender,
        group.teacher.name,
        group.teacher.emails[0],
        term.start,
        term.end,
        term.progress,
        term.has_diploma,
        term.diploma,
        group.teacher.degree,
        profile.born,
        profile.experience,
        profile.industry,
        person.student_id if profile.link in ("id", "both") else "",
        person.email if profile.link in ("email", "both") else "",
        term.word,
        term.left,
    )
    return dict(zip(HEADER, values, strict=True))


def spell(
    draws: Draws, cells: dict[str, str], profile: Profile, emails: tuple[str, ...]
) -> list[str]:
    """Return the cells in their order, with the odd spellings of a real export."""
    spelled = dict(cells)
    for column in ("SessionName", "Student", "InstructorFullName", "TrackName"):
        if draws.chance(ODD_SHARE):
            spelled[column] = odd_text(draws, cells[column])
    spelled["Student"] = decompose(draws, spelled["Student"])
    if draws.chance(0.15):
        spelled["TrackName"] += "*" if draws.chance(0.5) else " *"
    if cells["Hackerspace"] == SHOUTED.name:
        spelled["Hackerspace"] = draws.pick(
            (SHOUTED.name, SHOUTED.name.upper(), SHOUTED.name.lower())
        )
    elif draws.chance(0.02):
        spelled["Hackerspace"] += " "
    if draws.chance(0.01):
        spelled["Country"] = cells["Country"].replace("'", "\u2019").upper()
    spelled["ProductSchedule"] = written_schedule(draws, cells["ProductSchedule"])
    spelled["InstructorEmail"] = draws.pick(emails)
    if draws.chance(0.1):
        spelled["StudentEmail"] = cells["StudentEmail"].upper()
    if draws.chance(0.2):
        spelled["StudentGender"] = draws.pick(
            (cells["StudentGender"][0], cells["StudentGender"].lower())
        )
    if cells["professionalExperience"]:
        spelled["professionalExperience"] = draws.weigh(EXPERIENCE_SPELLINGS).format(
            cells["professionalExperience"]
        )
    if cells["SubscriptionStatus"] and draws.chance(0.1):
        spelled["SubscriptionStatus"] = cells["SubscriptionStatus"].upper()
    if cells["DiplomaDate"] and draws.chance(MONTH_FIRST_SHARE):
        day = date.fromisoformat(cells["DiplomaDate"])
        spelled["DiplomaDate"] = f"{day.month}/{day.day}/{day.year}"
    if not (profile.special and profile.special.terms):
        _blur_outcome(draws, spelled)
    return [value or missing(draws) for value in spelled.values()]


def _blur_outcome(draws: Draws, cells: dict[str, str]) -> None:
    """Spell progress and diploma in the ways people use, or lose them."""
    number = cells["SubscriptionProgress"].removesuffix("%")
    cells["SubscriptionProgress"] = draws.weigh(PROGRESS_SPELLINGS).format(number)
    cells["SubscriptionHasDiploma"] = draws.weigh(TRUTH[cells["SubscriptionHasDiploma"]])
    for column in ("SubscriptionProgress", "SubscriptionHasDiploma"):
        if draws.chance(UNKNOWN_SHARE):
            cells[column] = ""
    if draws.chance(UNKNOWN_SHARE):
        cells["StudentGender"] = ""
