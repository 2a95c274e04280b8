"""A document as YAML that readers of YAML 1.1 and of 1.2 read alike."""

import re

import yaml

_WORD = re.compile(r"[A-Za-z/][A-Za-z/ _-]*")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    def ignore_aliases(self, data):
        return True


def _represent_text(dumper, text):
    # Anything but plain words is quoted: 1.2 has numbers that 1.1 takes for texts.
    style = None if _WORD.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def dump(document):
    """
    :param document: what JSON can carry
    :return: str
    """
    return yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88
    )
