"""Examples of a column's values, as they stand in JSON: the same for every run, and within the column's limits."""

from __future__ import annotations

from decimal import Decimal

from ormforge.draft.literals import string_literal
from ormforge.schemas.limits import Limits

_BY_NAME = {
    "email": "ann@example.org",
    "url": "https://example.org",
    "phone": "+44 20 7946 0000",
    "name": "Ann",
    "title": "A title",
}
_TEXTS = {
    "datetime.date": "2024-01-31",
    "datetime.datetime": "2024-01-31T12:00:00Z",
    "datetime.time": "12:00:00",
    "datetime.timedelta": "P1D",
    "uuid.UUID": "123e4567-e89b-12d3-a456-426614174000",
}
_PLAIN = {"bool": "True", "JsonValue": '{"key": "value"}', "dict[str, Any]": '{"key": "value"}'}


def example(python: str, name: str, limits: Limits, labels: tuple[str, ...] = ()) -> str | None:
    """The source of an example, for a Python type as an annotation says it; None where there is none to be given.

    `labels` are those of an enum.
    """
    if labels:
        shown = string_literal(labels[0])
        return f"[{shown}]" if python.startswith("list[") else shown
    if python.startswith("list["):
        inner = example(python.removeprefix("list[").removesuffix("]"), name, limits)
        return None if inner is None else f"[{inner}]"
    if python == "str":
        return _text(name, limits)
    if python == "bytes":
        return _bytes(limits)
    if python in ("int", "float", "Decimal"):
        return _number(python, limits)
    if python in _TEXTS:
        return string_literal(_TEXTS[python])
    return _PLAIN.get(python)


def _text(name: str, limits: Limits) -> str | None:
    if limits.pattern is not None:
        return None
    words = name.lower().split("_")
    text = next((shown for word, shown in _BY_NAME.items() if word in words), "text")
    low, high = limits.min_length or 0, limits.max_length
    if high is not None and len(text) > high:
        text = "abcdefgh"[:high]
    text += "x" * (low - len(text))
    return string_literal(text) if high is None or low <= high else None


def _bytes(limits: Limits) -> str | None:
    """One byte or three, in base64."""
    low, high = limits.min_length or 0, limits.max_length
    if low <= 1:
        return '"AA=="' if high is None or high >= 1 else None
    return '"AAEC"' if low <= 3 and (high is None or high >= 3) else None


def _number(python: str, limits: Limits) -> str | None:
    """A small number within the limits; as a text where it is a Decimal, as JSON has it."""
    step = Decimal(1)
    if python == "Decimal" and limits.max_digits is not None:
        step = Decimal(10) ** -(limits.decimal_places or 0)
    bounds = (limits.ge, limits.gt, limits.le, limits.lt)
    near = [bound + delta for bound in bounds if bound is not None for delta in (0, step, -step)]
    for value in (Decimal(1), step, *near, Decimal(0)):
        if _fits(value, python, limits):
            return string_literal(str(value)) if python == "Decimal" else str(value)
    return None


def _fits(value: Decimal, python: str, limits: Limits) -> bool:
    whole = value == value.to_integral_value()
    if python == "int" and not (whole and _in_bits(value, limits)):
        return False
    if limits.max_digits is not None:
        room = Decimal(10) ** (limits.max_digits - (limits.decimal_places or 0))
        if not abs(value) < room or value % (Decimal(10) ** -(limits.decimal_places or 0)):
            return False
    return bool(
        (limits.ge is None or value >= limits.ge)
        and (limits.gt is None or value > limits.gt)
        and (limits.le is None or value <= limits.le)
        and (limits.lt is None or value < limits.lt)
    )


def _in_bits(value: Decimal, limits: Limits) -> bool:
    bits = limits.bits or 64
    high = (1 << (bits if limits.unsigned else bits - 1)) - 1
    return (0 if limits.unsigned else -high - 1) <= value <= high
