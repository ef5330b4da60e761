"""Which language a text is in, and whether it is one that extraction reads.

    text + declared language -> identify -> "en", "pt", ... or null     articles -> readable -> those to extract
    "en-GB", "pt_BR", "Persian" -> language_code -> "en", "pt", null

By py3langid (BSD), an n-gram model after Lui and Baldwin (2012), "langid.py: An off-the-shelf language identification
tool". A text of a few words is often undecided: then the declared language holds, and without one, null.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl
from py3langid.langid import MODEL_FILE, LanguageIdentifier

READ = ("en",)  # languages that the extractor reads
LOOKED_AT = 4_000  # characters; more decide nothing
SURE = 0.6  # no English article of the corpora, cut to 50 characters or more, passes it for another language
_CODES_WORDS = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
CODES = frozenset(_CODES_WORDS.split())  # ISO 639-1
_WITHDRAWN = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv"}  # as ISO 639 renamed them, and old pages did not


def identify(text: str, declared: str | None = None) -> str | None:
    """The ISO 639-1 code of the text's language; `declared` where the text does not tell, null where neither does.

    >>> identify("The government rejected the proposal of the opposition on Monday.")
    'en'
    >>> identify("Hm.", "pt")
    'pt'
    """
    language, probability = _identifier().classify(text[:LOOKED_AT])
    return str(language) if probability >= SURE else declared


def language_code(written: str | None) -> str | None:
    """The ISO 639-1 code that a language tag such as "en-GB" or "pt_BR" begins with; null where it is none.

    >>> language_code("en-GB"), language_code("iw"), language_code("x-klingon"), language_code(None)
    ('en', 'he', None, None)
    """
    first = re.split(r"[-_,;. ]", (written or "").strip().lower(), maxsplit=1)[0]
    code = _WITHDRAWN.get(first, first)
    return code if code in CODES else None


def readable(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles that extraction reads: those in its language, and those of which none is known; order kept."""
    return articles.filter(pl.col("language").is_null() | pl.col("language").is_in(READ))


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if label in CODES])
    return identifier
