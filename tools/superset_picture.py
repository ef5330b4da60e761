"""A picture of the dashboard in headless Chromium, and what a person would see go wrong in it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from own_server import ServerFailed
from selenium import webdriver
from selenium.webdriver.common.by import By

if TYPE_CHECKING:
    from superset_server import Client

WIDTH, WAIT_S = 1500, 120
BUSY = "[data-test='loading-indicator'], .loading, .slice_container .ant-skeleton"
LOWEST = (
    "return Math.max(0, ...[...document.querySelectorAll(\"[data-test='dashboard-component-chart-holder']\")]"
    ".map(one => one.getBoundingClientRect().bottom + window.scrollY))"
)
MARGIN = 180  # the browser's own frame, and a little room below
ALERT = ".chart-container .ant-alert-error, [data-test='chart-error'], .error-boundary, .chart-container .ant-alert"


@dataclass(frozen=True)
class Shown:
    """What the page showed: how many charts drew something, and each problem in a sentence."""

    path: Path
    charts: int
    problems: tuple[str, ...]


def picture(client: Client, path: Path, charts: int) -> Shown:
    """Open the dashboard as the logged-in user, wait until `charts` charts are drawn, and keep the whole page."""
    browser, driven_by = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not browser or not driven_by:
        raise ServerFailed("no picture: Chromium or chromedriver is missing; apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--window-size={WIDTH},1000"):
        options.add_argument(option)
    service = webdriver.ChromeService(executable_path=driven_by)
    driver = webdriver.Chrome(options=options, service=service)
    try:
        driver.get(f"{client.base}/health")
        driver.add_cookie({"name": "session", "value": client.session})
        driver.get(f"{client.base}/superset/dashboard/stancehouse/?standalone=0")
        _grow(driver, charts)
        drawn = _drawn(driver)
        path.write_bytes(driver.get_screenshot_as_png())
        alerts = [found.text for found in driver.find_elements(By.CSS_SELECTOR, ALERT) if found.text]
    finally:
        driver.quit()
    problems = [f"the dashboard shows an error: {' '.join(text.split())[:200]}" for text in alerts]
    if drawn < charts:
        problems.append(f"only {drawn} of {charts} charts drew something within {WAIT_S} s; see {path}")
    return Shown(path, drawn, tuple(problems))


def _drawn(driver: webdriver.Chrome) -> int:
    containers = driver.find_elements(By.CSS_SELECTOR, "[data-test='chart-container']")
    return sum(bool(one.find_elements(By.CSS_SELECTOR, "canvas, table tbody tr, svg.chart")) for one in containers)


def _grow(driver: webdriver.Chrome, charts: int) -> None:
    """Charts are loaded when they come into view: make the window as high as the page, and wait for them."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        time.sleep(2)
        driver.set_window_size(WIDTH, min(max(int(driver.execute_script(LOWEST)) + MARGIN, 1000), 6000))
        busy = driver.find_elements(By.CSS_SELECTOR, BUSY)
        if not busy and _drawn(driver) >= charts:
            time.sleep(3)  # the charts fade in
            return
