"""Each item in apps/ (with its .chapters.json, if any) and what the apps show of it (.json)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedtool.checks import view
from feedtool.checks.apps import APPS, item_view, what_apps_show
from feedtool.upstream.names import NAMESPACES

CASES = sorted(Path(__file__).with_name("apps").glob("*.xml"))


def first_item(source: str) -> view.Node:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return view.parse(f'<rss version="2.0" {declared}><channel>{source}</channel></rss>'.encode()).items[0]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_apps_show(path: Path, expect: Callable[[Path, Any], None]) -> None:
    chapters = path.with_suffix(".chapters.json")
    item = item_view(
        first_item(path.read_text("utf-8")), chapters.read_bytes() if chapters.exists() else None
    )
    shown = what_apps_show(item)
    assert [view.app for view in shown] == [app.name for app in APPS]
    expect(path.with_suffix(".json"), [asdict(view) for view in shown])


def test_every_rule_names_a_public_source() -> None:
    assert all(rule.source.startswith("https://") for app in APPS for rule in app.rules)
    assert all(app.rules or app.unknown for app in APPS)
