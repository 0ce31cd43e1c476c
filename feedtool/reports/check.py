"""`feedtool check`: what matched, what did not and why, what apps will show, what is wrong and with whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedtool.checks import Finding, apps, check_feed, view
from feedtool.formats import Edition, chapters_json, rss
from feedtool.formats.words import counted
from feedtool.match import Unmatched
from feedtool.model import Level, Problem
from feedtool.publish import Loaded
from feedtool.refresh import Refreshed


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    loaded: Loaded
    problems: tuple[Problem, ...]
    """Upstream's, the notes', the enrichment's, and those that the checks find in our output."""
    apps: tuple[AppsView, ...]

    @property
    def clean(self) -> bool:
        return not any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class AppsView:
    """What each app shows of one enriched episode."""

    guid: str
    title: str
    apps: tuple[apps.AppView, ...]


def report(loaded: Loaded, edition: Edition, refreshed: Refreshed) -> Report:
    feed = rss.render(edition)
    files = {edition.url(page.path): page.render() for page in chapters_json.pages(edition)}
    findings = check_feed(
        feed, url=edition.feed_url, upstream=edition.document.data, chapters=files, derived=edition.is_copy
    )
    kept = (
        Problem(level="error", where="upstream", message=f"{refreshed.reason}; the last good copy is served"),
    )
    problems = (*(kept if refreshed.outcome == "kept" else ()), *loaded.problems, *map(_problem, findings))
    return Report(loaded=loaded, problems=problems, apps=tuple(_apps(edition, feed, files)))


def _problem(finding: Finding) -> Problem:
    level: Level = "info" if finding.upstream else "error" if finding.level == "MUST" else "warning"
    whose = "upstream's own: " if finding.upstream else ""
    return Problem(
        level=level, where=finding.where, message=f"{whose}{finding.message} (check {finding.check})"
    )


def _apps(edition: Edition, feed: bytes, files: Mapping[str, bytes]) -> Iterator[AppsView]:
    # None are seen in a document that lxml does not take.
    for item, node in zip(edition.show.items, view.parse(feed).items, strict=False):
        if item.chapters:
            seen = apps.item_view(node, files.get(node.attribute("podcast:chapters", "url")))
            yield AppsView(guid=item.guid, title=item.title, apps=apps.what_apps_show(seen))


# --- as JSON (contract: `feedtool check --json`)


def to_json(reports: list[Report]) -> str:
    return json.dumps({"shows": [_row(one) for one in reports]}, ensure_ascii=False, indent=1)


def _row(one: Report) -> dict[str, Any]:
    enriched = one.loaded.enriched
    return {
        "slug": one.loaded.slug,
        "episodes": len(enriched.show.items),
        "notes": len(one.loaded.notes),
        "matched": [
            {"note": found.note.name, "guid": found.item.guid, "evidence": found.evidence}
            for found in enriched.matched
        ],
        "unmatched": [
            {
                "note": lost.note.name,
                "reason": lost.reason,
                "candidates": [item.title for item in lost.candidates],
            }
            for lost in enriched.unmatched
        ],
        "problems": [
            {"level": problem.level, "where": problem.place, "message": problem.message}
            for problem in one.problems
        ],
        "apps": [
            {
                "guid": episode.guid,
                "title": episode.title,
                "shows": [
                    {"app": seen.app, "chapters": seen.chapters, "how": seen.how, "why": reason(seen)}
                    for seen in episode.apps
                ],
            }
            for episode in one.apps
        ],
    }


def reason(seen: apps.AppView) -> str:
    """Why an app shows what it shows, and who says so."""
    return "; ".join(filter(None, (seen.why, seen.source and f"source: {seen.source}")))


# --- as text


def text(one: Report, *, verbose: bool = False) -> str:
    parts = [
        summary(one.loaded),
        *_matches(one.loaded, verbose=verbose),
        *_app_lines(one, verbose=verbose),
        *_problem_lines(one, verbose=verbose),
    ]
    return "\n".join(parts)


def summary(loaded: Loaded) -> str:
    lines = (f"  {what:9} {said}" for what, said in counts(loaded))
    return "\n".join((f"{loaded.slug}: {loaded.enriched.show.title}", *lines))


def counts(loaded: Loaded) -> tuple[tuple[str, str], ...]:
    """How many matched, how many did not, and where the chapters come from."""
    enriched = loaded.enriched
    items = enriched.show.items
    sources: dict[str, int] = {}
    for item in items:
        if item.chapters_from:
            sources[item.chapters_from] = sources.get(item.chapters_from, 0) + 1
    matched, strays, other = len(enriched.matched), len(enriched.strays), len(enriched.foreign)
    kinds = ((matched, "matched"), (strays, "without an episode"), (other, "of other shows"))
    told = ", ".join(f"{count} {kind}" for count, kind in kinds if count)
    by_source = "".join(f", {count} from {name}" for name, count in sorted(sources.items()))
    return (
        ("episodes", str(len(items))),
        ("notes", f"{len(loaded.notes)}: {told}" if told else "none"),
        ("chapters", f"{sum(sources.values())} of {len(items)} episodes{by_source}"),
    )


def _matches(loaded: Loaded, *, verbose: bool) -> Iterator[str]:
    for found in loaded.enriched.matched:
        yield f"  matched   {found.note.name} → {found.item.title}  [{found.evidence}]"
    for lost in loaded.enriched.strays:
        yield from no_match(lost)
    for lost in loaded.enriched.foreign if verbose else ():
        yield f"  other     {lost.note.name}: {lost.reason}"


def no_match(lost: Unmatched) -> Iterator[str]:
    """The lines about a note without an episode."""
    yield f"  no match  {lost.note.name}: {lost.reason}"
    yield from (f"            nearest: {item.title}" for item in lost.candidates)


def _app_lines(one: Report, *, verbose: bool) -> Iterator[str]:
    """A line for each app about all episodes, and with `verbose` one about each of them."""
    if one.apps:
        yield "  what apps show"
    for app, shown, ways in by_app(one.apps):
        yield f"    {app.name:15} chapters in {shown} of {len(one.apps)} episodes ({ways})"
    for episode in one.apps if verbose else ():
        yield f"    {episode.title}"
        yield from (f"      {view.app:15} {view.chapters:3} {reason(view)}" for view in episode.apps)


def by_app(episodes: Sequence[AppsView]) -> Iterator[tuple[apps.App, int, str]]:
    """Each app, in how many of the episodes it shows chapters, and where it finds them (if nowhere, why not)."""
    for at, app in enumerate(apps.APPS if episodes else ()):
        seen = [episode.apps[at] for episode in episodes]
        ways = ", ".join(dict.fromkeys(view.how for view in seen if view.how)) or seen[0].why
        yield app, sum(view.chapters > 0 for view in seen), ways


def _problem_lines(one: Report, *, verbose: bool) -> Iterator[str]:
    told = [problem for problem in one.problems if verbose or problem.level != "info"]
    yield from (f"  {problem.level:9} {problem.place}: {problem.message}" for problem in told)
    if hidden := len(one.problems) - len(told):
        yield f"  {counted(hidden, '{} remark|{} remarks')} more with -v"
    if not told:
        yield "  nothing is wrong"
