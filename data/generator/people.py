"""Invented people: names from small lists per country, each combination used once, and e-mails."""

import unicodedata
from dataclasses import dataclass
from math import gcd

GIVEN = {
    "ivorian": "Aya Koffi Adjoua Kouamé Affoué Yao Akissi Kouadio Amenan N'Dri Aïcha Moussa "
    "Mariam Sékou Fanta Désiré Clémence Séraphin Marie-Ange Jean-Noël",
    "egyptian": "Nour Karim Salma Youssef Mariam Omar Habiba Mostafa Farida Tarek Dina Hany "
    "Rania Sherif Laila Amr Yasmin Khaled Mona Ziad",
    "irish": "Aoife Seán Niamh Ciarán Róisín Oisín Sinéad Pádraig Gráinne Eoin Clodagh Declan "
    "Maeve Fionn Orla Cormac Síle Ronan Una Brendan",
    "kenyan": "Wanjiru Otieno Achieng Kamau Njeri Kiprop Wambui Mwangi Akinyi Kibet Nyambura "
    "Odhiambo Chebet Mutua Atieno Karanja Moraa Barasa Zawadi Baraka",
    "moroccan": "Zineb Mehdi Hajar Ayoub Imane Hamza Khadija Anas Soukaïna Reda Ghita Othmane "
    "Chaïma Ilyas Fadwa Badr Loubna Marouane Naïma Taha",
    "portuguese": "Inês João Beatriz Tomás Leonor Gonçalo Matilde Simão Conceição André Luísa "
    "Sebastião Joana Rúben Catarina Vítor Mónica Nuno Lúcia Hélder",
    "senegalese": "Awa Mamadou Fatou Ousmane Ndèye Cheikh Aminata Ibrahima Coumba Modou Astou "
    "Abdoulaye Khady Pape Sokhna Babacar Rokhaya Aliou Bineta El-Hadj",
    "tunisian": "Amira Aziz Ines Slim Nesrine Wassim Yosr Firas Rim Oussama Emna Skander Hela "
    "Bilel Sarra Malek Chiraz Ghassen Olfa Nizar",
}
FAMILY = {
    "ivorian": "Kouassi|Konan|N'Guessan|Traoré|Ouattara|Koné|Bamba|Aka|Gnagne|d'Almeida|Yapi|"
    "Zadi|Touré|Koffi-Brou|Assi|Loukou|Diabaté|Séka|Tanoh|Gbané|Ehui|Dagnogo|Anoh",
    "egyptian": "El-Sayed|Mansour|Abdel Rahman|Fahmy|Shafik|El Gohary|Naguib|Hafez|Soliman|Zaki|"
    "Ghali|Barakat|Awad|Helmy|Ramzy|Sabry|Wahba|Lotfy|Attia|Morsy|Eid|Nasr|Selim",
    "irish": "O'Brien|McCarthy|O'Sullivan|McGrath|Byrne|Ní Dhomhnaill|Walsh|McDermott|Ó Briain|"
    "Kavanagh|FitzGerald|O'Rourke|McNamara|Quinn|Doyle|MacMahon|Nolan|Keane|Breen|Foley|Daly|Roche|"
    "McCabe",
    "kenyan": "Omondi|Njoroge|Cheruiyot|Wekesa|Mutiso|Kariuki|Ochieng|Koech|Maina|Simiyu|Rotich|"
    "Nyaga|Onyango|Gathoni|Muthoni|Langat|Juma|Wafula|Kimani|Auma|Makori|Ndung'u|Musyoka",
    "moroccan": "Bennani|El Idrissi|Alaoui|Tazi|Benjelloun|Ait Ali|Berrada|Chraïbi|El Fassi|Lahlou|"
    "Ouazzani|Skalli|Amrani|Sefrioui|Zniber|Kabbaj|Mernissi|Hakimi|Naciri|Filali|Rami|Saïdi|Guedira",
    "portuguese": "Gonçalves|da Silva|Magalhães|Sá|Araújo|dos Santos|Esteves|Simões|Falcão|Leitão|"
    "Brandão|Guimarães|Frazão|Antunes|Valadão|de Melo|Camões|Teixeira|Vaz|Nóbrega|Paixão|Lobo|Reis",
    "senegalese": "Ndiaye|Diop|Fall|Sarr|Guèye|Sène|Ba|Sow|Cissé|Mbaye|Faye|Diouf|Thiam|Kébé|Niang|"
    "Seck|Dieng|Wade-Sy|Ka|Diagne|Tall|Badji|Sané",
    "tunisian": "Ben Salah|Trabelsi|Jaziri|Bouazizi|Gharbi|Mejri|Ben Youssef|Chebbi|Ayari|Hamdi|"
    "Khelifi|Dridi|Zouari|Ferchichi|Baccouche|Sassi|Karoui|Jlassi|Mabrouk|Oueslati|Riahi|Tlili|Nefzi",
}

_GIVEN = {origin: names.split() for origin, names in GIVEN.items()}
_FAMILY = {origin: names.split("|") for origin, names in FAMILY.items()}


@dataclass(frozen=True)
class Person:
    """A person as the school's own register would spell them."""

    student_id: str
    name: str
    email: str
    phone: str  # the digits dialled within the country; empty where the school has no number


def student_id(ordinal: int) -> str:
    """Return the id of the ordinal-th student: digits whose leading zeros count."""
    return f"{ordinal + 1:07d}"


def full_name(origin: str, rank: int, turn: int) -> str:
    """Return the rank-th name of an origin; no name comes twice among the first 200,000.

    A step that has no common factor with the number of combinations visits each of them once;
    `turn` (from the seed) says where to begin.
    """
    given, family = _GIVEN[origin], _FAMILY[origin]
    pairs = len(given) * len(family)
    name = _combine(given, family, (rank * _coprime(pairs) + turn) % pairs)
    if rank < pairs:
        return name
    first, _, rest = name.partition(" ")
    wide = (rank // pairs - 1) % pairs
    return f"{first} {_combine(given, family, wide)} {rest}"


def _combine(given: list[str], family: list[str], number: int) -> str:
    return f"{given[number % len(given)]} {family[number // len(given)]}"


def _coprime(total: int) -> int:
    step = total * 5 // 13
    while gcd(step, total) != 1:
        step += 1
    return step


def mailbox(name: str) -> str:
    """Return the name's ASCII letters as they can be written before an @: `sean.obrien`."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    kept = "".join(letter if letter.isalnum() else " " * (letter == " ") for letter in plain)
    return ".".join(kept.split())


def email(name: str, ordinal: int) -> str:
    """Return an address in a domain reserved for examples; the ordinal keeps it unique."""
    domain = "example.org" if ordinal % 3 else "example.com"
    local = mailbox(name)
    return f"{local}.{ordinal + 1}@{domain}" if local else f"student.{ordinal + 1}@{domain}"
