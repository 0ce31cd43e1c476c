"""What a table of tags says, and an element built and checked by it."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .datatypes import Datatype
from .element import SPECIAL, Element, escaped

_shown: Final = reprlib.Repr()
_shown.maxother = 60  # a datetime whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """What a tag's document says: attributes, text and children (None: there are none), and the count."""

    attributes: Mapping[str, Datatype] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    text: Datatype | None = None
    children: Datatype | None = None
    """Of the children's names without a prefix, with a space between them: `source source integrity`."""
    single: bool = False
    """One at most in its parent: a second takes the first one's place."""


def build(
    name: str,
    tag: Tag,
    attributes: Mapping[str, object],
    text: object = "",
    children: Sequence[Element] = (),
) -> Element:
    """The element `name`, checked against `tag`; attributes that are None or "" are left out.

    Raises ValueError naming the element and the attribute, what was given and what is expected.
    """
    start = name
    for key, value in attributes.items():
        if value is not None and value != "":
            start += f' {key}="{written(name, key, value, tag.attributes[key])}"'
        elif key in tag.required:
            raise ValueError(f"{name}: {key} is missing, expected {tag.attributes[key].expected}")
    content = written(name, "text", text, tag.text) if tag.text else ""
    if tag.children:
        names = " ".join([child.name.rpartition(":")[2] for child in children])
        written(name, "content", names, tag.children)
        content += "".join([child.xml for child in children])
    return Element(name, f"<{start}>{content}</{name}>" if content else f"<{start}/>")


def written(name: str, key: str, value: object, datatype: Datatype) -> str:
    """`value` as XML, for attribute `key` of the element `name`, or its text (the key is "text" then).

    Raises ValueError as `build` does.
    """
    lexical = datatype.write(value)
    if lexical is None:
        size = (
            f" ({len(value)} characters)" if isinstance(value, str) and len(value) > _shown.maxstring else ""
        )
        given = _shown.repr(value) + size
        raise ValueError(f"{name}: {key} is {given}, expected {datatype.expected}")
    if not SPECIAL.search(lexical):
        return lexical
    try:
        return escaped(lexical, attribute=key != "text")
    except KeyError as error:
        found = f"U+{ord(error.args[0]):04X}"
        raise ValueError(f"{name}: {key} has {found}, expected characters that XML allows") from None
