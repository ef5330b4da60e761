"""A URL as it may be shown or stored, and as it may be asked for.

    a URL as given  ->  shown: no user, no password, no secret in its query

A URL leaves this package only through `shown`: messages, logs and rows all have it from there.
"""

from __future__ import annotations

import re

HIDDEN = "***"
# authority ends at the first of / ? # (RFC 3986); what stands before its last @ is a user, with or without a password
_AUTHORITY = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*:)?//(?P<authority>[^/?#]*)", re.IGNORECASE)
_INNER_USER = re.compile(r"//[^/?#@]*:[^/?#]*@")  # in a URL inside the URL, as archives and redirectors have them
_PORTED = re.compile(r"[^:]*|\[[^\]]*\](:[0-9]*)?|[^:]*:[0-9]*")
_PARAMETER = re.compile(r"(?P<before>[?&;#])(?P<name>[^=&;#?]*)=(?P<value>[^&;#]*)")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SECRET_WORDS = frozenset(
    {"key", "token", "password", "passwd", "passphrase", "pwd", "pass", "secret", "signature", "sig", "hmac", "jwt"}
    | {"auth", "authorization", "bearer", "credential", "credentials", "session", "sessionid", "sid"}
)
_SECRET_ENDS = (
    "apikey",
    "accesskey",
    "accesskeyid",
    "secretkey",
    "privatekey",
    "token",
    "password",
    "passwd",
    "secret",
)


def shown(url: str) -> str:
    """The URL without user and password, and with `***` for each query value whose name looks like a secret's.

    Any text will do; what is no URL comes back with the same parts hidden, and white space and control characters
    written as `%20`.

    >>> shown("https://me:hunter2@news.example/feed?apiKey=abc&page=2")
    'https://news.example/feed?apiKey=***&page=2'
    """
    text = re.sub(r"[\x00-\x20\x7f]", "%20", url.strip())
    return _PARAMETER.sub(_hidden, _INNER_USER.sub("//", _without_user(text)))


def _without_user(text: str) -> str:
    found = _AUTHORITY.match(text)
    if found is None:
        # `me:hunter2@news.example` without its scheme: everything before the last @ may be a password
        return text.rpartition("@")[2] if re.match(r"[^/?#@]*:[^@]*@", text) else text
    authority = found["authority"]
    if "@" in authority:
        authority = authority.rpartition("@")[2]
    elif not _PORTED.fullmatch(authority) and "@" in text:
        # `//me:p/w@host`: a password with a slash in it, which ends the authority too early
        return (found["scheme"] or "") + "//" + text.rpartition("@")[2]
    return (found["scheme"] or "") + "//" + authority + text[found.end() :]


def _hidden(parameter: re.Match[str]) -> str:
    name = parameter["name"]
    # a `?` may stand in a value, and a further parameter after it
    value = HIDDEN if _is_secret(name) else _PARAMETER.sub(_hidden, parameter["value"])
    return f"{parameter['before']}{name}={value}"


def _is_secret(name: str) -> bool:
    squeezed = re.sub(r"[^a-z]", "", name.lower())
    return squeezed.endswith(_SECRET_ENDS) or any(word.lower() in _SECRET_WORDS for word in _WORDS.findall(name))
