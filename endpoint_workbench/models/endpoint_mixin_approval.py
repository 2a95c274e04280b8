"""Review before serving: changes are a draft until they are put in service.

The record holds the draft. Callers get the version in service, see
``endpoint_mixin_served.py``.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler import claims, signaling


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    version_approval = fields.Boolean(
        string="Review changes",
        help="Saved changes are a draft. Callers get the version in service until you "
        "press “Put in service”. Archiving takes effect at once.",
    )
    is_draft = fields.Boolean(
        string="Draft",
        compute="_compute_is_draft",
        help="Checked when callers get another version than the one in the form.",
    )

    version_number = fields.Integer(
        string="Version",  # the newest one, which the form shows
        compute="_compute_version_number",
    )

    def _compute_version_number(self):
        newest = self.env["endpoint.version"].sudo()._newest(self._origin)
        for record in self:
            version = newest.get(record._origin.id)
            record.version_number = version.number if version else 0

    def _compute_is_draft(self):
        drafts = self._origin._drafts()
        for record in self:
            record.is_draft = record._origin in drafts

    @api.model
    def _state_fields(self):
        return (*super()._state_fields(), "version_approval")

    def _drafts(self) -> models.BaseModel:
        """:return: the records whose newest version waits to be put in service; none in
        a dry run, which tries the draft
        """
        if signaling.is_private(self.env.cr):
            return self.browse()
        reviewed = self.sudo().filtered("version_approval")
        newest = self.env["endpoint.version"].sudo()._newest(reviewed)
        return self.browse(
            record.id
            for record in reviewed
            if newest.get(record.id, record.version_id) != record.version_id
        )

    def _reviewed(self) -> models.BaseModel:
        """:return: the records whose changes are a draft, because a version of them is
        in service
        """
        return self.filtered(lambda each: each.version_approval and each.version_id)

    # ------------------------------------------------------------
    # Save
    # ------------------------------------------------------------

    @api.constrains("version_approval")
    def _check_version_approval(self):
        """Turning the review off would put a draft in service without saying so."""
        newest = self.env["endpoint.version"].sudo()._newest(self)
        for record in self:
            version = record.sudo().version_id
            if not record.version_approval and version and newest[record.id] != version:
                raise UserError(
                    self.env._(
                        "“%s” has a draft. Put it in service or discard it before you "
                        "turn the review off.",
                        record.name,
                    )
                )

    def write(self, vals):
        if "version_approval" in vals and len(vals) > 1:
            # First: it decides whether the other changes are a draft.
            super().write({"version_approval": vals["version_approval"]})
        reviewed = self._reviewed()
        # Apart: the rules of reviewed records do not depend on what is written.
        parts = [part for part in (self - reviewed, reviewed) if part] or [self]
        for part in parts:
            result = super(EndpointMixin, part).write(vals)
        if not vals.keys().isdisjoint(("version_approval", "registry_sync")):
            first = self.filtered(lambda record: not record.version_id)
            newest = self.env["endpoint.version"].sudo()._newest(first)
            first._versions_to_serve(newest.values())._serve()
        return result

    def _versions_to_serve(self, versions):
        """
        :param versions: new versions of these records, one each at most
        :return: those that need no review: of records without it, of records that are
            synced for the first time, and those with the values in service
        """
        by_id = {record.id: record.sudo() for record in self}
        served = self.env["endpoint.version"].sudo()
        for version in versions:
            record = by_id[version.res_id]
            in_service = record.version_id
            if not record.version_approval or (
                record.registry_sync
                if not in_service
                else not self._version_changes(in_service.values, version.values)
            ):
                served += version
        return served

    def _impacts_routing(self, vals):
        if self and self == self._reviewed():
            return "active" in vals
        return super()._impacts_routing(vals)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_put_in_service(self) -> None:
        """Serve the drafts of these records, and sync them.

        :raise UserError: the draft is not the one that the form shows
        """
        self.check_access("write")
        self._check_shown()
        waiting = self._drafts() | self.filtered(
            lambda record: record.version_approval and not record.version_id
        )
        if not waiting:
            return
        keys = set(waiting._registered_endpoint_rule_keys())
        newest = self.env["endpoint.version"].sudo()._newest(waiting)
        self.env["endpoint.version"].sudo().concat(*newest.values())._serve()
        waiting.write({"registry_sync": True})
        gone = keys.difference(waiting._registered_endpoint_rule_keys())
        claims.take(self.env.cr, (), gone)

    def _check_shown(self):
        """An admin serves what he or she has seen, not what others saved meanwhile."""
        shown = self.env.context.get("endpoint_version_shown")
        if shown and shown != self.version_number:
            raise UserError(
                self.env._(
                    "“%s” was changed after you opened it. Reload the page, and review "
                    "the draft again.",
                    self.name,
                )
            )

    def action_discard_draft(self) -> dict | bool:
        """Go back to the version in service.

        :return: the action that tells what could not be restored, if anything
        """
        self.ensure_one()
        version = self.version_id
        note = self.env._("Draft discarded: version %s", version.number)
        return version._restore(note)

    def action_compare_draft(self) -> dict:
        """:return: the dialog that compares the draft with the version in service"""
        self.ensure_one()
        newest = self.env["endpoint.version"]._newest(self)[self.id]
        return newest.action_compare()
