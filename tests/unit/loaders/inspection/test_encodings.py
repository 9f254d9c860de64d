"""An encoding is what the bytes prove; what they do not prove is asked or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.inspection.encodings import encoding_of

FRENCH = "Matricule;Prénom\n1;Aïcha\n2;François d’Aubigné\n3;Élodie\n4;Noël Ségañ\n"
ARABIC = "رقم الطالب;الاسم\n1;سلمى بن يوسف\n2;محمد العربي\n3;فاطمة\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"student_id,name\n1,Ada\n", "utf-8"),
        (FRENCH.encode(), "utf-8"),
        (FRENCH.encode("utf-8-sig"), "utf-8"),
        (ARABIC.encode(), "utf-8"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (FRENCH.encode("cp1252"), "windows-1252"),
        (ARABIC.encode("cp1256"), "windows-1256"),
        ("Élève;Présent\nZoë;d’accord\n".encode("cp1252"), "windows-1252"),
        ("Groupe “A”;l’été – à Sète\n".encode("cp1252"), "windows-1252"),
        ("Prénom;الاسم\nHélène;سلمى\nX;محمد\nY;فاطمة\n".encode("cp1256"), "windows-1256"),
    ],
)
def test_what_the_bytes_prove(data: bytes, name: str) -> None:
    found = encoding_of([data])
    assert (found.name, found.proved, found.refusal) == (name, True, "")
    assert data.decode(found.name if found.name != "utf-8" else "utf-8-sig")


def test_a_text_that_two_code_pages_spell_alike_is_no_question() -> None:
    data = "nom\nAmélie\nJérôme\n".encode("cp1252")
    assert data.decode("cp1256") == data.decode("cp1252")
    assert encoding_of([data]).proved


@pytest.mark.parametrize(
    "data",
    [
        "id\n1;سلمى\n".encode("cp1256"),  # one word proves nothing
        "id\nسلمى\nمحمد\nفاطمة\nLuño\n".encode("cp1256", "replace") + "Muñoz\n".encode("cp1252"),
    ],
)
def test_what_the_bytes_do_not_prove_is_a_question(data: bytes) -> None:
    found = encoding_of([data])
    assert not found.proved
    assert found.choices == ("windows-1252", "windows-1256")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (FRENCH.encode().decode("cp1252").encode(), "wrong encoding once"),
        ("nom\nAndr\ufffd\n".encode(), "wrong encoding once"),
        ("محمد".encode().decode("cp1252", "ignore").encode(), "wrong encoding once"),
        ("Amélie\n".encode() + "Jérôme\n".encode("cp1252"), "mixes encodings"),
        ("étudiant;élève;présence;séance\n".encode("cp850"), "not known here"),
        ("étudiant\n".encode("utf-16-le"), "NUL bytes"),
    ],
)
def test_what_no_encoding_makes_right_is_refused(data: bytes, words: str) -> None:
    found = encoding_of([data])
    assert words in found.refusal
    assert not found.proved


def test_a_mixed_file_names_the_first_line_that_differs() -> None:
    blocks = ["Amélie\nb\n".encode(), "c\nJérôme\n".encode("cp1252")]
    assert "1 are not, the first in line 4" in encoding_of(blocks).refusal


WORDS = st.lists(
    st.sampled_from(["Élève", "Noël", "Añover", "Šimon", "Œuvre", "Zoë", "çà", "Ünal"]), min_size=4
)


@given(WORDS)
def test_western_words_are_never_taken_for_arabic(words: list[str]) -> None:
    assert encoding_of([" ".join(words).encode("cp1252")]).name == "windows-1252"


LETTERS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآءؤئ", min_size=2, max_size=9)


@given(st.lists(LETTERS, min_size=3, unique=True))
def test_arabic_words_are_never_landed_as_western(words: list[str]) -> None:
    found = encoding_of([" ".join(words).encode("cp1256")])
    assert found.name == "windows-1256" or not found.proved
