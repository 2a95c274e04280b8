"""Endpoints as the files of an addon::

export(endpoints, module, title)
  Values(record).nodes()      fields to nodes; notes say what stays here
  Dependencies                modules of these fields, of models, of code
  Examples                    examples to a file and to tests
  xml_text, templates         text
to_zip(files)                 the same bytes for the same files
"""

import io
import re
import zipfile
from typing import NamedTuple

from odoo import models

from . import companions, examples, names, templates, xml_text
from .context import Context
from .values import Values

_DATE = (1980, 1, 1, 0, 0, 0)  # the first date of the format: never the time


class Export(NamedTuple):
    """
    :param files: path -> text, without the folder of the addon
    :param notes: what could not be carried over, a sentence each
    """

    files: dict[str, str]
    notes: list[str]


def xml_ids(endpoints: models.BaseModel) -> list[str]:
    """:return: the name of each record in the addon"""
    calls = [f"{each.route} {each.request_method}" for each in endpoints]
    return names.unique(calls, "endpoint")


def sort(endpoints: models.BaseModel) -> models.BaseModel:
    """:return: in an order that all databases share"""
    return endpoints.sorted(lambda each: (each.route, each.request_method, each.name))


def export(endpoints: models.BaseModel, module: str, title: str) -> Export:
    """
    :param endpoints: records of a model that inherits ``endpoint.mixin``
    :param module: technical name of the addon
    """
    endpoints = sort(endpoints)
    context, saved = Context(endpoints.env, module), examples.Examples()
    texts, notes, kept = [], [], endpoints.browse()
    for record, xml_id in zip(endpoints, xml_ids(endpoints), strict=True):
        values = Values(context, record, xml_id)
        texts.append(_record(context, values))
        if not values.is_lost:
            kept += record
            saved.add(values)
        notes += [f"{record.name}: {note}" for note in values.notes]
    texts = [*companions.texts(context, notes), *texts]
    files = {
        **context.files,
        **_tests(module, saved.by_name()),
        "data/endpoint.xml": xml_text.document(texts),
        "README.rst": _readme(title, kept),
    }
    files |= _package(module, title, context, examples.PATH in files)
    return Export(dict(sorted(files.items())), notes)


def _record(context, values):
    """:return: the record as text, after comments on its code"""
    record = values.record
    context.dependencies.add_model(record)
    warnings = context.dependencies.add_used(record, values.uses())
    warnings += context.dependencies.add_code(record)
    if needs_secret(record):
        text = record.env._("It responds with 401 until you set its secret")
        values.notes.append(text)
    nodes = values.nodes()
    if values.is_lost:
        for path in values.paths:
            del context.files[path]
        lost = "; ".join(values.notes)
        return xml_text.comment(f"{record.request_method} {record.route}: {lost}")
    values.notes += warnings
    lines = [xml_text.comment(warning) for warning in warnings]
    return "".join([*lines, xml_text.record(values.xml_id, record._name, nodes)])


def needs_secret(record: models.BaseModel) -> bool:
    """:return: whether callers authenticate with what an admin must enter"""
    return record.auth_type not in ("public", "user_endpoint", "bearer")


def _tests(module, by_name):
    if not by_name:
        return {}
    files = {examples.PATH: examples.to_text(by_name)}
    if tested := examples.tests(by_name):
        head = templates.TESTS.format(module=module)
        methods = [templates.TEST.format(name=name) for name in tested]
        files["tests/__init__.py"] = templates.TESTS_INIT
        files["tests/test_examples.py"] = "".join([head, *methods])
    return files


def _package(module, title, context, has_examples):
    depends = [f'        "{name}",\n' for name in context.dependencies.names()]
    manifest = templates.MANIFEST.format(
        title=names.literal(title),
        depends="".join(depends),
        hook=templates.HOOK_KEY if has_examples else "",
    )
    init = templates.INIT.format(module=module) if has_examples else ""
    return {"__manifest__.py": manifest, "__init__.py": init}


def _readme(title, endpoints):
    secrets = endpoints.filtered(needs_secret)
    setup = templates.SECRETS.format(endpoints=_list(secrets)) if secrets else ""
    title = _plain(title)
    line = "=" * max(len(title.encode()), 4)
    return templates.README.format(
        title=title, line=line, endpoints=_list(endpoints), setup=setup
    )


def _plain(title):
    """:return: the title for reStructuredText, without markup or enumeration"""
    return re.sub(r"(?=[\\*`|_])|^(?=\W|\w{1,4}[.)] )", r"\\", title)


def _list(endpoints):
    """:return: a list in reStructuredText; literals need no escapes"""
    return "".join(f"* ``{each.request_method} {each.route}``\n" for each in endpoints)


def to_zip(folder: str, files: dict[str, str]) -> bytes:
    """:return: an archive; stored, because compressors differ between machines"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, text in sorted(files.items()):
            info = zipfile.ZipInfo(f"{folder}/{path}", _DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, text.encode())
    return buffer.getvalue()
