"""The templates, and the assets beside them: style, scripts, icon."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

from feedtool import timecode
from feedtool.formats import addresses
from feedtool.formats.edition import Page, digest
from feedtool.formats.words import counted
from feedtool.model import Item
from feedtool.shownotes import titles
from feedtool.soundbites import name as snip_name

_ASSET_TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

# Nothing inline. Our scripts fetch nothing, but audits of a page ask for robots.txt in its name. Pictures and audio
# come from publishers' hosts, by any number of redirects: no list of hosts would hold. https://www.w3.org/TR/CSP3/
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:;"
    " media-src 'self' http: https:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def render(template: str, **context: Any) -> bytes:
    html: str = _environment().get_template(template).render(context)
    return html.encode()


@cache
def assets() -> dict[str, Page]:
    """File name → page; the name in the URL carries a hash, so that browsers may keep it for ever."""
    files = (
        file for file in resources.files(__package__).joinpath("assets").iterdir() if file.name[0] != "."
    )
    return {
        file.name: _asset(file.name, file.read_bytes()) for file in sorted(files, key=lambda file: file.name)
    }


def _asset(name: str, data: bytes) -> Page:
    stem, _, suffix = name.rpartition(".")
    return Page(f"_assets/{stem}.{digest(data)}.{suffix}", _ASSET_TYPES[suffix], lambda: data)


def _integrity(name: str) -> str:
    """What a browser checks an asset by, wherever the export is hosted (https://www.w3.org/TR/SRI/)."""
    return "sha384-" + b64encode(hashlib.sha384(assets()[name].render()).digest()).decode()


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only pages need it

    environment = Environment(
        loader=PackageLoader("feedtool.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bare": _bare,
        "clock": _clock,
        "counted": counted,
        "day": _day,
        "host": _host,
        "linked": addresses.linked,
        "seconds": timecode.decimal,
        "short": titles.short,
    }
    environment.globals |= {
        "asset": lambda name: assets()[name].path,
        "integrity": _integrity,
        "policy": POLICY,
        "snip_name": snip_name,
    }
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


def _clock(seconds: float) -> str:
    """`02:20`, and `01:02:03` from the first hour on."""
    return timecode.clock(seconds).removeprefix("00:")


def _day(item: Item) -> str:
    return item.published.strftime("%Y-%m-%d") if item.published else ""


def _bare(url: str) -> str:
    """An address as people say it."""
    return url.partition("://")[2] or url


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:  # a bracket that closes nowhere
        return url
