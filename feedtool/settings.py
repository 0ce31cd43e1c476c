"""show.toml → Settings: one table says which keys there are, of what kind, and what they are when not given."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from feedtool.errors import SettingsError

Vanished = Literal["keep", "follow"]
Mode = Literal["listener", "owner"]
VANISHED: tuple[Vanished, ...] = ("keep", "follow")
MODES: tuple[Mode, ...] = ("listener", "owner")
LANGUAGES = ("en", "zh")
"""What the pages' interface can be in."""
SOURCES = ("note", "upstream", "audio", "description")
"""All places where chapters may come from; `audio` only where the settings ask for it, since it costs downloads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """One show's settings; the defaults suit most people."""

    upstream: str
    """A feed URL, or a file's path relative to show.toml."""
    notes: tuple[str, ...] = ("notes",)
    """Folders or globs of Markdown: relative to show.toml, absolute, or beginning with ~."""
    public_url: str = ""
    """Where the export will live, without the show's slug; "" takes the address from the request."""
    mode: Mode = "listener"
    title_suffix: str = ""
    guid: str = ""
    """The feed's podcast:guid; "" derives it from the feed's own URL. Give it to keep it across a move."""
    vanished: Vanished = "keep"
    """What becomes of episodes that upstream has no more."""
    chapter_sources: tuple[str, ...] = ("note", "upstream", "description")
    opening: str = ""
    """Title of the chapter inserted at 0 when the first one starts later; "" goes by the show's language."""
    page_language: str = ""
    """One of `LANGUAGES`, for whoever asks for none of them, and for files; "" goes by the show's language."""

    @property
    def upstream_is_url(self) -> bool:
        return is_url(self.upstream)

    @property
    def is_copy(self) -> bool:
        """For a listener's personal copy, not the publisher's own feed."""
        return self.mode == "listener"


def is_url(text: str) -> bool:
    return text.lower().startswith(("http:", "https:"))


def is_address(text: str) -> bool:
    """Whether a web address has all that one needs to go anywhere."""
    try:
        parts = urlsplit(text)
        return is_url(text) and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", text)
    except ValueError:  # a port that is no number, half of an IPv6 address
        return False


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""With line breaks, and what stands for bytes that are no text. The joiners inside emoji may stay."""


class _Wrong(Exception):
    """What was expected of a value."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or _CONTROL.search(value):
        raise _Wrong("a text in quotes, without control characters")
    return value


def _upstream(value: Any) -> str:
    text = _text(value).strip()
    if not text or (("://" in text or is_url(text)) and not is_address(text)):
        raise _Wrong("the feed's address (http:// or https://), or the name of a file beside show.toml")
    return text


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise _Wrong('a list of texts, such as ["notes"]')
    for entry in value:
        _text(entry)
    return tuple(value)


def _public_url(value: Any) -> str:
    text = _text(value).rstrip("/")
    if text and (not is_address(text) or "?" in text or "#" in text):
        raise _Wrong('an address such as "https://me.example/podcasts", or "" to take it from the request')
    return text


def base_url(text: str) -> str:
    """A site's address as the command line gives it, without a slash at the end. Raises `SettingsError`."""
    try:
        return _public_url(text)
    except _Wrong as wrong:
        raise SettingsError(f"the site's address is {_shown(text)}; expected {wrong}") from wrong


def _one_of(choices: Sequence[str], expected: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        for choice in choices:
            if value == choice:
                return choice
        raise _Wrong(expected)

    return read


_mode = _one_of(MODES, '"listener" (a personal copy) or "owner" (the publisher\'s own feed)')
_vanished = _one_of(
    VANISHED, '"keep" (an episode once seen stays) or "follow" (it goes when upstream drops it)'
)
_page_language = _one_of(
    ("", *LANGUAGES), '"en" (English), "zh" (Chinese), or "" to go by the show\'s language'
)


def _guid(value: Any) -> str:
    text = _text(value)
    if text and not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise _Wrong("a UUID in lower case, such as 9b024349-ccf0-5f69-a609-6b82873eab3c")
    return str(UUID(text)) if text else ""


def _sources(value: Any) -> tuple[str, ...]:
    names = _texts(value)
    if not set(names) <= set(SOURCES) or len(set(names)) < len(names):
        raise _Wrong("each at most once of " + ", ".join(f'"{name}"' for name in SOURCES))
    return names


_MOST_SHOWN = 200
"""Characters of a value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of show.toml: its path in the file, the field it sets, and who reads its value."""

    path: str
    field: str
    read: Callable[[Any], Any]
    help: str


KEYS = (
    Key("upstream", "upstream", _upstream,
        "the publisher's feed: its URL, or a file beside show.toml"),
    Key("notes", "notes", _texts,
        "folders or globs of Markdown notes; relative to show.toml, absolute, or ~"),
    Key("public_url", "public_url", _public_url,
        "where the feeds will live; empty: taken from the request"),
    Key("mode", "mode", _mode,
        "`listener`: marked as a personal copy; `owner`: keeps the publisher's identity"),
    Key("title_suffix", "title_suffix", _text,
        "added to the channel's title"),
    Key("guid", "guid", _guid,
        "the feed's podcast:guid, to keep it across a move; empty: derived from its URL"),
    Key("vanished", "vanished", _vanished,
        "`keep`: an episode once seen stays when upstream drops it; `follow`: it goes"),
    Key("chapters.sources", "chapter_sources", _sources,
        "where chapters come from; the first that has any wins"),
    Key("chapters.opening", "opening", _text,
        "title of the chapter inserted at 0; empty: by the show's language"),
    Key("pages.language", "page_language", _page_language,
        "`en` or `zh`: the pages' interface where a browser's languages don't decide; empty: by the show's language"),
)  # fmt: skip


def parse(text: str, where: PurePath | str = "show.toml") -> Settings:
    """Settings from show.toml's text. Raises `SettingsError` naming file, key and what was expected."""
    try:
        values = _flat(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where}: not valid TOML: {error}; texts stand in quotes") from error
    except (ValueError, RecursionError) as error:  # Python's own bounds
        raise SettingsError(
            f"{where}: a number in it is too long, or something is nested too deep"
        ) from error
    known = {key.path: key for key in KEYS}
    for path in values:
        if path not in known:
            raise SettingsError(f"{where}: unknown key `{path}`; the keys are {', '.join(known)}")
    if "upstream" not in values:
        raise SettingsError(
            f"{where}: the key `upstream` is missing: the feed's address, or a file beside show.toml"
        )
    return Settings(**{known[path].field: _read(known[path], value, where) for path, value in values.items()})


def _read(key: Key, value: Any, where: PurePath | str) -> Any:
    try:
        return key.read(value)
    except _Wrong as expected:
        raise SettingsError(f"{where}: `{key.path}` is {_shown(value)}; expected {expected}") from None


def _shown(value: Any) -> str:
    """A value as show.toml has it, or nearly; a long one cut."""
    text = repr(value) if isinstance(value, (str, list)) else str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested tables as dotted paths: {"chapters": {"opening": …}} → {"chapters.opening": …}."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat


def template(upstream: str, notes: Sequence[str]) -> str:
    """A new show.toml: what was given, and every other key as a comment with its default."""
    given = {"upstream": upstream, "notes": list(notes) or ["notes"]}
    defaults = Settings(upstream=upstream)
    lines, table = [], ""
    for key in KEYS:
        head, _, name = key.path.rpartition(".")
        if head != table:
            lines += ["", f"[{head}]"]
            table = head
        value = given.get(key.path, getattr(defaults, key.field))
        mark = "" if key.path in given else "# "
        lines += [f"# {key.help}", f"{mark}{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A text or a list of texts as TOML; its basic strings are JSON's."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
