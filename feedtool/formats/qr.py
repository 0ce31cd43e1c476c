"""An address as a QR code, for the phone that will listen."""

from __future__ import annotations

from functools import lru_cache

QUIET_ZONE = 4  # modules around the code that ISO/IEC 18004 §5.3 asks for


@lru_cache(maxsize=64)
def svg(address: str) -> str:
    """An `<svg>` element without styles, one unit a module; "" for an address that is too long for any QR code."""
    import segno  # noqa: PLC0415 - only show pages need it

    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        return ""
    drawn: str = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None, light="#fff"
    )
    return drawn
