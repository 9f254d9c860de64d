"""The words that the page's template and scripts say: `say("…")`, by their English."""

import re
from collections.abc import Mapping
from functools import lru_cache

from common.folders import REPOSITORY
from common.language import Language

ASSETS = REPOSITORY / "dashboard" / "preview" / "assets"
SAY = re.compile(r'\bsay\("([^"]+)"')


@lru_cache
def messages() -> tuple[str, ...]:
    """Every message of the assets, in English."""
    files = sorted((*ASSETS.glob("*.js"), *ASSETS.glob("*.j2")))
    return tuple(
        dict.fromkeys(found for file in files for found in SAY.findall(file.read_text("utf-8")))
    )


def page_words(speak: Language) -> Mapping[str, str]:
    """Each message that the language has other words for."""
    return {
        message: speak.template(message)
        for message in messages()
        if speak.template(message) != message
    }
