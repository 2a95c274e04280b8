"""Fills in the placeholders of the configuration files in `deploy/`."""

import re
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1]


def write(name: str, folder: Path, values: dict[str, object]) -> Path:
    """Write the file `name` of `deploy/` to `folder`. :return: its path

    :raise KeyError: a placeholder has no value
    """
    text = (DEPLOY / name).read_text()
    filled = re.sub(r"\$\{([A-Z_]+)\}", lambda match: str(values[match[1]]), text)
    target = folder / name
    target.write_text(filled)
    return target
