"""The podcast namespace's tags that stand inside others, as functions that give an `Element` to put there."""

# ruff: noqa: PLR0913 (a function has its tag's attributes, and some tags have many)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from .element import Element
from .podcast_tags import TAGS
from .tag import build


def podcast(
    name: str,
    attributes: Mapping[str, object],
    text: object = "",
    children: Sequence[Element] = (),
) -> Element:
    """The element `podcast:NAME`, checked against its line in `TAGS`; ValueError when it does not fit."""
    return build(f"podcast:{name}", TAGS[name], attributes, text, children)


def source(uri: str, content_type: str = "") -> Element:
    """A place to get an alternate enclosure from: https, ipfs, a torrent (then `content_type` says so).

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/source.md
    """
    return podcast("source", {"uri": uri, "contentType": content_type})


def integrity(kind: Literal["sri", "pgp-signature"], value: str) -> Element:
    """Proof of an alternate enclosure's file: a subresource integrity string, a PGP signature in base64.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/integrity.md
    """
    return podcast("integrity", {"type": kind, "value": value})


def remote_item(
    feed_guid: str, *, feed_url: str = "", item_guid: str = "", medium: str = "", title: str = ""
) -> Element:
    """Another feed, by its `podcast:guid`, or with `item_guid` one of its items.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/remote-item.md
    """
    attributes = {
        "feedGuid": feed_guid,
        "feedUrl": feed_url,
        "itemGuid": item_guid,
        "medium": medium,
        "title": title,
    }
    return podcast("remoteItem", attributes)


def value_recipient(
    address: str,
    split: int,
    *,
    kind: str = "node",
    name: str = "",
    custom_key: str = "",
    custom_value: str = "",
    fee: bool = False,
) -> Element:
    """Who gets `split` shares of a payment, or has them as a fee; `kind` is the type of `address`.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/value-recipient.md
    """
    attributes = {
        "name": name,
        "customKey": custom_key,
        "customValue": custom_value,
        "type": kind,
        "address": address,
        "split": split,
        "fee": fee or None,
    }
    return podcast("valueRecipient", attributes)


def value_time_split(
    start: float,
    duration: float,
    receivers: Sequence[Element],
    *,
    remote_start: float | None = None,
    remote_percentage: int | None = None,
) -> Element:
    """Other receivers for `duration` seconds from `start`: `value_recipient`s, or one `remote_item`.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/value-time-split.md
    """
    attributes = {
        "startTime": start,
        "duration": duration,
        "remoteStartTime": remote_start,
        "remotePercentage": remote_percentage,
    }
    return podcast("valueTimeSplit", attributes, children=receivers)
