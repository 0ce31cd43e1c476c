"""The table of checks, in order, and of those that one document cannot answer.

Sources in brackets: PSP-1: https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification, PN:
https://github.com/Podcastindex-org/podcast-namespace (docs/tags where only a tag is named), Apple:
https://podcasters.apple.com/support (with the page's number), FV: https://github.com/w3c/feedvalidator.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from feedtool.checks import channel, chapters_json, document, items, lossless, notes, opml, podcast, psc
from feedtool.checks.base import Check
from feedtool.checks.chapters_json import ChaptersFile
from feedtool.checks.view import Feed, Output

DOCUMENT: Final[tuple[Check[Feed], ...]] = (
    Check(
        1, "MUST", "well-formed UTF-8 that says so, without a byte order mark (RSS 2.0)", document.well_formed
    ),
    Check(2, "MUST", "root is rss 2.0 with one channel and no stray attribute (RSS 2.0)", document.root),
)

FEED: Final[tuple[Check[Output], ...]] = (
    Check(3, "MUST", "well-known namespace URIs are exact (PN docs/1.0.md; RFC 4287)", document.namespaces),
    Check(4, "MUST", "namespaces have their usual prefix (AntennaPod SyndHandler.java)", document.prefixes),
    Check(5, "MUST", "only RSS's own elements have no namespace (RSS 2.0)", document.null_namespace),
    Check(6, "MUST", "one title, link, description and language (RSS 2.0; PSP-1)", channel.required),
    Check(7, "MUST", "one self link, to this document (PSP-1; FV MissingAtomSelfLink)", channel.self_link),
    Check(8, "MUST", "itunes:explicit is true or false (Apple; FV truefalse)", channel.explicit),
    Check(9, "MUST", "upstream's cover and a category (Apple)", channel.image_and_category),
    Check(10, "MUST", "nothing in the channel twice that may stand once (PN docs/tags)", channel.once),
    Check(11, "MUST", "podcast:guid is a UUID of version 5 (PN guid.md)", channel.guid),
    Check(12, "MUST", "podcast:locked is yes or no (PN locked.md)", channel.locked),
    Check(13, "MUST", "nothing that leads back to upstream (AntennaPod Itunes.java)", channel.inherited),
    Check(14, "SHOULD", "a copy tells directories to leave it out (Apple; PN block.md)", channel.blocked),
    Check(15, "SHOULD", "values of 255 characters, no white space around (PSP-1; Apple)", channel.values),
    Check(16, "MUST", "every item and element of upstream's is there (ours)", lossless.everything),
    Check(18, "MUST", "an item without a note is upstream's (ours)", lossless.without_note),
    Check(19, "MUST", "a title or a description, no element twice (RSS 2.0; PN; PSC)", items.counts),
    Check(20, "MUST", "guids are upstream's, one for each item (RSS 2.0; FV)", items.guids),
    Check(22, "MUST", "enclosures are upstream's and complete (RSS 2.0; FV)", items.enclosures),
    Check(23, "MUST", "no audio twice (Apple 823)", items.distinct),
    Check(24, "SHOULD", "audio is of a type that Apple takes (Apple)", items.media_types),
    Check(25, "MUST", "dates are RFC 2822 and upstream's (RSS 2.0; FV rfc822)", items.dates),
    Check(26, "MUST", "durations and numbers are in form (FV itunes.py)", items.numbers),
    Check(27, "MUST", "description first (FV NeedDescriptionBeforeContent)", items.description_first),
    Check(28, "SHOULD", "description of 4,000 bytes and whole tags (Apple; PSP-1)", notes.size),
    Check(29, "SHOULD", "few tags, none that act (Apple; PSP-1; FV SecurityRisk)", notes.elements),
    Check(30, "MUST", "links in show notes are absolute (FV ContainsRelRef)", notes.links),
    Check(31, "MUST", "added text is escaped (XML 1.0; HTML)", notes.escaped),
    Check(32, "MUST", "no time in an attribute (AntennaPod; Pocket Casts)", notes.clocks_in_attributes),
    Check(33, "MUST", "media fragments are seconds, start before end (W3C Media Fragments)", notes.fragments),
    Check(
        34, "SHOULD", "timestamp lines that all apps read (Apple 5482; Spotify; YouTube)", notes.timestamps
    ),
    Check(35, "SHOULD", "times stand free (AntennaPod; Pocket Casts)", notes.spaces),
    Check(36, "SHOULD", "content:encoded is the longest (AntennaPod setDescriptionIfLonger)", notes.longest),
    Check(38, "MUST", "podcast:chapters has a URL and its type (PN chapters.md)", podcast.chapters_link),
    Check(39, "SHOULD", "podcast:chapters has a hash of the file (AntennaPod)", podcast.chapters_hash),
    Check(40, "MUST", "soundbites lie inside the episode (PN soundbite.md)", podcast.soundbites),
    Check(41, "SHOULD", "soundbites last 15 to 120 seconds (PN soundbite.md)", podcast.soundbite_length),
    Check(42, "MUST", "soundbites have titles (PN soundbite.md; partytime)", podcast.soundbite_title),
    Check(44, "MUST", "persons have a name and a known role (PN person.md)", podcast.persons),
    Check(45, "MUST", "an item with persons has its hosts (PN person.md)", podcast.hosts),
    Check(46, "MUST", "transcripts have a URL and a known type (PN transcript.md)", podcast.transcripts),
    Check(47, "MUST", "psc:chapters can be read by all (PSC; AntennaPod; feedparser)", psc.chapters),
    Check(48, "MUST", "psc:chapters and the JSON file agree (AntennaPod ChapterMerger)", psc.like_json),
    Check(49, "MUST", "no channel element in an item (PN docs/tags; RFC 5005)", podcast.channel_only),
    Check(50, "SHOULD", "an enriched item credits upstream (RSS 2.0 source)", podcast.credit),
)

CHAPTERS: Final[tuple[Check[ChaptersFile], ...]] = (
    Check(51, "MUST", "strict JSON, version 1.2.0 (PN jsonChapters.md; RFC 8259)", chapters_json.strict),
    Check(52, "MUST", "starts ascend inside the episode (PN jsonChapters.md)", chapters_json.starts),
    Check(53, "MUST", "values have their types, none is null (PN jsonChapters.md)", chapters_json.values),
    Check(
        54, "SHOULD", "the first chapter starts at 0 (Apple; Spotify; Pocket Casts)", chapters_json.opening
    ),
    Check(55, "SHOULD", "no hidden chapters (AntennaPod PodcastIndexChapterParser)", chapters_json.silent),
)

OPML: Final[tuple[Check[Feed], ...]] = (
    Check(72, "SHOULD", "OPML 2.0 with text, type and xmlUrl (OPML 2.0; FV opml.py)", opml.opml),
)

CHECKS: Final[tuple[Check[Any], ...]] = (*DOCUMENT, *FEED, *CHAPTERS, *OPML)
"""All of them, by number."""

ELSEWHERE: Final[Mapping[int, str]] = MappingProxyType(
    {
        17: "same input, same bytes: needs two runs",
        21: "which note joins which item: the matching knows",
        37: "enriching twice: needs two runs",
        43: "the soundbites of one known note: a test of reading it",
        56: "which source of chapters was taken: the report says",
        57: "the chapters of one known note: a test of reading it",
        58: "how times are written in notes: a test of reading them",
        71: "export and server give the same bytes: needs both",
    }
)
"""Checks that no single document can answer, and why."""
