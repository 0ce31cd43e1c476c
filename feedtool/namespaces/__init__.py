"""feedgen extensions for the podcast namespace ("Podcasting 2.0") and for Podlove Simple Chapters 1.2.

feedgen writes RSS and Apple's tags; these add what has come since. They need feedgen and lxml only:

    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.register_extension("podcasting", PodcastExtension, PodcastEntryExtension, atom=False)
    feed.register_extension("podlove", PodloveExtension, PodloveEntryExtension, atom=False)
    feed.podcasting.guid(guid_from_url("https://example.com/feed.xml")).locked()
    entry = feed.add_entry(order="append")
    entry.podcasting.person("李明", role="guest").soundbite(73, 60, "为什么是现在")
    entry.podlove.chapter(0, "开场").chapter(140.5, "过往实习", href="https://example.com/intern")

("podcast" is the name of feedgen's own extension for Apple's tags.) Without a generator the same object fills
an lxml element, or gives its elements as bytes to put into a document that is there already:

    tags = PodcastEntryExtension().chapters("https://example.com/1.json")
    tags.extend_rss(etree.Element("item"))
    children(tags)  # b'<podcast:chapters url="https://example.com/1.json" type=…

Every method adds its tag and returns the extension. A tag with count 1 takes the place of the one before.

| tag | method | in | count | inside |
|---|---|---|---|---|
| alternateEnclosure | alternate_enclosure | item | n | source, integrity |
| block | block | channel | n | |
| chapters | chapters | item | 1 | |
| chat | chat | channel, item | 1 | |
| contentLink | content_link | item | n | |
| episode | episode | item | 1 | |
| funding | funding | channel, item | n | |
| guid | guid | channel | 1 | |
| image | image | channel, item | n | |
| images | images | channel, item | 1 | |
| license | license | channel, item | 1 | |
| liveItem | live_item | channel | n | all that may stand in an item |
| location | location | channel, item | n | |
| locked | locked | channel | 1 | |
| medium | medium | channel | 1 | |
| person | person | channel, item | n | |
| podping | podping | channel | 1 | |
| podroll | podroll | channel | 1 | remote_item |
| publisher | publisher | channel | 1 | |
| remoteItem | remote_item | channel | n | |
| season | season | item | 1 | |
| socialInteract | social_interact | channel, item | n | |
| socialInteract | social_interact_disabled | channel, item | n | |
| soundbite | soundbite | item | n | |
| trailer | trailer | channel | n | |
| transcript | transcript | item | n | |
| txt | txt | channel, item | n | |
| updateFrequency | update_frequency | channel | 1 | |
| value | value | channel, item | n | value_recipient, value_time_split |

Enforced, by a ValueError that names element and attribute, what was given and what is expected: required
attributes, the documents' limits of length (nothing is cut), finite decimals, http(s) URLs, roles and groups
of the taxonomy (in any case), UUIDs, media types, time zones, what may stand inside what, characters that XML
has, that chapters ascend. A value of another type than the annotated one is a TypeError or AttributeError.

Sources: https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags,
https://podlove.org/simple-chapters/
"""

from __future__ import annotations

from .element import NAMESPACES, Element
from .extension import Extension, children
from .guid import guid_from_url
from .podcast import PodcastExtension
from .podcast_entry import PodcastEntryExtension
from .podcast_parts import (
    integrity,
    remote_item,
    source,
    value_recipient,
    value_time_split,
)
from .podlove import PodloveEntryExtension, PodloveExtension

__all__ = [
    "NAMESPACES",
    "Element",
    "Extension",
    "PodcastEntryExtension",
    "PodcastExtension",
    "PodloveEntryExtension",
    "PodloveExtension",
    "children",
    "guid_from_url",
    "integrity",
    "remote_item",
    "source",
    "value_recipient",
    "value_time_split",
]
