"""The language of a text: told from its words, from what is declared where they are too few, else unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.languages import identify, language_code

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
NEWS = {
    "en": "The harbour council voted to close the old landing, and the fishermen called it a mistake.",
    "de": "Der Hafenrat stimmte für die Schließung des alten Anlegers, und die Fischer nannten das einen Fehler.",
    "fr": "Le conseil du port a voté la fermeture de l'ancien quai, et les pêcheurs ont parlé d'une erreur.",
    "es": "El consejo del puerto votó a favor de cerrar el viejo muelle y los pescadores lo llamaron un error.",
    "pt": "O conselho do porto votou pelo encerramento do velho cais, e os pescadores falaram de um erro.",
    "fa": "شورای بندر به بستن اسکله قدیمی رأی داد و ماهیگیران این تصمیم را اشتباه خواندند.",
    "ar": "صوت مجلس الميناء لصالح إغلاق الرصيف القديم، ووصف الصيادون القرار بأنه خطأ.",
    "he": "מועצת הנמל הצביעה בעד סגירת המזח הישן, והדייגים כינו את ההחלטה טעות.",
    "ru": "Совет гавани проголосовал за закрытие старого причала, а рыбаки назвали это ошибкой.",
    "zh": "港口委员会投票决定关闭旧码头,渔民称这是一个错误。",
}


@pytest.mark.parametrize("language", NEWS)
@pytest.mark.parametrize("declared", [None, "en", "de"])
def test_a_sentence_tells_its_language_whatever_is_declared(language: str, declared: str | None) -> None:
    assert identify(NEWS[language], declared) == language


@pytest.mark.parametrize("text", ["Hm.", "12:30", "—", "OK"])
def test_a_text_that_does_not_tell_has_the_declared_language_or_none(text: str) -> None:
    assert identify(text, "pt") == "pt"
    assert identify(text, None) is None


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert identify(NEWS["en"] * 100 + NEWS["ru"] * 2_000) == "en"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"), ("EN-us", "en"), ("pt_BR", "pt"), ("zh-Hans-CN", "zh"), (" fr , en", "fr"), ("iw-IL", "he"),
        ("in", "id"), ("English", None), ("xx", None), ("", None), (None, None), ("x-default", None),
    ],
)  # fmt: skip
def test_a_language_tag_is_read_to_its_iso_639_1_code(written: str | None, code: str | None) -> None:
    assert language_code(written) == code


def texts(path: Path) -> list[str]:
    if not path.exists():
        pytest.skip(f"{path.name} lies beside the checkout, in shared/; it is not there")
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize(
    "path",
    [
        SHARED / "corpora" / "open_articles.jsonl",
        SHARED / "gold" / "articles.jsonl",
        ROOT / "tests" / "gold" / "articles.jsonl",
    ],
    ids=["corpora", "gold", "our gold"],
)
def test_articles_that_are_known_to_be_english_are_told_to_be(path: Path) -> None:
    assert [text[:60] for text in texts(path) if identify(text, "xx") != "en"] == []
