"""The README's recipes: what can be checked of them where neither Docker nor GitHub is at hand."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from feedtool import web
from feedtool.cli import main

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def block(language: str) -> str:
    """The README's one block of code in that language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(found)


# --- commands, wherever they stand


def dockerfile() -> list[tuple[str, str]]:
    """Instruction and its words, in order."""
    lines = block("dockerfile").replace("\\\n", " ").splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines if line]


def unit() -> dict[str, list[str]]:
    """All values of each of the unit's directives."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"(?m)^(\w+)=(.*)$", block("ini")):
        found.setdefault(key, []).append(value)
    return found


def workflow() -> Any:
    return yaml.safe_load(block("yaml"))["jobs"]["export"]


def commands() -> list[list[str]]:
    """Every `feedtool …` that the recipes run, as words."""
    lines = [
        *(line for text in SHELL for line in text.replace("\\\n", " ").splitlines()),
        *(step["run"] for step in workflow()["steps"] if "run" in step),
        *unit()["ExecStart"],
        shlex.join(json.loads(dict(dockerfile())["CMD"])),
        *re.findall(r"`([^`\n]*feedtool (?:export|serve) -[^`\n]*)`", README),
    ]
    words = [
        re.split(r"&&|\|\||\s#", re.split(r"(?:^|[\s/])feedtool ", line)[1])[0]
        for line in lines
        if _runs(line)
    ]
    return [shlex.split(text) for text in words]


def _runs(line: str) -> bool:
    return bool(re.search(r"(?:^|&& |/bin/)feedtool [a-z]", line))


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_line_is_one(words: list[str]) -> None:
    command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words:
        name, words = words[0], words[1:]
        found = command.get_command(context, name)
        assert found, name
        command = found  # type: ignore[assignment]
    command.make_context("feedtool", [word.replace("$BASE_URL", "https://me.example") for word in words])


def test_there_are_commands() -> None:
    assert {"add", "serve", "export"} <= {words[0] for words in commands()}
    assert len(commands()) >= 7


def test_gunicorn_finds_the_app() -> None:
    (target,) = re.findall(r"gunicorn .*'([\w.]+):(\w+)\(\)'", README)
    assert target == (web.__name__, web.create_app.__name__)


# --- Docker


def test_the_image_is_small_and_not_root_s() -> None:
    steps = dockerfile()
    images = [words.split()[0] for name, words in steps if name == "FROM"]
    assert all(re.fullmatch(r"python:3\.\d+-slim", image) for image in images)
    last = [name for name, _ in steps[[name for name, _ in steps].index("FROM", 1) :]]
    assert last.index("USER") < last.index("CMD")
    assert int(dict(steps)["USER"]) >= 10_000  # a number, so that orchestrators can tell that it is not root
    assert "/healthz" in dict(steps)["HEALTHCHECK"]
    for form in (dict(steps)["CMD"], dict(steps)["HEALTHCHECK"].partition("CMD ")[2]):
        assert json.loads(form)[0].startswith("/venv/bin/")


def test_what_the_image_is_built_of_is_let_through() -> None:
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert all((PROJECT / name).exists() for name in kept)
    assert kept == {"feedtool", "pyproject.toml", "README.md", "LICENSE"}


# --- systemd


def test_the_unit_is_one(tmp_path: Path) -> None:
    path = tmp_path / "feedtool.service"
    text = block("ini").replace("/opt/feedtool/bin/feedtool", sys.executable).replace("User=feedtool\n", "")
    path.write_text(text, encoding="utf-8")
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not here")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    assert [line for line in told.stderr.splitlines() if path.name in line] == []


def test_the_unit_lets_write_only_below_feeds() -> None:
    found = unit()
    (feeds,) = found["ReadWritePaths"]
    assert f"FEEDTOOL_FEEDS={feeds}" in found["Environment"][0].split()
    assert found["ProtectSystem"] == ["strict"]
    assert int(found["TimeoutStopSec"][0]) > 10


# --- GitHub


def test_the_workflow_publishes_what_it_exports() -> None:
    steps = workflow()["steps"]
    uses = {step["uses"].partition("@")[0]: step for step in steps if "uses" in step}
    (export,) = (words for words in commands() if "$BASE_URL" in words)
    assert export[export.index("--out") + 1] == uses["actions/upload-pages-artifact"]["with"]["path"]
    assert workflow()["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert {
        "actions/checkout",
        "actions/cache",
        "actions/configure-pages",
        "actions/deploy-pages",
    } <= uses.keys()


# --- proxies


@pytest.mark.parametrize("language", ["nginx", "caddyfile"])
def test_proxies_set_or_clear_all_that_is_believed(language: str) -> None:
    text = block(language)
    assert text.count("{") == text.count("}")
    assert "127.0.0.1:8000" in text
    for header in ("Host", "Proto", "For", "Prefix"):
        assert re.search(rf"X-Forwarded-{header}|, -{header}| -{header} ", text), header
