"""Chromium without a window, and a log of all that it asks for.

Where it or its driver is missing, the tests are skipped and say so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.hostile import hostile_warehouse
from warehouse.connect import open_warehouse
from warehouse.report import write_report

CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--window-size=1200,900")  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("NO BROWSER: `apt-get install chromium chromium-driver` lets the tests of the report run")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a warehouse whose every text tries to get out."""
    return report_of(tmp_path_factory.mktemp("hostile"), hostile_warehouse)


def report_of(folder: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> Path:
    with open_warehouse(folder / "warehouse" / "stancehouse.duckdb", wait_s=5) as connection:
        fill(connection)
        write_report(connection, folder / "report.html")
    return folder / "report.html"


def opened(browser: webdriver.Chrome, page: Path) -> list[str]:
    """Open the page; the addresses that the browser asked for while it did."""
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(page.as_uri())
    return requests(browser)


def requests(browser: webdriver.Chrome) -> list[str]:
    """The addresses asked for since the last look, blocked ones among them."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]


def visible(browser: webdriver.Chrome) -> list[str]:
    """The sentences that are not filtered away, opened or not."""
    return browser.execute_script(
        "return [...document.querySelectorAll('section.issue li')].filter(li => !li.closest('[hidden]'))"
        ".map(li => li.querySelector('q').textContent)"
    )
