"""Keeps a version of an endpoint after each change of its settings."""

from datetime import datetime
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    version_id = fields.Many2one(
        "endpoint.version",
        string="Version in service",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The version that callers get.",
    )
    version_count = fields.Integer(string="Versions", compute="_compute_version_count")

    @api.constrains("version_id")
    def _check_version_id(self):
        """The buttons write it by SQL, see ``endpoint.version``, ``_serve``."""
        raise UserError(
            self.env._(
                "The version in service cannot be written. Press “Put in service”, or "
                "restore a version in the history."
            )
        )

    def _compute_version_count(self):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        versions = self.env["endpoint.version"]
        counts = dict(versions._read_group(domain, ["res_id"], ["__count"]))
        for record in self:
            record.version_count = counts.get(record._origin.id, 0)

    @api.model
    def _state_fields(self):
        fields_ = super()._state_fields()
        return (*fields_, "version_id", "example_ids", "capture_until")

    # ------------------------------------------------------------
    # Keep
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._keep_versions()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys() <= set(self._state_fields()):
            self._keep_versions()
        return result

    def action_history(self) -> dict:
        """:return: the action that lists the versions"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "endpoint_workbench.endpoint_version_act_window"
        )
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return {**action, "domain": domain}

    def unlink(self):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        versions = self.env["endpoint.version"].sudo().search(domain)
        result = super().unlink()
        versions.unlink()
        return result

    def _keep_versions(self) -> None:
        """Keep a version of each record that changed."""
        versions = self.env["endpoint.version"].sudo()._keep(self)
        self._versions_to_serve(versions)._serve()

    # ------------------------------------------------------------
    # Values of a version: JSON, records by id
    # ------------------------------------------------------------

    @api.model
    def _version_fields(self) -> list[fields.Field]:
        """:return: the settings. Fields that must not be exported, which may hold
        secrets, and values that depend on the language or company are not kept
        """
        state = set(self._state_fields())
        return sorted(
            (
                field
                for field in self._fields.values()
                if field.store
                and (field.column_type or field.type == "many2many")
                and field.exportable
                and field.name not in state
                and not self.pool.field_depends_context[field]
            ),
            key=lambda field: field.name,
        )

    def _version_values(self) -> dict[str, Any]:
        record = self.sudo().with_context(active_test=False)
        return {
            field.name: _to_json(field, record[field.name])
            for field in self._version_fields()
        }

    def _version_names(self) -> dict[str, dict[str, str]]:
        """:return: the names of the records in the values, for people"""
        record = self.sudo().with_context(active_test=False)
        return {
            field.name: {str(each.id): each.display_name for each in record[field.name]}
            for field in self._version_fields()
            if field.relational and record[field.name]
        }

    @api.model
    def _version_changes(self, old: dict, new: dict) -> list[str]:
        """:return: names of the fields whose values differ. A version from before a
        field was installed has its default value
        """
        names = [n for n in sorted({*old, *new}) if old.get(n) != new.get(n)]
        added = [n for n in names if n in self._fields and not (n in old and n in new)]
        defaults = self.default_get(added)
        return [
            name
            for name in names
            if name not in added
            or (old.get(name) or new.get(name) or None) != (defaults.get(name) or None)
        ]

    @api.model
    def _field_labels(self, names) -> list[str]:
        """:return: the labels of the fields; the name of a field that is gone"""
        labels = {
            name: self._fields[name].get_description(self.env, ["string"])["string"]
            for name in names
            if name in self._fields
        }
        return [labels.get(name, name) for name in names]

    # ------------------------------------------------------------
    # Restore
    # ------------------------------------------------------------

    def _version_vals(self, version: models.BaseModel) -> tuple[dict, list[str]]:
        """
        :return: (the values to write, what cannot be restored, in words)
        """
        now = self._version_values()
        names = self._version_changes(now, version.values)
        vals, problems = {}, []
        for name in names:
            if name not in version.values:
                continue  # the field is new: it keeps its value
            field = self._fields.get(name)
            if field is None or name not in now:
                if version.values[name]:
                    problems.append(self.env._("%s, which no longer exists", name))
            elif not (field.compute and field.readonly):
                value, problem = self._version_value(field, version)
                if problem:
                    label = self._field_labels([name])[0]
                    problems.append(
                        self.env._(
                            "%(field)s: %(value)s",
                            field=label,
                            value=", ".join(problem),
                        )
                    )
                if value is not None:
                    vals[name] = value
        return vals, problems

    def _version_value(self, field, version):
        """
        :return: (the value to write, or None; what of it no longer exists)
        """
        value = version.values[field.name]
        if field.type == "selection" and value:
            is_known = value in field.get_values(self.env)
            return (value, []) if is_known else (None, [value])
        if not field.relational or not value:
            return ([Command.clear()] if field.type == "many2many" else value), []
        ids = value if field.type == "many2many" else [value]
        found = set(self.env[field.comodel_name].sudo().browse(ids).exists().ids)
        known = (version.names or {}).get(field.name, {})
        gone = [known.get(str(id_), str(id_)) for id_ in ids if id_ not in found]
        if not found:  # empty would be another setting: everyone instead of a group
            return None, gone
        if field.type == "many2many":
            return [Command.set(sorted(found))], gone
        return value, gone


def _to_json(field, value):
    if field.type == "many2one":
        return value.id
    if field.type == "many2many":
        return sorted(value.ids)
    if field.type == "reference":
        return value and f"{value._name},{value.id}"
    if isinstance(value, datetime):
        return fields.Datetime.to_string(value)
    if field.type == "date":
        return fields.Date.to_string(value)
    return value.decode() if isinstance(value, bytes) else value
