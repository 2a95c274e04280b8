"""Random values for columns, written by SQL: also those that Odoo would not write."""

import json
import struct

from odoo.tools import SQL

TEXTS = [
    *(
        "",
        " ",
        "a",
        "Élan vital 🙂",
        "\u2028\u007f\ufeff",
        "\t\r\n\b\f\x01\x1f",
        "'%s'",
    ),
    *('"', "\\", '\\"', '"0-1":5', '"name":"', ',"0-1":null}', "<b>&amp;</b>", "null"),
    *("NaN", "[1]", "'%s'", "x" * 3000),
]
NUMBERS = [
    *("NaN", "Infinity", "-Infinity", "0", "-0", "1", "-7", "100.00", "0.1", "1e-5"),
    *("0.0001", "1e15", "-1e15", "999999999999999.9", "1234567890123456.5", "1e16"),
    *("9007199254740993", "1e22", "1e23", "1e300", "1.7976931348623157e308", "5e-324"),
    *("123456.789", "-0.000025", "1e-300"),
]
NUMERICS = ["1e400", "1e-400", "12345678901234567890.123456789", "0.10", "5.0000"]
DAYS = ["0001-01-01", "0999-12-31", "2026-02-28", "9999-12-31", "infinity", "-infinity"]
TIMES = [
    *(f"{day}{time}" for day in DAYS[:4] for time in ("", " 23:59:59", " 01:02:03.5")),
    *("2026-01-31 12:30:45.000001", "9999-12-31 23:59:59.999999", *DAYS[4:]),
]


INTEGERS = [0, 1, -1, 2**31 - 1, -(2**31)]


def fill(random, records):
    """Replace the values of the columns of each record. NULL is one of the values."""
    for field in records._fields.values():
        make = _MAKERS.get(field.type)
        if not (make and field.store) or field.company_dependent or field.name == "id":
            continue
        for record in records:
            value = random.choice([None, *3 * [make(random, field)]])
            if value is not None and field.translate:
                languages = random.choice([["en_US"], ["en_US", "fr_FR"]])
                value = json.dumps({code: make(random, field) for code in languages})
            records.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = (%s)::%s WHERE id = %s",
                    SQL.identifier(records._table),
                    SQL.identifier(field.name),
                    value,
                    SQL(field.column_type[0]),
                    record.id,
                )
            )
    records.env.invalidate_all()


def _number(random, field):
    if random.random() < 0.4:
        return repr(struct.unpack("d", random.randbytes(8))[0])
    if random.random() < 0.3:
        return repr(round(random.uniform(-1e6, 1e6), random.randint(0, 6)))
    return random.choice(NUMBERS + NUMERICS * (field.column_type[0] == "numeric"))


def _time(random, _field):
    if random.random() < 0.3:
        return f"2026-{random.randint(1, 12)}-03 04:05:06.{random.randint(0, 999999)}"
    return random.choice(TIMES)


def _text(random, field):
    return random.choice(TEXTS)[: field.size]


_MAKERS = {
    "char": _text,
    "text": _text,
    "html": _text,
    "selection": lambda random, field: random.choice(["new", "old", "gone"]),
    "integer": lambda random, field: random.choice(INTEGERS),
    "float": _number,
    "monetary": _number,
    "date": lambda random, field: random.choice(DAYS),
    "datetime": _time,
    "boolean": lambda random, field: random.choice([True, False]),
}
