"""The closed lists of the podcast namespace: groups, roles, mediums, licences, transcripts' media types.

Source: https://github.com/Podcastindex-org/podcast-namespace, the files and documents named at each.
"""

from __future__ import annotations

from typing import Final

TAXONOMY: Final[dict[str, tuple[str, ...]]] = {
    "creative direction": (
        "director",
        "assistant director",
        "executive producer",
        "senior producer",
        "producer",
        "associate producer",
        "development producer",
        "creative director",
    ),
    "cast": (
        "host",
        "co-host",
        "guest host",
        "guest",
        "voice actor",
        "narrator",
        "announcer",
        "reporter",
    ),
    "writing": (
        "author",
        "editorial director",
        "co-writer",
        "writer",
        "songwriter",
        "guest writer",
        "story editor",
        "managing editor",
        "script editor",
        "script coordinator",
        "researcher",
        "editor",
        "fact checker",
        "translator",
        "transcriber",
        "logger",
    ),
    "audio production": (
        "studio coordinator",
        "technical director",
        "technical manager",
        "audio engineer",
        "remote recording engineer",
        "post production engineer",
    ),
    "audio post-production": (
        "audio editor",
        "sound designer",
        "foley artist",
        "composer",
        "theme music",
        "music production",
        "music contributor",
    ),
    "administration": (
        "production coordinator",
        "booking coordinator",
        "production assistant",
        "content manager",
        "marketing manager",
        "sales representative",
        "sales manager",
    ),
    "visuals": ("graphic designer", "cover art designer"),
    "community": ("social media manager",),
    "misc.": ("consultant", "intern"),
    "video production": ("camera operator", "lighting designer", "camera grip", "assistant camera"),
    "video post-production": ("editor", "assistant editor"),
}
"""taxonomy-en.json, in lower case (case is no matter): group -> roles. docs/tags/person.md mixes them too."""

GROUPS: Final = tuple(TAXONOMY)
ROLES: Final = tuple(dict.fromkeys(role for roles in TAXONOMY.values() for role in roles))

_CONTENTS: Final = (
    "podcast",
    "music",
    "video",
    "film",
    "audiobook",
    "newsletter",
    "blog",
    "publisher",
    "course",
)
MEDIUMS: Final = (*_CONTENTS, *(f"{content}L" for content in _CONTENTS), "mixed")
"""docs/tags/medium.md: what a feed's items are, the lists of such (`musicL`), and the list of everything."""

LICENSES: Final = frozenset({"arr", "cc-by-4.0", "cc-by-nc-4.0", "cc-by-nc-nd-4.0", "pod-v4v-1.0"})
"""docs/examples/license/licenses.json, in lower case as docs/tags/license.md wants it."""

TRANSCRIPTS: Final = ("text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip")
"""docs/tags/transcript.md."""
