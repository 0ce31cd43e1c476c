"""Runs calls written as JSON, so that a case is a file: `[["person", "李明", {"role": "guest"}], …]`.

A trailing object holds keyword arguments. `{"source": ["ipfs://…"]}` as an argument calls one of `PARTS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from feedtool.namespaces import (
    Extension,
    PodcastEntryExtension,
    PodcastExtension,
    PodloveEntryExtension,
    integrity,
    remote_item,
    source,
    value_recipient,
    value_time_split,
)

EXTENSIONS: Final[dict[str, type[Extension]]] = {
    "channel": PodcastExtension,
    "item": PodcastEntryExtension,
    "chapters": PodloveEntryExtension,
}


def run(extension: Extension, calls: list[list[Any]]) -> Extension:
    """Make `calls` on `extension`."""
    for name, *given in calls:
        args, kwargs = _arguments(given)
        getattr(extension, name)(*args, **kwargs)
    return extension


def load(case: Path) -> Extension:
    """The extension for the folder that `case` is in, with its calls made."""
    return run(EXTENSIONS[case.parent.name](), json.loads(case.read_text(encoding="utf-8")))


def _arguments(given: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    keywords = given[-1] if given and isinstance(given[-1], dict) and not _is_call(given[-1]) else {}
    positional = given[:-1] if keywords else given
    return [_value(one) for one in positional], {key: _value(one) for key, one in keywords.items()}


def _is_call(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in PARTS


def _value(value: object) -> object:
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, dict) and _is_call(value):
        ((name, given),) = value.items()
        args, kwargs = _arguments(given if isinstance(given, list) else [given])
        return PARTS[name](*args, **kwargs)
    return value


def _item(*calls: list[Any]) -> Extension:
    return run(PodcastEntryExtension(), list(calls))


def _widths(*pairs: tuple[int, str]) -> dict[int, str]:
    return dict(pairs)


PARTS: Final[dict[str, Callable[..., Any]]] = {
    "@date": date.fromisoformat,
    "@datetime": datetime.fromisoformat,
    "@decimal": Decimal,
    "@item": _item,
    "@times": lambda text, count: text * count,
    "@widths": _widths,
    "integrity": integrity,
    "remote_item": remote_item,
    "source": source,
    "value_recipient": value_recipient,
    "value_time_split": value_time_split,
}
