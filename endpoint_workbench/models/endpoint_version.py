"""The versions of endpoints: what each of them served, since when and by whom.

A version is kept by ``endpoint.mixin`` after each change, see
``endpoint_mixin_history.py``.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

#: versions kept of each record; the one in service is kept as well
KEPT = 50
#: key of the context: the note of the next versions
NOTE = "endpoint_version_note"


class EndpointVersion(models.Model):
    _name = "endpoint.version"
    _inherit = "endpoint.part.mixin"
    _description = "Endpoint Version"
    _order = "number desc, id desc"
    _rec_names_search = ["note"]

    number = fields.Integer("Version", required=True, readonly=True)
    note = fields.Char(help="Why the endpoint was changed.")
    values = fields.Json(required=True, readonly=True)  # name of a field -> value
    names = fields.Json(readonly=True)  # name of a relation -> id -> name of the record
    changes = fields.Json(readonly=True)  # names of the fields that changed
    changed = fields.Char(compute="_compute_changed")
    in_service = fields.Boolean("In service", compute="_compute_state")
    state = fields.Selection(
        [("in_service", "In service"), ("draft", "Draft")], compute="_compute_state"
    )

    _number_unique = models.UniqueIndex("(res_model, res_id, number)")

    def write(self, vals):
        """Of what was served, even administrators change nothing but the note."""
        if not self.env.su and vals.keys() - {"note"}:
            raise AccessError(self.env._("Only the note of a version can be changed."))
        return super().write(vals)

    @api.depends("number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._("Version %s", version.number)

    @api.depends("changes")
    def _compute_changed(self):
        for version in self:
            model = self.env.get(version.res_model)
            names = version.changes or ()
            labels = names if model is None else model._field_labels(names)
            version.changed = ", ".join(labels)

    def _compute_state(self):
        for name, versions in self.grouped("res_model").items():
            model = self.env.get(name)
            ids = versions.mapped("res_id")
            endpoints = self.browse() if model is None else model.browse(ids).exists()
            in_service = set(endpoints.version_id.ids) if endpoints else set()
            newest = {each.id for each in self._newest(endpoints).values()}
            for version in versions:
                version.in_service = version.id in in_service
                is_draft = version.id in newest - in_service
                version.state = (
                    "in_service" if version.in_service else is_draft and "draft"
                )

    # ------------------------------------------------------------
    # Keep
    # ------------------------------------------------------------

    @api.model
    def _keep(self, endpoints: models.BaseModel) -> models.BaseModel:
        """Keep a version of each record that changed since its last one.

        :return: the new versions
        """
        # First: a concurrent change then ends in a serialization failure, which Odoo
        # retries, instead of two versions with the same number.
        endpoints.flush_recordset()
        newest = self._newest(endpoints)
        vals_list = []
        for endpoint in endpoints:
            last = newest.get(endpoint.id, self.browse())
            values = endpoint._version_values()
            changes = endpoint._version_changes(last.values or {}, values)
            if changes or not last:
                vals_list.append(
                    {
                        "res_model": endpoint._name,
                        "res_id": endpoint.id,
                        "number": last.number + 1,
                        "note": self._default_note(),
                        "values": values,
                        "names": endpoint._version_names(),
                        "changes": changes if last else [],
                    }
                )
        versions = self.create(vals_list)
        versions._forget_old()
        return versions

    @api.model
    def _newest(self, endpoints: models.BaseModel) -> dict[int, models.BaseModel]:
        """:return: id of a record -> its newest version"""
        if not endpoints:
            return {}
        domain = [("res_model", "=", endpoints._name), ("res_id", "in", endpoints.ids)]
        found = dict(self._read_group(domain, ["res_id"], ["id:max"]))
        versions = self.browse(found.values())
        return {version.res_id: version for version in versions}

    @api.model
    def _default_note(self):
        if note := self.env.context.get(NOTE):
            return note
        if module := self.env.context.get("install_module"):
            return self.env._("Data of the module %s", module)
        return False

    def _forget_old(self) -> None:
        """Delete what is older than the versions to keep of each record."""
        domain = Domain.OR(
            Domain("res_model", "=", version.res_model)
            & Domain("res_id", "=", version.res_id)
            & Domain("number", "<=", version.number - KEPT)
            for version in self
            if version.number > KEPT
        )
        old = self.search(domain)
        old.filtered(lambda version: not version.in_service).unlink()

    def _serve(self) -> None:
        """Make these versions, one of a record, the ones in service. The caller writes
        the rules.
        """
        for model, versions in self.grouped("res_model").items():
            endpoints = self.env[model].browse(versions.mapped("res_id"))
            versions.flush_recordset()
            endpoints.flush_recordset(["version_id"])
            # One query for all: each record gets another version.
            self.env.cr.execute(
                SQL(
                    "UPDATE %s endpoint SET version_id = version.id "
                    "FROM endpoint_version version WHERE version.id = ANY(%s) "
                    "AND version.res_id = endpoint.id",
                    SQL.identifier(endpoints._table),
                    versions.ids,
                )
            )
            endpoints.invalidate_recordset(["version_id"], flush=False)
            endpoints._forget_snapshots()
        self.env["endpoint.version"].invalidate_model(
            ["in_service", "state"], flush=False
        )
