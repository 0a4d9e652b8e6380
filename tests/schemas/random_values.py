"""Random values of the columns of `test_random_rows`: some that fit, and some that do not."""

from __future__ import annotations

import datetime
from ipaddress import ip_interface, ip_network
from typing import Any

from hypothesis import strategies as st

TEXT = st.text(st.characters(codec="utf-8"), max_size=7)
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=7)
NUMBER = st.integers(-(2**65), 2**65) | st.integers(-140, 260) | st.integers(-70000, 70000)
DECIMAL = st.decimals(-(10**5), 10**5, allow_nan=False, places=2) | st.decimals(
    -(10**4), 10**4, allow_nan=False, places=3
)
ZONE = st.timezones().map(lambda zone: zone) | st.just(datetime.timezone.utc)
MOMENT = st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30))
ZONED = st.datetimes(
    datetime.datetime(1, 1, 3),
    datetime.datetime(9999, 12, 29),
    timezones=st.just(datetime.timezone.utc),
)
DAY = st.dates()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Ranges as JSON has them."""
    ordered = st.tuples(values, values).map(sorted)
    return ordered.map(lambda ends: {"lower": ends[0], "upper": ends[1]})


def any_ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Ranges as JSON has them, their ends in any order."""
    ends = st.none() | values
    optional = {"bounds": st.sampled_from(["[]", "[)", "(]", "()"]), "empty": st.booleans()}
    return st.fixed_dictionaries({"lower": ends, "upper": ends}, optional=optional)


def lists(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Short lists."""
    return st.lists(values, max_size=2)


INT_END = st.integers(-5, 5) | st.sampled_from([2**31 - 1, 2**31, -(2**31), 2**63 - 1])
NAIVE_OR_ZONED = st.datetimes(datetime.datetime(1, 1, 3), datetime.datetime(9999, 12, 29)) | ZONED
INNER_DAY = st.dates(max_value=datetime.date(9999, 12, 30))
FILLED = st.tuples(
    st.sampled_from("aé€\x80ā😀"), st.sampled_from([60, 85, 86, 127, 128, 255, 256])
).map(lambda filled: filled[0] * filled[1])
"""Texts with lengths around 255 bytes and 255 characters."""
HOST = st.ip_addresses() | st.just(ip_interface("10.0.0.1/8"))
NETWORK = st.just(ip_network("10.0.0.0/8")) | st.just(ip_network("fe80::/10"))


VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "postgresql": {
        **dict.fromkeys(("small", "whole", "big", "oid"), NUMBER),
        **dict.fromkeys(("exact", "any_exact", "share"), DECIMAL),
        **dict.fromkeys(("code", "fixed", "short", "long"), TEXT),
        "ratio": st.floats(allow_nan=False),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": DAY,
        "clock": st.times(),
        "zoned_clock": st.times(timezones=st.just(datetime.timezone.utc)),
        "moment": MOMENT,
        "zoned": ZONED,
        "wait": st.timedeltas(datetime.timedelta(-(10**5)), datetime.timedelta(10**5)),
        "guid": st.uuids(),
        "host": HOST,
        "network": NETWORK,
        "mac": st.just("08:00:2b:01:02:03"),
        "bits": st.text("012", min_size=2, max_size=4),
        "some_bits": st.text("012", max_size=6),
        "plain": JSON,
        "doc": JSON,
        "words": st.just("'a':1 'b':2"),
        "pairing": st.just("(1,a)"),
        "price": st.just("$1.50"),
        "mood": st.sampled_from(["happy", "very sad", "glad"]),
        "moods": st.lists(st.sampled_from(["happy", "very sad", "glad"]), max_size=2),
        "numbers": st.lists(NUMBER, max_size=3),
        "names": st.lists(TEXT, max_size=2),
        "slots": ranges(st.integers(-(2**32), 2**32)),
        "share_range": ranges(st.decimals(-100, 100, places=2)),
        "days": ranges(DAY),
        "moments": ranges(ZONED),
        "many": st.lists(ranges(st.integers(-100, 100)), max_size=2),
    },
    "more": {
        "hosts": lists(HOST),
        "networks": lists(NETWORK),
        "macs": lists(st.just("08:00:2b:01:02:03")),
        "prices": lists(st.just("$1.50")),
        "flag_bits": lists(st.text("012", max_size=4)),
        "more_bits": lists(st.text("012", max_size=5)),
        **dict.fromkeys(("ints", "bigs"), any_ranges(INT_END)),
        **dict.fromkeys(("int_list", "int_set"), lists(any_ranges(INT_END))),
        "int_sets": lists(lists(any_ranges(INT_END))),
        "nums": any_ranges(DECIMAL),
        "num_set": lists(any_ranges(DECIMAL)),
        **dict.fromkeys(("local", "zoned"), any_ranges(NAIVE_OR_ZONED)),
        **dict.fromkeys(("local_set", "zoned_set"), lists(any_ranges(NAIVE_OR_ZONED))),
        "days": any_ranges(INNER_DAY),
        **dict.fromkeys(("day_set", "day_list"), lists(any_ranges(INNER_DAY))),
        "waits": lists(st.timedeltas()),
        "dates": lists(DAY),
        "guids": lists(st.uuids()),
        "raws": lists(st.binary(max_size=3)),
        **dict.fromkeys(("plains", "docs"), lists(JSON)),
        "small": st.floats(allow_nan=False),
        "smalls": lists(st.floats(allow_nan=False)),
        "hundreds": DECIMAL,
        "tiny": st.decimals(-1, 1, places=4) | st.decimals(-1, 1, places=5),
        "way": st.just('$."a"'),
        "ci": TEXT,
        "cis": lists(TEXT),
        "pairs": st.dictionaries(TEXT, TEXT | st.none(), max_size=2),
        "pair_list": lists(st.dictionaries(TEXT, TEXT | st.none(), max_size=2)),
        "path": st.just("a.b1.c"),
        "paths": lists(st.just("a.b1.c")),
    },
    "mysql": {
        **dict.fromkeys(
            ("tiny", "utiny", "small", "medium", "umedium", "whole", "big", "ubig"), NUMBER
        ),
        **dict.fromkeys(("exact", "uexact"), DECIMAL),
        **dict.fromkeys(("fixed", "short"), TEXT),
        "little": FILLED,
        **dict.fromkeys(("ascii", "latin", "old"), TEXT),
        **dict.fromkeys(("tiny_latin", "old_tiny"), FILLED),
        **dict.fromkeys(("ratio", "single", "usingle"), st.floats()),
        "sized": st.floats() | st.integers(-100100, 100100).map(lambda number: number / 100),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": st.dates(datetime.date(1000, 1, 1)),
        "clock": st.times().map(lambda time: time.replace(microsecond=0)),
        "moment": MOMENT.map(
            lambda moment: moment.replace(microsecond=0, year=max(moment.year, 1000))
        ),
        "stamp": MOMENT.map(
            lambda moment: moment.replace(microsecond=0, year=max(moment.year, 1000))
        ),
        "year": st.integers(1800, 2200) | st.integers(-1, 200),
        "state": st.sampled_from(["new", "in use", "old"]),
        "flags": st.sets(st.sampled_from("abc")),
        "doc": JSON,
        "guid": st.uuids(version=4),
        "host": st.ip_addresses(v=6).map(str),
    },
    "sqlite": {
        **dict.fromkeys(("must", "whole"), NUMBER),
        "exact": DECIMAL.map(lambda value: value % 1000),
        "ratio": st.floats(allow_nan=False),
        **dict.fromkeys(("short", "long"), TEXT),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": DAY,
        "clock": st.times(),
        "moment": MOMENT,
        "doc": JSON,
        "state": st.sampled_from(["new", "in use", "old"]),
    },
}
