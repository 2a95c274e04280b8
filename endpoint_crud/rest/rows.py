"""Records as what JSON carries, column by column: each column is one step for all
records, so the number of queries does not depend on how many there are.
"""

from .field_types import TYPES


def make(records, fields, expand, base):
    """
    :param records: of one model, their fields fetched
    :param fields: names
    :param dict expand: name of a relation to the names of its records' fields
    :param str base: path of the collection, for the URLs of files
    :return: list of dicts
    """
    columns = [list(records._ids)]
    columns += [_column(records, name, expand, base) for name in fields]
    names = ("id", *fields)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _column(records, name, expand, base):
    field = records._fields[name]
    if field.type == "many2one":
        return _many2one(records, name, expand.get(name))
    if field.relational:
        return _many(records, name, expand.get(name))
    if field.type == "binary":
        urls = zip(records._ids, records.mapped(name), strict=True)
        return [f"{base}/{id_}/{name}" if size else None for id_, size in urls]
    return list(map(TYPES[field.type].show, records.mapped(name)))


def _many2one(records, name, expand):
    found = [record[name] for record in records]
    shown = _related(records[name], expand)
    return [shown[target.id] if target else None for target in found]


def _many(records, name, expand):
    if not expand:
        return [record[name].ids for record in records]
    shown = _related(records[name], expand)
    return [[shown[id_] for id_ in record[name].ids] for record in records]


def _related(targets, expand):
    """:return: dict of id to what is shown of a related record"""
    if not targets:
        return {}
    # As superuser: who may see the relation may see its name, as in Odoo's own API
    # (Many2one.convert_to_read).
    labels = targets.sudo().mapped("display_name")
    shown = {
        id_: {"id": id_, "display_name": label or None}
        for id_, label in zip(targets._ids, labels, strict=True)
    }
    if expand and targets.browse().has_access("read"):
        visible = targets._filtered_access("read")
        for row in make(visible, _allowed(visible, expand), {}, ""):
            shown[row["id"]].update(row)
    return shown


def _allowed(records, names):
    of = records._fields
    return [name for name in names if records._has_field_access(of[name], "read")]
