"""Label Studio for real: bring it up, label our tasks in it as two coders, import its export, ask the warehouse.

python tools/label_studio.py [--folder build/label-studio] [--home HOME] [--screenshot PATH] [--export PATH] [--keep]

Each check prints one line; the exit status is 1 when one failed. A home that is given is copied, and not written to.
`--export` keeps Label Studio's export; `--keep` leaves Label Studio up until Enter is pressed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))  # the other parts stand beside this script, which is run by its path

from label_studio_answers import Said, plan  # noqa: E402
from label_studio_browser import Mark, browser, choose, chosen, mark, open_task, submit, whole_page  # noqa: E402
from label_studio_server import FIRST, REQUIREMENTS, Person, Server, serve  # noqa: E402
from label_studio_warehouse import Imported, check_warehouse  # noqa: E402
from own_server import Checks, ServerFailed, install  # noqa: E402

ARTICLES = ("examples/articles", "tools/label_studio_articles")  # from ROOT: a source is named by its path as given
CODER, SECOND = "studio", "ben@example.org"
MARKED = (  # what the extractor does not find; the text before has characters of two UTF-16 units, and ends of lines
    Mark(
        "Ask Gaspar Ybarra 🙄 about the blue helmets and he shakes his head",
        "Gaspar Ybarra",
        "the blue helmets",
        "oppose",
    ),
    Mark(
        "President Marisol Quisbert welcomed the truce and thanked them.\n\n“👏 Bravo 👏”, wrote the defence minister",
        "Gaspar Ybarra",
        "the truce",
        "support",
    ),
)


@dataclass
class Project:
    """Our tasks in Label Studio: its number, and the number of each task by the key of its stance."""

    number: int
    tasks: list[dict[str, Any]]
    by_key: dict[str, int]


@dataclass
class Page:
    """A task to open in the browser, and what to mark in it."""

    project: Project
    task: dict[str, Any]
    marks: tuple[Mark, ...]

    @property
    def address(self) -> str:
        """Where it is, below the server's address."""
        return f"/projects/{self.project.number}/data?task={self.project.by_key[self.task['data']['key']]}"

    @property
    def side(self) -> str:
        """The extractor's side."""
        return str(json.loads(self.task["data"]["stance"])["polarity"])


def main() -> int:
    """Run it all; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "label-studio")
    parser.add_argument("--home", type=Path, help="label the stances of this home; the demo articles without it")
    parser.add_argument("--screenshot", type=Path, help="where the picture of a task goes; FOLDER/task.png without it")
    parser.add_argument("--export", type=Path, help="where Label Studio's export goes; FOLDER/export.json without it")
    parser.add_argument("--keep", action="store_true", help="leave Label Studio up until Enter is pressed")
    given = parser.parse_args()
    folder: Path = given.folder.resolve()
    checks = Checks()
    print("installing Label Studio; the first time takes minutes", flush=True)
    install(folder, REQUIREMENTS)
    home = _home(folder, given.home)
    exported = (given.export or folder / "export.json").resolve()
    try:
        with serve(folder) as server:
            checks.say(True, f"Label Studio answers {server.base}/health")
            _label(server, home, exported, given, checks)
            if given.keep:
                input(f"{server.base} as {FIRST} with {server.password}; Enter ends it: ")
    except ServerFailed as error:
        checks.say(False, str(error))
    return checks.end()


def _home(folder: Path, given: Path | None) -> Path:
    """A home to label: a copy of the one that was given, or one made of the demo articles."""
    home = folder / "homes" / time.strftime("%Y%m%d-%H%M%S")
    if given is not None:
        shutil.copytree(given, home)
    else:
        stancehouse("run", *ARTICLES, home=home)
    return home


def stancehouse(*words: str, home: Path) -> str:
    """What a command of ours says. Raises `ServerFailed` where it ends otherwise than well."""
    command = [sys.executable, "-m", "flows", *words, "--home", str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise ServerFailed(f"`stancehouse {' '.join(words)}` ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _label(server: Server, home: Path, exported: Path, given: argparse.Namespace, checks: Checks) -> None:
    with ExitStack() as stack:
        ann = stack.enter_context(server.person(FIRST))
        ben = stack.enter_context(server.person(SECOND, ann))
        project = import_tasks(ann, home, given.folder.resolve() / "tasks.json", checks)
        doves = [one for one in project.tasks if MARKED[0].sentence in one["data"]["text"]]
        ann_says, ben_says = plan([one for one in project.tasks if one not in doves])
        _answer(ann, project, ann_says, checks)
        _answer(ben, project, ben_says, checks)
        marked = doves[0] if doves else None
        labelled = {one.key for one in (*ann_says, *ben_says)}
        task = marked or next(one for one in project.tasks if one["data"]["key"] not in labelled)
        picture = (given.screenshot or given.folder / "task.png").resolve()
        in_the_browser(server, ben, Page(project, task, MARKED if marked else ()), picture, checks)
        export = ann.get(f"/api/projects/{project.number}/export?exportType=JSON")
        exported.write_text(json.dumps(export, indent=1) + "\n", encoding="utf-8")
        done = sum(len(one["annotations"]) for one in export)
        checks.say(done == len(ann_says) + len(ben_says) + len(doves[:1]), f"its export holds {done} annotations")
        who = {f"{CODER}/{ann.number}": ann_says, f"{CODER}/{ben.number}": ben_says}
    said = stancehouse("review", "import", str(exported), "--coder", CODER, home=home)
    again = Imported(home, stancehouse, export, who, (f"{CODER}/{ben.number}", MARKED, marked) if marked else None)
    check_warehouse(again, exported, said, checks)


def import_tasks(ann: Person, home: Path, file: Path, checks: Checks) -> Project:
    """Export all stances, make a project with our configuration, import our tasks, and look whether all is there."""
    file.unlink(missing_ok=True)
    print("       " + stancehouse("review", "export", str(file), "--size", "1000", "--seed", "7", home=home).strip())
    tasks = json.loads(file.read_text(encoding="utf-8"))
    configuration = file.with_suffix(".xml").read_text(encoding="utf-8")
    project = ann.post("/api/projects", {"title": "stancehouse", "label_config": configuration})
    checks.say(True, f"a project takes our labelling configuration of {configuration.count('<Choice ')} choices")
    made = ann.post(f"/api/projects/{project['id']}/import?return_task_ids=true", tasks)
    checks.say(
        (made["task_count"], made["prediction_count"]) == (len(tasks), len(tasks)),
        f"it took {made['task_count']} of {len(tasks)} tasks, with {made['prediction_count']} predictions",
    )
    numbers = dict(zip((one["data"]["key"] for one in tasks), made["task_ids"], strict=True))
    found = ann.get(f"/api/tasks/{made['task_ids'][0]}")
    same = (
        found["data"] == tasks[0]["data"] and found["predictions"][0]["result"] == tasks[0]["predictions"][0]["result"]
    )
    checks.say(
        same, f"a task comes back as it went in, the prediction of {found['predictions'][0]['model_version']} too"
    )
    return Project(project["id"], tasks, numbers)


def _answer(who: Person, project: Project, says: list[Said], checks: Checks) -> None:
    for one in says:
        body = {"result": one.result, "was_cancelled": one.is_skipped, "lead_time": 3.5}
        made = who.post(f"/api/tasks/{project.by_key[one.key]}/annotations/", body)
        checks.say(made["completed_by"] == who.number, f"{who.email} labelled a task: {one.what}")


def in_the_browser(server: Server, who: Person, page: Page, picture: Path, checks: Checks) -> None:
    """See what is prefilled and keep a picture; where there is something to mark, confirm the stance and mark it."""
    with browser(picture.with_suffix(".failed.png")) as driver:
        open_task(driver, server, who, page.address)
        prefilled = chosen(driver, "right side")
        checks.say(prefilled == [page.side], f"in Chromium, the question 'right side' is prefilled with {prefilled}")
        if not page.marks:
            whole_page(driver, picture)
            print(f"skipped  marks in the browser: they are made in an article of the demo; {picture}")
            return
        refused = submit(driver, look_for_refusal=True)
        checks.say("verdict" in refused, f"without a verdict, Label Studio refuses: {refused}")
        choose(driver, "verdict", "right")
        for one in page.marks:
            mark(driver, one)
        whole_page(driver, picture)
        refused = submit(driver)
        told = f"{who.email} confirmed a stance and marked {len(page.marks)} that are missing"
        checks.say(not refused, f"{told}; {refused or picture}")


if __name__ == "__main__":
    sys.exit(main())
