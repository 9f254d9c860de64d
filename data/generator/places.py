"""Where and what is taught: campuses in eight countries, tracks, and the modules of each track."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Campus:
    """One hackerspace; `origin` names the list its students' names come from."""

    code: str
    name: str
    country: str
    origin: str


@dataclass(frozen=True)
class Track:
    """One programme with the modules its groups are taught, in teaching order."""

    code: str
    name: str
    modules: tuple[str, ...]


CAMPUSES = (
    Campus("ABJ", "Abidjan Plateau", "Côte d'Ivoire", "ivorian"),
    Campus("CAI", "Cairo Maadi", "Egypt", "egyptian"),
    Campus("DUB", "Dublin Docks", "Ireland", "irish"),
    Campus("NBO", "Nairobi Westlands", "Kenya", "kenyan"),
    Campus("CAS", "Casablanca Anfa", "Morocco", "moroccan"),
    Campus("LIS", "Lisbon Baixa", "Portugal", "portuguese"),
    Campus("DKR", "Dakar Almadies", "Senegal", "senegalese"),
    Campus("TUN", "Tunis Lac", "Tunisia", "tunisian"),
    Campus("COC", "Abidjan Cocody", "Côte d'Ivoire", "ivorian"),
    Campus("RBA", "Rabat Agdal", "Morocco", "moroccan"),
    Campus("SOU", "Sousse Corniche", "Tunisia", "tunisian"),
    Campus("COR", "Cork Quays", "Ireland", "irish"),
)

TRACKS = (
    Track("FS", "Full-Stack JavaScript", ("HTML & CSS", "JavaScript", "React", "Node.js")),
    Track("DS", "Data Science", ("Python Basics", "Statistics", "SQL", "Machine Learning")),
    Track("DA", "Data Analysis", ("Spreadsheets", "SQL", "Statistics", "Dashboards")),
    Track("UX", "UI/UX Design", ("Design Thinking", "Wireframes", "HTML & CSS")),
    Track("DM", "Digital Marketing", ("Content", "SEO", "Spreadsheets")),
    Track("CS", "Cyber Security", ("Networks", "Linux", "Python Basics", "Cryptography")),
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
