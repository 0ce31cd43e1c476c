"""The tags of the podcast namespace that a channel and an item may both have."""

# ruff: noqa: PLR0913 (a method has its tag's attributes, and some tags have many)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Final, Literal, Self

from .datatypes import one_of
from .element import Element
from .extension import Extension
from .podcast_parts import podcast
from .podcast_tags import TAGS
from .tag import Tag, build
from .vocabularies import LICENSES

_DISABLED: Final = Tag(attributes={"protocol": one_of(["disabled"])})


class SharedPodcastTags(Extension):
    """Each method adds one tag (or replaces it where a parent has one at most) and gives the extension back.

    Arguments that are "" or None are left out; a ValueError says what does not fit the tag's document.
    """

    prefix: ClassVar[str] = "podcast"

    def __init__(self) -> None:
        self._elements: list[Element] = []

    @property
    def elements(self) -> Sequence[Element]:
        """The tags in the order in which they were added."""
        return tuple(self._elements)

    def _put(
        self,
        name: str,
        attributes: Mapping[str, object],
        text: object = "",
        children: Sequence[Element] = (),
    ) -> Self:
        """Add the tag `name`, or replace it where there is one at most."""
        element = podcast(name, attributes, text, children)
        if TAGS[name].single:
            self._elements = [other for other in self._elements if other.name != element.name]
        return self._add(element)

    def _add(self, element: Element) -> Self:
        self._elements.append(element)
        return self

    def person(
        self, name: str, *, role: str = "host", group: str = "", img: str = "", href: str = ""
    ) -> Self:
        """Somebody heard or at work. An item's persons replace the channel's, so say the hosts again there.

        The role is written even if it is the default: Podcast Index used to drop persons without attributes.
        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/person.md
        """
        return self._put("person", {"role": role, "group": group, "img": img, "href": href}, name)

    def location(
        self,
        name: str,
        *,
        rel: Literal["", "subject", "creator"] = "",
        geo: str = "",
        osm: str = "",
        country: str = "",
    ) -> Self:
        """What place this is about (`subject`, the default), or where it was made (`creator`).

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/location.md
        """
        return self._put("location", {"rel": rel, "geo": geo, "osm": osm, "country": country}, name)

    def license(self, identifier: str, url: str = "") -> Self:
        """A licence in the namespace's list (any case), or one of your own with the `url` of its text.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/license.md
        """
        known = identifier.lower() in LICENSES
        if not (known or url):
            raise ValueError(
                f"podcast:license: url is missing, expected because {identifier!r} is not in the list"
            )
        return self._put("license", {"url": url}, identifier.lower() if known else identifier)

    def funding(self, url: str, label: str) -> Self:
        """Where to give money, and what the link says.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/funding.md
        """
        return self._put("funding", {"url": url}, label)

    def txt(self, content: str, purpose: str = "") -> Self:
        """Free text, as in DNS.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/txt.md
        """
        return self._put("txt", {"purpose": purpose}, content)

    def image(
        self,
        href: str,
        *,
        alt: str = "",
        aspect_ratio: str = "",
        width: int | None = None,
        height: int | None = None,
        media_type: str = "",
        purpose: str = "",
    ) -> Self:
        """A picture, square unless said otherwise; width and height in pixels, purposes with spaces between.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/image.md
        """
        attributes = {
            "href": href,
            "alt": alt,
            "aspect-ratio": aspect_ratio,
            "width": width,
            "height": height,
            "type": media_type,
            "purpose": purpose,
        }
        return self._put("image", attributes)

    def images(self, urls: Mapping[int, str]) -> Self:
        """Width in pixels -> URL. The namespace has deprecated it for `image`.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/images.md
        """
        srcset = ", ".join(f"{url} {width}w" for width, url in urls.items())
        return self._put("images", {"srcset": srcset})

    def chat(self, server: str, protocol: str, *, account_id: str = "", space: str = "") -> Self:
        """The official chat: a server's name, its protocol, the podcaster's account, the room.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/chat.md
        """
        attributes = {"server": server, "protocol": protocol, "accountId": account_id, "space": space}
        return self._put("chat", attributes)

    def social_interact(
        self,
        protocol: str,
        uri: str,
        *,
        account_id: str = "",
        account_url: str = "",
        priority: int | None = None,
    ) -> Self:
        """The post that comments go under; the lowest `priority` is shown first.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/social-interact.md
        """
        attributes = {
            "priority": priority,
            "protocol": protocol,
            "uri": uri,
            "accountId": account_id,
            "accountUrl": account_url,
        }
        return self._put("socialInteract", attributes)

    def social_interact_disabled(self) -> Self:
        """No public comments, please."""
        return self._add(build("podcast:socialInteract", _DISABLED, {"protocol": "disabled"}))

    def value(
        self,
        kind: str,
        method: str,
        recipients: Sequence[Element],
        *,
        suggested: float | Decimal | None = None,
        time_splits: Sequence[Element] = (),
    ) -> Self:
        """How to pay: `kind` is the currency or layer, then `value_recipient`s and `value_time_split`s.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/value.md
        """
        attributes = {"type": kind, "method": method, "suggested": suggested}
        return self._put("value", attributes, children=[*recipients, *time_splits])
