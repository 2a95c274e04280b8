"""The one serialisation of JSON: as PostgreSQL's ``row_to_json`` writes it."""

import json

CONTENT_TYPE = ("Content-Type", "application/json; charset=utf-8")
#: to compact JSON in UTF-8; NaN and infinity raise ``ValueError``
dumps = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":")
).encode
