"""Which encoding a text is in, by what its bytes prove."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from common.wording import counted
from loaders.contract.model import PROVING

UTF8, UTF16, WESTERN, ARABIC = "utf-8", "utf-16", "windows-1252", "windows-1256"
WORDS_TO_PROVE = 3  # for windows-1256, when none speaks against it
WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
APOSTROPHES = "’‘´`"
AROUND = "«»“”‘’…–—\u00a0°·•€£¢©®™ºª¿¡´`¨،؛؟\u200c\u200d\u200e\u200f"  # a word, no part of it
# UTF-8 that was read as windows-1252 or -1256 and written as UTF-8 again.
TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
MOJIBAKE = re.compile(f"[ÃØÙ][{TAIL}]|أ[{TAIL}]|\ufffd")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a text, how it is known, and whether it is proved.

    `refusal` says what is wrong with a text that no encoding makes right; `choices` are those
    that remain where it is not proved. `wrong` lines of a text are in another encoding.
    """

    name: str
    evidence: str
    proved: bool = True
    choices: tuple[str, ...] = ()
    refusal: str = ""
    wrong: int = 0


def encoding_of(blocks: Iterable[bytes]) -> Encoding:
    """Judge a whole file, given in blocks of whole lines (blocks of any size for UTF-16)."""
    words: Counter[bytes] = Counter()
    letters = wrong = lines = 0
    first_wrong: list[int] = []
    damaged = 0
    for number, block in enumerate(blocks):
        if number == 0 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Encoding(UTF16, "its byte-order mark")
        if b"\0" in block:
            return _refused(
                "holds NUL bytes and no byte-order mark: save it as CSV UTF-8", "NUL bytes"
            )
        if not block.isascii():
            for at, line in enumerate(block.splitlines(), start=lines + 1):
                if line.isascii():
                    continue
                try:
                    text = line.decode(UTF8)
                except UnicodeDecodeError:
                    wrong += 1
                    first_wrong = first_wrong or [at]
                    words.update(WORD.findall(line))
                else:
                    letters += 1
                    damaged += bool(MOJIBAKE.search(text))
        lines += len(block.splitlines())
    if not wrong:
        if damaged:
            return _refused(
                f"was saved in a wrong encoding once ({damaged:,} lines such as `Ã©`): export it "
                "again, as CSV UTF-8",
                "mojibake",
            )
        return Encoding(UTF8, f"{letters:,} lines with other letters" if letters else "plain ASCII")
    if letters >= PROVING * wrong:
        told = f"{letters:,} lines with other letters, {counted(wrong, 'line')} not UTF-8: rejected"
        return Encoding(UTF8, told, wrong=wrong)
    if letters:
        return _refused(
            f"mixes encodings: {letters:,} lines are UTF-8 and {wrong:,} are not, the first in "
            f"line {first_wrong[0]:,}: export it again, as CSV UTF-8",
            "mixed",
        )
    return _code_page(words)


def _refused(why: str, evidence: str) -> Encoding:
    return Encoding(UTF8, evidence, False, (), why)


def _code_page(words: Counter[bytes]) -> Encoding:
    """Choose between windows-1252 and windows-1256 by the words that have other letters."""
    western = arabic = neither = alike = 0
    for word in words:
        as_western, as_arabic = _word(word, WESTERN), _word(word, ARABIC)
        if as_western is not None and as_western == as_arabic:
            alike += 1
        elif as_western is None and as_arabic is None:
            neither += 1
        elif as_arabic is None:
            western += 1
        elif as_western is None or _all_arabic(as_arabic):
            arabic += 1
    told = f"{western:,} words only {WESTERN} spells, {arabic:,} only {ARABIC}"
    if neither > max(1, len(words) // 20):
        return _refused(
            "is in an encoding that is not known here (neither UTF-8 nor windows-1252 or -1256 "
            "makes words of it): save it as CSV UTF-8",
            told,
        )
    if arabic >= WORDS_TO_PROVE and not western:
        return Encoding(ARABIC, told)
    if western and not arabic:
        return Encoding(WESTERN, told)
    if alike and not arabic and not western:
        return Encoding(WESTERN, f"{alike:,} words, the same in {WESTERN} and {ARABIC}")
    return Encoding(WESTERN, told, False, (WESTERN, ARABIC))


def _word(word: bytes, encoding: str) -> str | None:
    """Decode a word where the encoding makes a plausible one of it, else return None."""
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return None
    scripts = {"\u0600" <= mark <= "\u06ff" for mark in text if mark.isalpha() or _is_mark(mark)}
    # Arabic and Latin letters in one are no word; nor is `‚tudiant`, out of a code page of DOS.
    inside = text.strip(AROUND)
    broken = any(not (mark.isalpha() or mark in APOSTROPHES or _is_mark(mark)) for mark in inside)
    return None if len(scripts) > 1 or broken else text


def _is_mark(mark: str) -> bool:
    """Whether it is a vowel mark, tatweel, or one of the joiners that Arabic needs."""
    return "\u064b" <= mark <= "\u0652" or mark in "ـ\u200c\u200d\u200e\u200f·"


def _all_arabic(text: str) -> bool:
    """Whether it is a word of two Arabic letters or more, which Latin would not spell so."""
    letters = [mark for mark in text if mark.isalpha()]
    return len(letters) > 1 and all("\u0600" <= mark <= "\u06ff" for mark in letters)
