"""The tags of the podcast namespace as one table: attributes, which are required, text, children, count.

Source: https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags (its docs/schema/podcast.xsd
contradicts these documents in places). URLs that they want as https may be http: the audio of many a feed is.
"""

from __future__ import annotations

from typing import Final

from . import datatypes as types
from .tag import Tag
from .vocabularies import GROUPS, MEDIUMS, ROLES, TRANSCRIPTS

_MEDIUM: Final = types.one_of(MEDIUMS)

TAGS: Final[dict[str, Tag]] = {
    # in an item
    "chapters": Tag(
        attributes={"url": types.URL, "type": types.MEDIA_TYPE}, required=("url", "type"), single=True
    ),
    "transcript": Tag(
        attributes={
            "url": types.URL,
            "type": types.one_of(TRANSCRIPTS),
            "language": types.LANGUAGE,
            "rel": types.one_of(["captions"]),
        },
        required=("url", "type"),
    ),
    "soundbite": Tag(
        attributes={"startTime": types.SECONDS, "duration": types.DURATION},
        required=("startTime", "duration"),
        text=types.text(128, least=0),
    ),
    "season": Tag(attributes={"name": types.text(128)}, text=types.integer(0), single=True),
    "episode": Tag(attributes={"display": types.text(32)}, text=types.DECIMAL, single=True),
    "contentLink": Tag(attributes={"href": types.URI}, required=("href",), text=types.text(least=0)),
    "alternateEnclosure": Tag(
        attributes={
            "type": types.MEDIA_TYPE,
            "length": types.integer(0),
            "bitrate": types.DECIMAL,
            "height": types.integer(1),
            "lang": types.LANGUAGE,
            "title": types.text(32),
            "rel": types.text(32),
            "codecs": types.text(),
            "default": types.BOOLEAN,
        },
        required=("type",),
        children=types.matching(
            "source(?: source)*(?: integrity)?", "one source at least, then one integrity at most"
        ),
    ),
    "source": Tag(attributes={"uri": types.URI, "contentType": types.MEDIA_TYPE}, required=("uri",)),
    "integrity": Tag(
        attributes={"type": types.one_of(["sri", "pgp-signature"]), "value": types.TOKEN},
        required=("type", "value"),
    ),
    # in a channel or an item
    "person": Tag(
        attributes={
            "role": types.one_of(ROLES, "a role of the podcast taxonomy"),
            "group": types.one_of(GROUPS, "a group of the podcast taxonomy"),
            "img": types.URL,
            "href": types.URL,
        },
        text=types.text(128),
    ),
    "location": Tag(
        attributes={
            "rel": types.one_of(["subject", "creator"]),
            "geo": types.GEO_URI,
            "osm": types.OSM_ID,
            "country": types.COUNTRY,
        },
        text=types.text(128),
    ),
    "license": Tag(attributes={"url": types.URL}, text=types.text(128), single=True),
    "funding": Tag(attributes={"url": types.URL}, required=("url",), text=types.text(128)),
    "txt": Tag(attributes={"purpose": types.text(128)}, text=types.text(4000)),
    "image": Tag(
        attributes={
            "href": types.URL,
            "alt": types.text(),
            "aspect-ratio": types.ASPECT_RATIO,
            "width": types.integer(1),
            "height": types.integer(1),
            "type": types.MEDIA_TYPE,
            "purpose": types.text(128),
        },
        required=("href",),
    ),
    "images": Tag(attributes={"srcset": types.SRCSET}, required=("srcset",), single=True),
    "chat": Tag(
        attributes={
            "server": types.TOKEN,
            "protocol": types.TOKEN,
            "accountId": types.text(),
            "space": types.text(),
        },
        required=("server", "protocol"),
        single=True,
    ),
    "socialInteract": Tag(
        attributes={
            "protocol": types.matching(r"(?!disabled$)\S+", "a protocol such as activitypub"),
            "uri": types.URI,
            "accountId": types.text(),
            "accountUrl": types.URL,
            "priority": types.integer(0),
        },
        required=("protocol", "uri"),
    ),
    "value": Tag(
        attributes={"type": types.TOKEN, "method": types.TOKEN, "suggested": types.DECIMAL},
        required=("type", "method"),
        children=types.matching(
            "valueRecipient(?: valueRecipient)*(?: valueTimeSplit)*",
            "one valueRecipient at least, then the valueTimeSplits",
        ),
    ),
    "valueRecipient": Tag(
        attributes={
            "name": types.text(),
            "customKey": types.text(),
            "customValue": types.text(),
            "type": types.TOKEN,
            "address": types.TOKEN,
            "split": types.integer(0),
            "fee": types.BOOLEAN,
        },
        required=("type", "address", "split"),
    ),
    "valueTimeSplit": Tag(
        attributes={
            "startTime": types.SECONDS,
            "duration": types.DURATION,
            "remoteStartTime": types.SECONDS,
            "remotePercentage": types.integer(0, 100),
        },
        required=("startTime", "duration"),
        children=types.matching(
            "remoteItem|valueRecipient(?: valueRecipient)*", "one remoteItem, or one valueRecipient at least"
        ),
    ),
    # in a channel
    "guid": Tag(text=types.UUID5, single=True),
    "locked": Tag(attributes={"owner": types.EMAIL}, text=types.YES_NO, single=True),
    "block": Tag(attributes={"id": types.TOKEN}, text=types.YES_NO),
    "medium": Tag(text=_MEDIUM, single=True),
    "updateFrequency": Tag(
        attributes={"complete": types.BOOLEAN, "dtstart": types.DAY_OR_MOMENT, "rrule": types.RRULE},
        text=types.text(128),
        single=True,
    ),
    "podping": Tag(attributes={"usesPodping": types.BOOLEAN}, required=("usesPodping",), single=True),
    "trailer": Tag(
        attributes={
            "url": types.URL,
            "pubdate": types.MAIL_DATE,
            "length": types.integer(0),
            "type": types.MEDIA_TYPE,
            "season": types.integer(0),
        },
        required=("url", "pubdate"),
        text=types.text(128),
    ),
    "remoteItem": Tag(
        attributes={
            "feedGuid": types.UUID,
            "feedUrl": types.URL,
            "itemGuid": types.text(),
            "medium": _MEDIUM,
            "title": types.text(),
        },
        required=("feedGuid",),
    ),
    "podroll": Tag(
        children=types.matching("remoteItem(?: remoteItem)*", "one remoteItem at least, nothing else"),
        single=True,
    ),
    "publisher": Tag(children=types.matching("remoteItem", "one remoteItem"), single=True),
    "liveItem": Tag(
        attributes={
            "status": types.one_of(["pending", "live", "ended"]),
            "start": types.MOMENT,
            "end": types.MOMENT,
        },
        required=("status", "start"),
        children=types.matching(r"(?:\w+ )*contentLink(?: \w+)*", "one contentLink at least"),
    ),
}
