"""A coder at work in headless Chromium: reads what is prefilled, marks a sentence, answers, submits.

The mouse marks the words, so that the offsets which come back are those that Label Studio itself makes.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from own_server import ServerFailed
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from label_studio_server import Person, Server

WAIT_S = 90
MODAL = ".ant-modal-content"
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1500,2000",
           "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # fmt: skip
EDGES = """
const lines = arguments[0].split(/\\n+/), first = lines[0], last = lines[lines.length - 1];
const nodes = [], view = document.querySelector('.lsf-labels').parentElement;
const walk = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) nodes.push(walk.currentNode);
const holding = words => nodes.filter(one => one.textContent.includes(words)).pop();
const at = (words, place) => {
    const node = holding(words), range = document.createRange(), start = node.textContent.indexOf(words) + place;
    range.setStart(node, start); range.setEnd(node, start + 1);
    return range.getBoundingClientRect();
};
holding(first).parentElement.scrollIntoView({block: 'center'});
const [left, right] = [at(first, 0), at(last, last.length - 1)];
return [left.left + 1, left.top + left.height / 2, right.right - 1, right.top + right.height / 2];
"""


@dataclass(frozen=True)
class Mark:
    """A stance that is missing: the words to mark, and what is asked of the mark."""

    sentence: str
    holder: str
    target: str
    side: str


@contextmanager
def browser(failed: Path) -> Iterator[webdriver.Chrome]:
    """Chromium without a window, which reaches nobody but loopback; `failed` gets a picture where something fails."""
    program, driven_by = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not program or not driven_by:
        raise ServerFailed("Chromium or chromedriver is missing; apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for option in OPTIONS:
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driven_by))
    try:
        yield driver
    except WebDriverException as error:
        whole_page(driver, failed)
        raise ServerFailed(f"Chromium did not come to what was asked: {error.msg or error!r}; see {failed}") from error
    finally:
        driver.quit()


def open_task(driver: webdriver.Chrome, server: Server, who: Person, address: str) -> None:
    """Open a task as a person who is logged in, and wait until its questions are there."""
    for name in ("sessionid", "csrftoken"):  # before the first page, whose answer brings the cookie of a stranger
        cookie = {"name": name, "value": who.api.cookies[name], "url": server.base}
        driver.execute_cdp_cmd("Network.setCookie", cookie)
    driver.get(server.base + address)
    WebDriverWait(driver, WAIT_S).until(lambda one: one.find_elements(By.NAME, "comment"))
    time.sleep(2)  # the annotation is made anew once its prediction is there


def chosen(driver: webdriver.Chrome, question: str) -> list[str]:
    """What is ticked under a question."""
    ticked = driver.find_elements(By.XPATH, _under(question) + "//input[@checked or @type='checkbox']")
    return [str(one.get_attribute("name")) for one in ticked if one.is_selected()]


def choose(driver: webdriver.Chrome, question: str, answer: str) -> None:
    """Tick an answer."""
    driver.find_element(By.XPATH, f"{_under(question)}//label[.//input[@name='{answer}']]").click()


def _under(question: str) -> str:
    return f"//h4[normalize-space()='{question}']/following-sibling::div[1]"


def mark(driver: webdriver.Chrome, missing: Mark) -> None:
    """Choose the label, draw the mouse over the sentence, answer what is asked of the mark."""
    driver.find_element(By.XPATH, "//*[contains(@class, 'lsf-label__text')][.='missing stance']").click()
    left, top, right, bottom = _edges(driver, missing)
    actions = ActionBuilder(driver)
    pointer = actions.pointer_action
    pointer.move_to_location(left, top).pointer_down().move_to_location((left + right) // 2, bottom)
    pointer.move_to_location(right, bottom).pointer_up()
    actions.perform()
    time.sleep(1)
    left, top, _, _ = _edges(driver, missing)  # the page may have moved
    actions = ActionBuilder(driver)
    actions.pointer_action.move_to_location(left + 5, top).click()
    actions.perform()
    WebDriverWait(driver, WAIT_S).until(lambda one: one.find_element(By.NAME, "missing_holder").is_displayed())
    driver.find_element(By.NAME, "missing_holder").send_keys(missing.holder)
    driver.find_element(By.NAME, "missing_target").send_keys(missing.target)
    choose(driver, "missing stance: side", missing.side)


def _edges(driver: webdriver.Chrome, missing: Mark) -> tuple[int, int, int, int]:
    left, top, right, bottom = driver.execute_script(EDGES, missing.sentence)
    return int(left), int(top), int(right), int(bottom)


def submit(driver: webdriver.Chrome, look_for_refusal: bool = False) -> str:
    """Press Submit; what Label Studio says against it, or nothing."""
    driver.find_element(By.XPATH, "//button[normalize-space()='Submit']").click()
    if look_for_refusal:
        WebDriverWait(driver, WAIT_S).until(lambda one: one.find_elements(By.CSS_SELECTOR, MODAL))
    time.sleep(3)
    told = " ".join(one.text for one in driver.find_elements(By.CSS_SELECTOR, MODAL) if one.text)
    if told:
        driver.find_element(By.CSS_SELECTOR, f"{MODAL} button").click()
        time.sleep(1)
    return " ".join(told.split())


def whole_page(driver: webdriver.Chrome, path: Path) -> None:
    """Keep a picture of what is seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(driver.get_screenshot_as_png())
