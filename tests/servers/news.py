"""A news site on loopback, with pages that behave and pages that do not.

    with NewsServer() as news:
        news.page("/a", article_page("Title", ["A paragraph."], "2026-03-01"))
        news.route("/busy", Reply(status=429, headers={"Retry-After": "1"}), Reply(b"now"))
        ... fetch news.url("/a") ...
        news.asked("/a")  # the requests that came

A route is a list of replies: each request takes the next one, and the last one stays. What is not routed is a 404,
`/robots.txt` too. Misbehaviour (see `tests.servers.behaviours`) is a function that writes to the connection itself.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """One answer, with its Content-Length unless the headers have their own."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request that came: path with its query, headers in lower case, and the clock (monotonic seconds)."""

    path: str
    headers: Mapping[str, str]
    at: float


class Exchange:
    """One request in the hands of a behaviour, which writes the answer byte for byte; the connection ends after it."""

    def __init__(self, news: NewsServer, asked: Asked, write: Callable[[bytes], object]) -> None:
        self.news = news
        self.asked = asked
        self._write = write

    def send(self, data: bytes) -> bool:
        """Whether the bytes went out: false once the other side has gone or the server stops."""
        try:
            self._write(data)
        except OSError:
            return False
        with self.news.lock:
            self.news.sent[self.asked.path] += len(data)
        return not self.news.stopping.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether the time passed without the server being stopped."""
        return not self.news.stopping.wait(seconds)


Behaviour = Callable[[Exchange], None]


class NewsServer:
    """Serves until its `with` block ends. `sent` counts the bytes of bodies and behaviours by path."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.requests: list[Asked] = []
        self.sent: Counter[str] = Counter()
        self.under_way = 0
        self.most_under_way = 0
        self._routes: dict[str, list[Reply | Behaviour]] = {}
        self._server = _Server((host, 0), _Handler)
        self._server.news = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> NewsServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}:{self.port}{path}"

    def route(self, path: str, *replies: Reply | Behaviour) -> str:
        """Answer the path (with its query, if it has one) by these; its URL."""
        self._routes[path] = list(replies)
        return self.url(path)

    def page(
        self,
        path: str,
        body: str | bytes,
        content_type: str = HTML,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> str:
        """Serve a document, and a 304 to who has this version of it by ETag or Last-Modified; its URL."""
        told = {"ETag": etag, "Last-Modified": last_modified}
        headers = {"Content-Type": content_type} | {name: value for name, value in told.items() if value}
        reply = Reply(body.encode() if isinstance(body, str) else body, headers=headers)
        return self.route(path, reply)

    def robots(self, text: str) -> None:
        self.page("/robots.txt", text, "text/plain")

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Send whoever asks for the path to the target; its URL."""
        return self.route(path, Reply(status=status, headers={"Location": target}))

    def asked(self, path: str) -> list[Asked]:
        """The requests for this path, in order."""
        with self.lock:
            return [one for one in self.requests if one.path == path]

    def next_reply(self, asked: Asked) -> Reply | Behaviour:
        with self.lock:
            self.requests.append(asked)
            replies = self._routes.get(asked.path, [Reply(b"not here", 404)])
            return replies.pop(0) if len(replies) > 1 else replies[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    news: NewsServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        news = self.server.news
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
        with news.lock:
            news.under_way += 1
            news.most_under_way = max(news.most_under_way, news.under_way)
        try:
            reply = news.next_reply(asked)
            if isinstance(reply, Reply):
                self._answer(_unless_known(reply, asked), asked)
            else:
                self.close_connection = True
                reply(Exchange(news, asked, self.wfile.write))
        finally:
            with news.lock:
                news.under_way -= 1

    def _answer(self, reply: Reply, asked: Asked) -> None:
        self.send_response(reply.status)
        names = {name.lower() for name in reply.headers}
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "content-length" not in names and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        if "content-length" in names:
            self.close_connection = True
        self.end_headers()
        Exchange(self.server.news, asked, self.wfile.write).send(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests look at `NewsServer.requests` instead."""


def _unless_known(reply: Reply, asked: Asked) -> Reply:
    pairs = (("ETag", "if-none-match"), ("Last-Modified", "if-modified-since"))
    is_known = any(name in reply.headers and asked.headers.get(header) == reply.headers[name] for name, header in pairs)
    if reply.status != 200 or not is_known:
        return reply
    return Reply(status=304, headers={name: reply.headers[name] for name, _ in pairs if name in reply.headers})


def article_page(
    title: str, paragraphs: Iterable[str], date: str, author: str = "Ida Roos", canonical: str = ""
) -> str:
    """A page as news sites make them: navigation, article, footer. `date` is ISO 8601."""
    link = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    text = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Harbour Post</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="{escape(date)}"><meta name="author" content="{escape(author)}">
{link}</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{escape(title)}</h1>
<p class="byline">By {escape(author)}</p>
{text}
</article></main>
<footer><p>Harbour Post. All rights reserved.</p></footer></body></html>
"""


def rss(entries: Iterable[tuple[str, str, str]], title: str = "Harbour Post") -> str:
    """An RSS 2.0 feed of (title, URL, RFC 822 date)."""
    items = "\n".join(
        f"<item><title>{escape(one)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<pubDate>{escape(date)}</pubDate></item>"
        for one, url, date in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{escape(title)}</title><link>https://harbour.example/</link>
<description>News of the harbour</description>
{items}
</channel></rss>
"""


def sitemap(entries: Iterable[tuple[str, str, str]], publisher: str = "Harbour Post") -> str:
    """A news sitemap of (title, URL, W3C date)."""
    urls = "\n".join(
        f"<url><loc>{escape(url)}</loc><lastmod>{escape(date)}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(publisher)}</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{escape(date)}</news:publication_date><news:title>{escape(title)}</news:title>"
        "</news:news></url>"
        for title, url, date in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}
</urlset>
"""


def sitemap_index(urls: Iterable[str]) -> str:
    """A sitemap index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>\n'
    )
