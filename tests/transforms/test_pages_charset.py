"""Bytes of pages to characters: what header, mark and page declare, and what they declare wrongly."""

from __future__ import annotations

import codecs

import pytest

from transforms.pages_charset import decoded, not_a_page

TEXTS = {
    "de": "Die Bürgermeisterin fürchtet, dass die Fähre künftig gar nicht mehr fährt. Fünf Räte stimmten dagegen.",
    "fr": "La maire a regretté que la décision ait été prise si tôt. L’opposition s’est dite déçue, voilà.",
    "ru": "Совет гавани проголосовал за закрытие старого причала. Рыбаки назвали решение ошибкой.",
    "he": "מועצת הנמל הצביעה בעד סגירת המזח הישן לפני החורף. הדייגים מתחו ביקורת על ההחלטה.",
    "ar": "صوت مجلس الميناء لصالح إغلاق الرصيف القديم قبل الشتاء. وانتقد الصيادون القرار.",
    "zh": "港口委员会投票决定在冬季之前关闭旧码头。渔民批评了这一决定。",
    "ja": "港湾評議会は冬までに古い桟橋を閉鎖することを決めた。漁師たちは決定を批判した。",
}


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<script>run(1);</script></head><body><p>{text}</p><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("language", "charset"),
    [
        ("de", "iso-8859-1"), ("fr", "windows-1252"), ("ru", "windows-1251"), ("ru", "koi8-r"), ("he", "windows-1255"),
        ("ar", "windows-1256"), ("zh", "gb2312"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("ja", "iso-2022-jp"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["header", "page"])
def test_a_declared_charset_is_read(language: str, charset: str, where: str) -> None:
    html = page(TEXTS[language], charset if where == "page" else "")
    assert TEXTS[language] in decoded(html.encode(charset), charset if where == "header" else None)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-charset", "utf-16", "base64"])
def test_utf_8_is_read_whatever_is_declared(language: str, declared: str) -> None:
    assert TEXTS[language] in decoded(page(TEXTS[language], declared).encode(), declared)


@pytest.mark.parametrize(
    ("language", "charset"),
    [
        ("ru", "windows-1251"),
        ("ru", "koi8-r"),
        ("he", "windows-1255"),
        ("ar", "windows-1256"),
        ("zh", "gb18030"),
        ("fr", "cp1252"),
    ],
)
@pytest.mark.parametrize("declared", [None, "utf-8", "no-such-charset"])
def test_without_a_charset_that_fits_it_is_detected(language: str, charset: str, declared: str | None) -> None:
    assert TEXTS[language] in decoded(page(TEXTS[language]).encode(charset), declared)


@pytest.mark.parametrize(("language", "charset"), [("ru", "windows-1251"), ("ru", "koi8-r"), ("ar", "windows-1256")])
def test_where_header_and_page_disagree_the_one_that_makes_words_is_read(language: str, charset: str) -> None:
    body = page(TEXTS[language], charset).encode(charset)
    assert TEXTS[language] in decoded(body, "iso-8859-1")


def test_iso_8859_1_means_windows_1252_as_browsers_have_it() -> None:
    assert "L’opposition" in decoded(page(TEXTS["fr"]).encode("cp1252"), "ISO-8859-1")


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_wins(name: str) -> None:
    text = decoded(page(TEXTS["ru"], "iso-8859-1").encode(name), "windows-1251")
    assert text == page(TEXTS["ru"], "iso-8859-1")


@pytest.mark.parametrize(("name", "mark"), [("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)])
def test_utf_16_is_read_with_and_without_its_mark(name: str, mark: bytes) -> None:
    body = page(TEXTS["de"]).encode(name)
    assert decoded(body, None) == decoded(mark + body, None) == page(TEXTS["de"])
    assert not_a_page(body) is None


def test_one_broken_character_does_not_spoil_a_page_of_utf_8() -> None:
    body = page(TEXTS["ru"], "utf-8").encode().replace("гавани".encode(), "гавани".encode()[:-1], 1)
    text = decoded(body, None)
    assert text.count("\ufffd") == 1
    assert "Рыбаки назвали решение ошибкой." in text


def test_one_quotation_mark_of_windows_1252_in_a_page_without_others_is_read_as_such() -> None:
    body = page("The mayors plan", "utf-8").encode().replace(b"mayors", b"mayor\x92s")
    assert "The mayor’s plan" in decoded(body, "utf-8")


def test_a_stray_nul_is_dropped() -> None:
    assert decoded(b"<p>" + b"word " * 100 + b"\x00end", None).endswith("word end")
