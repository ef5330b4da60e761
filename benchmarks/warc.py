"""Ten thousand articles from one WARC: memory that stays, and a run that is killed and resumed stores nothing twice.

    python benchmarks/warc.py [--articles 10000] [--kill]

Makes a gzipped WARC of invented pages on the fly, runs `ingest` over it in a process of its own, and samples the
resident memory of that process. With --kill it is killed (SIGKILL) three times on the way and started again.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.store import Store

WORDS = re.findall(
    r"\w+",
    "council minister bridge harbour vote budget strike court river league tariff ferry union report week north levy "
    "said rejects backs demands wants criticised welcomed proposed delayed signed reopened mayor deputies officials",
)
INGEST = """
import sys
from pathlib import Path
from flows import steps
from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources.config import sources_of
asked = sources_of([sys.argv[1]])
run = steps.Run(steps.new_run_id(), asked.sources, Home(Path(sys.argv[2])), Settings(), Knowledge())
steps.ingest(run)
print(run.counts[-1])
"""


def make_warc(path: Path, articles: int) -> None:
    """Write a WARC of that many pages, each of some 300 words of its own."""
    dice = random.Random(20260301)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(articles):
            paragraphs = "".join(
                f"<p>{' '.join(dice.choices(WORDS, k=60)).capitalize()} {number}.</p>" for _ in range(5)
            )
            page = (
                f"<html lang=en><head><title>Story {number}</title>"
                f"<meta property='article:published_time' content='2026-03-01T08:00:00Z'></head>"
                f"<body><article><h1>Story {number}</h1>{paragraphs}</article></body></html>"
            )
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://herald.example/{number}",
                "response",
                payload=io.BytesIO(page.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-03-02T08:00:00Z"},
            )
            writer.write_record(record)


def resident_mb(pid: int) -> float:
    """Resident memory of a process; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    line = next((one for one in status.splitlines() if one.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024


def watch(warc: Path, home: Path, limit_s: float | None) -> tuple[list[tuple[float, float]], str | None]:
    """Run ingest; samples of (seconds, MB), and what it printed, or none where it was killed at `limit_s`."""
    process = subprocess.Popen([sys.executable, "-c", INGEST, str(warc), str(home)], stdout=subprocess.PIPE, text=True)
    started, samples = time.monotonic(), []
    while process.poll() is None:
        passed = time.monotonic() - started
        samples.append((passed, resident_mb(process.pid)))
        if limit_s is not None and passed > limit_s:
            process.kill()
            process.communicate()
            return samples, None
        time.sleep(0.5)
    output, _ = process.communicate()
    return samples, output.strip()


def main() -> None:
    """Make the archive, ingest it, print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--kill-after", type=float, default=20, help="seconds")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warc, home = Path(folder) / "crawl.warc.gz", Path(folder) / "home"
        make_warc(warc, asked.articles)
        print(f"{asked.articles} articles, {warc.stat().st_size / 1e6:.1f} MB")
        for number in range(3 if asked.kill else 0):
            watch(warc, home, asked.kill_after)
            stored = sum(frame.height for frame in Store(str(home / "store")).article_keys())
            print(f"killed after {asked.kill_after:.0f} s ({number + 1}): {stored} articles stored")
        samples, output = watch(warc, home, None)
        print(output)
        quarters = [samples[len(samples) * part // 4 : len(samples) * (part + 1) // 4] for part in range(4)]
        print("MB at most, by quarter:", ", ".join(f"{max(mb for _, mb in part):.0f}" for part in quarters if part))
        print(f"{samples[-1][0]:.0f} s")
        ids = [one for frame in Store(str(home / "store")).article_keys() for one in frame["article_id"]]
        print(f"{len(ids)} articles stored, {len(ids) - len(set(ids))} of them twice")


if __name__ == "__main__":
    main()
