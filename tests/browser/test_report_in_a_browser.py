"""The report in Chromium: nothing from the web runs or is fetched, the filters work, and it stays usable when large."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.browser.conftest import opened, report_of, requests, visible
from tests.browser.hostile import ATTACKS, large_warehouse


def script(name: str) -> str:
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")


def filtered(browser: webdriver.Chrome, start: str) -> str:
    """What the filters tell once it starts with `start`."""
    WebDriverWait(browser, 10).until(lambda b: b.find_element(By.ID, "found").text.startswith(start))
    return browser.find_element(By.ID, "found").text


def test_nothing_of_a_hostile_page_runs_and_nothing_is_fetched(browser: webdriver.Chrome, hostile_page: Path) -> None:
    asked = opened(browser, hostile_page)
    browser.execute_script(
        "document.querySelectorAll('details').forEach(one => one.open = true);"
        "document.querySelectorAll('*').forEach(one => one.dispatchEvent(new Event('focus')))"
    )
    assert browser.execute_script("return window.owned") is None
    assert [*asked, *requests(browser)] == [hostile_page.as_uri()]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.current_url == hostile_page.as_uri()
    assert browser.get_log("browser") == []


def test_only_the_page_s_own_elements_are_in_it(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    foreign = (
        "iframe, object, embed, img, link, base, textarea, audio, video, foreignObject, image, use, [onload], [onerror]"
    )
    assert browser.find_elements(By.CSS_SELECTOR, foreign) == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert len(browser.find_elements(By.TAG_NAME, "style")) == 1
    links = browser.execute_script(
        "return [...document.links].map(a => a.getAttribute('href')).filter(h => h[0] !== '#')"
    )
    assert set(links) == {"https://example.org/fine"}


def test_a_script_that_would_get_in_is_refused_by_the_policy(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s);"
        "const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/pixel'; document.body.append(i);"
        "const d = document.createElement('div'); d.innerHTML = '<b onclick=\"window.owned=1\">x</b>';"
        "document.body.append(d); d.firstChild.click()"
    )
    assert browser.execute_script("return window.owned") is None
    assert sum("Content Security Policy" in entry["message"] for entry in browser.get_log("browser")) >= 3


def test_hostile_text_is_shown_as_it_was_written(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    shown = " ".join(visible(browser))
    for attack in ATTACKS[:11]:
        assert attack in shown
    whole = browser.execute_script("return document.documentElement.textContent")
    assert not set(whole) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x07\x85\ufffe\uffff")
    assert "שלום" in whole


def test_right_to_left_text_does_not_turn_what_stands_beside_it(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    turned = browser.execute_script(
        "return [...document.querySelectorAll('li strong, li em, li q, li bdi, tbody th')].map(getComputedStyle)"
        ".filter(style => style.unicodeBidi !== 'isolate' && style.display === 'inline').length"
    )
    assert turned == 0


def test_each_filter_leaves_what_fits_and_says_how_much(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    total = 2 * len(ATTACKS)
    assert filtered(browser, f"{total}") == f"{total} sentences"
    form = browser.find_element(By.ID, "filters")
    Select(form.find_element(By.NAME, "issue")).select_by_visible_text("Tariffs")
    filtered(browser, f"{len(ATTACKS)} of")
    assert len(visible(browser)) == len(ATTACKS)
    Select(form.find_element(By.NAME, "side")).select_by_value("mixed")
    filtered(browser, "4 of")
    form.find_element(By.NAME, "text").send_keys("THING 1.")
    assert filtered(browser, "1 of") == f"1 of {total} sentences fit"
    assert visible(browser)[0].endswith("thing 1.")
    form.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    filtered(browser, f"{total} sentences")


def test_the_holder_filter_narrows_the_matrix_too(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    Select(browser.find_element(By.NAME, "holder")).select_by_index(1)
    filtered(browser, "2 of")
    rows = [row for row in browser.find_elements(By.CSS_SELECTOR, "table.matrix tbody tr") if row.is_displayed()]
    assert len(rows) == 1


def test_a_search_that_fits_nothing_says_so(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    browser.find_element(By.NAME, "text").send_keys("no such words")
    assert filtered(browser, "0 of").startswith("0 of")
    assert visible(browser) == []


def test_a_keyboard_reaches_skip_link_filters_and_tables(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    reached = []
    for _ in range(16):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(
            browser.execute_script("const e = document.activeElement; return e.className || e.name || e.tagName")
        )
    assert reached[0] == "skip"
    assert {"issue", "holder", "side", "text", "new"} <= set(reached)
    assert "scroll" in reached


def test_a_link_to_a_part_leads_to_its_head_below_the_filter(browser: webdriver.Chrome, tmp_path: Path) -> None:
    page = report_of(tmp_path, large_warehouse)
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [still]})
    opened(browser, page)
    parts = browser.find_elements(By.CSS_SELECTOR, "nav a")
    targets = [part.get_attribute("href").partition("#")[2] for part in parts]
    assert len(targets) >= 6
    where = """
        const head = document.getElementById(arguments[0]).getBoundingClientRect();
        return [head.top - document.getElementById("filters").getBoundingClientRect().bottom, innerHeight - head.bottom]
    """
    for target in targets:
        browser.execute_script("location.hash = arguments[0]", target)
        WebDriverWait(browser, 10).until(lambda _, target=target: min(browser.execute_script(where, target)) >= 0)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_screen_reader_finds_landmarks_heads_and_descriptions(browser: webdriver.Chrome, hostile_page: Path) -> None:
    opened(browser, hostile_page)
    problems = browser.execute_script(script("readable"))
    assert problems == []


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_in_light_and_dark(browser: webdriver.Chrome, hostile_page: Path, dark: bool) -> None:
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    opened(browser, hostile_page)
    weak = browser.execute_script(script("contrast"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert weak == []


def test_a_phone_shows_the_page_without_scrolling_sideways(browser: webdriver.Chrome, hostile_page: Path) -> None:
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    opened(browser, hostile_page)
    width = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width <= 390


def test_ten_thousand_stances_are_all_in_the_page_and_found_by_the_filter(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    page = report_of(tmp_path, large_warehouse)
    assert page.stat().st_size < 12_000_000
    opened(browser, page)
    assert filtered(browser, "10000 sentences")
    at_once = "return [...document.querySelectorAll('li')].filter(li => !li.closest('details:not([open])')).length"
    assert browser.execute_script(at_once) < 100
    browser.find_element(By.NAME, "text").send_keys("measure 04321")
    assert filtered(browser, "1 of") == "1 of 10000 sentences fit"
    assert visible(browser)[0].endswith("measure 04321.")
