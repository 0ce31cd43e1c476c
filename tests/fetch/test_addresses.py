"""Which addresses everybody may be sent to."""

from __future__ import annotations

import pytest

from feedtool.fetch.addresses import is_public, resolve

PUBLIC = """
    1.1.1.1  203.0.112.1  2606:4700::1111  ::ffff:1.1.1.1  2002:101:101::  64:ff9b::101:101
""".split()

NOT_PUBLIC = """
    127.0.0.1  127.1.2.3  0.0.0.0  10.0.0.1  172.16.0.1  192.168.1.1  169.254.169.254  100.64.0.1  192.0.2.1
    198.18.0.1  224.0.0.1  240.0.0.1  255.255.255.255
    ::  ::1  ::7f00:1  fe80::1  fe80::1%eth0  fc00::1  fec0::1  ff02::1  2001:db8::1  100::1  64:ff9b:1::7f00:1
    ::ffff:127.0.0.1  ::ffff:10.0.0.1  2002:7f00:1::  2002:a00:1::  64:ff9b::7f00:1
    2001:0:101:101:0:0:80ff:fffe
    junk  127.1  2130706433  0177.0.0.1
""".split()


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0177.0.0.1"])
def test_other_ways_to_write_an_address_come_out_as_it(host: str) -> None:
    assert resolve(host, 80) == ["127.0.0.1"]
