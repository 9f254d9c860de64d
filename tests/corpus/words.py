"""What the school's exports say in each language: headers, names, words and file names."""

from tests.corpus.school import ABSENT, EXCUSED, LATE, PRESENT

FILES = {
    "en": {
        **{"students": "students", "sessions": "sessions", "attendance": "attendance"},
        "subscriptions": "subscriptions",
    },
    "fr": {
        **{"students": "étudiants", "sessions": "séances", "attendance": "présences"},
        "subscriptions": "Abonnements",
    },
    "ar": {
        **{"students": "الطلاب", "sessions": "الجلسات", "attendance": "الحضور"},
        "subscriptions": "الاشتراكات",
    },
}
# The first of each row is the name in tests/corpus/tables.py.
HEADERS = {
    "en": {},  # as declared
    "spoken": {  # English as people write it
        **{"student_id": "Student ID", "name": "Full Name", "email": "E-mail", "date": "Date"},
        **{"first_name": "Given name", "StudentFirstName": "First name"},
        **{"session_id": "Session ID", "duration": "Duration (min)", "module": "Module"},
        **{"group": "Group", "campus": "Campus", "status": "Status", "SessionName": "Intake"},
        **{"TrackName": "Track", "Hackerspace": "Campus", "Country": "Country"},
        **{"GroupName": "Cohort", "ProductSchedule": "Schedule", "Student": "Student name"},
        **{"SubscriptionStartDate": "Start Date", "SubscriptionEndDate": "End Date"},
        **{"SubscriptionProgress": "Progress", "SubscriptionHasDiploma": "Has diploma"},
        **{"DiplomaDate": "Graduation date", "StudentBirthDate": "Date of birth"},
        **{"StudentId": "Student No", "StudentEmail": "Email address"},
    },
    "fr": {
        **{"student_id": "Matricule", "name": "Nom", "email": "Courriel", "date": "Date"},
        **{"first_name": "Prénom", "StudentFirstName": "Prénoms"},
        **{"session_id": "N° séance", "duration": "Durée (min)", "module": "Matière"},
        **{"group": "Groupe", "campus": "Site", "status": "Statut", "SessionName": "Rentrée"},
        **{"TrackName": "Parcours", "Hackerspace": "Site", "Country": "Pays"},
        **{"GroupName": "Groupe", "ProductSchedule": "Horaire", "Student": "Nom complet"},
        **{"SubscriptionStartDate": "Début", "SubscriptionEndDate": "Fin"},
        **{"SubscriptionProgress": "Progression", "SubscriptionHasDiploma": "Diplômé"},
        **{"DiplomaDate": "Date du diplôme", "StudentBirthDate": "Date de naissance"},
        **{"StudentId": "Matricule", "StudentEmail": "Adresse e-mail"},
    },
    "ar": {
        **{"student_id": "رقم الطالب", "name": "الاسم", "email": "البريد الإلكتروني"},
        **{"session_id": "رقم الجلسة", "duration": "المدة", "module": "المادة"},
        **{"date": "التاريخ", "group": "المجموعة", "campus": "الفرع", "status": "الحالة"},
        **{"SessionName": "الدورة", "TrackName": "المسار", "Hackerspace": "الفرع"},
        **{"Country": "البلد", "GroupName": "المجموعة", "ProductSchedule": "الجدول"},
        **{"Student": "اسم الطالب", "SubscriptionStartDate": "تاريخ البداية"},
        **{"SubscriptionEndDate": "تاريخ النهاية", "SubscriptionProgress": "نسبة الإنجاز"},
        **{"SubscriptionHasDiploma": "حاصل على الشهادة", "DiplomaDate": "تاريخ الشهادة"},
        **{"StudentBirthDate": "تاريخ الميلاد", "StudentId": "رقم الطالب"},
        **{"StudentEmail": "البريد الإلكتروني"},
    },
}
STATUSES = {
    "en": {PRESENT: "Present", LATE: "Late", ABSENT: "Absent", EXCUSED: "Excused"},
    "fr": {PRESENT: "Présent", LATE: "Retard", ABSENT: "Absent", EXCUSED: "Excusé"},
    "ar": {PRESENT: "حاضر", LATE: "متأخر", ABSENT: "غائب", EXCUSED: "بعذر"},
    "letters": {PRESENT: "P", LATE: "L", ABSENT: "A", EXCUSED: "E"},
}
YES_NO = {"en": ("TRUE", "FALSE"), "fr": ("Oui", "Non"), "ar": ("نعم", "لا")}
FIRST = {
    "en": ("Ada", "Omar", "Leila", "Noah", "Mona", "Karim", "Zoe", "Sami", "Iris", "Hadi"),
    "fr": (
        "Aïcha",
        "Jérôme",
        "Hélène",
        "Noël",
        "Zoé",
        "Rémi",
        "Inès",
        "François",
        "Maëlle",
        "Théo",
    ),
    "ar": ("سلمى", "عمر", "ليلى", "نوح", "منى", "كريم", "زينب", "سامي", "هدى", "هادي"),
}
LAST = {
    "en": ("Haddad", "Mansour", "Trabelsi", "Nasser"),
    "fr": ("Lefèvre", "Béjaoui", "Gauthier-Mâcon", "d’Aubigné"),
    "ar": ("حداد", "منصور", "الطرابلسي", "ناصر"),
}
TITLES = {
    "en": ("Lakeside School", "Export of 30 June 2026"),
    "fr": ("École du Lac", "Export du 30 juin 2026"),
    "ar": ("مدرسة البحيرة", "تصدير 30 يونيو 2026"),
}
TOTALS = {"en": "Total", "fr": "Total général", "ar": "المجموع"}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


def full_name(number: int, language: str) -> str:
    """Return the name of a student, which nobody else has."""
    return " ".join(names(number, language))


def names(number: int, language: str) -> tuple[str, str]:
    """Return the first name and the last one."""
    first, last = FIRST[language], LAST[language]
    return first[number % len(first)], last[number // len(first)]
