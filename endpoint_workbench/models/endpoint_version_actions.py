"""Restore and compare versions of endpoints."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .endpoint_version import NOTE


class EndpointVersion(models.Model):
    _inherit = "endpoint.version"

    def _endpoint(self) -> models.BaseModel:
        """:raise UserError: the record was deleted"""
        self.ensure_one()
        model = self.env.get(self.res_model)
        endpoint = model is not None and model.browse(self.res_id).exists()
        if not endpoint:
            raise UserError(self.env._("The endpoint of this version was deleted."))
        return endpoint

    def action_restore(self) -> dict | bool:
        """Write the values of this version to its endpoint, which makes a new version.

        :return: the action that tells what could not be restored, if anything
        :raise UserError: the endpoint was deleted, or its values cannot be saved
        """
        return self._restore(self.env._("Restored version %s", self.number))

    def _restore(self, note: str) -> dict | bool:
        endpoint = self._endpoint()
        vals, problems = endpoint._version_vals(self)
        if problems:
            note = self.env._(
                "%(note)s, without: %(problems)s",
                note=note,
                problems=format_list(self.env, problems),
            )
        endpoint.with_context(**{NOTE: note}).write(vals)
        if not problems:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": note,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_compare(self) -> dict:
        """:return: the dialog that compares two versions, or one with that in service
        :raise UserError: more than two, or versions of different endpoints
        """
        if len(self) > 2 or len({(each.res_model, each.res_id) for each in self}) != 1:
            raise UserError(
                self.env._("Select one version, or two versions of the same endpoint.")
            )
        versions = self.sorted("number")
        if len(self) == 1:
            versions |= self._endpoint().version_id
        if len(versions) == 1:  # the version in service: what it changed
            versions |= self.search(
                [
                    ("res_model", "=", self.res_model),
                    ("res_id", "=", self.res_id),
                    ("number", "<", self.number),
                ],
                limit=1,
            )
        versions = versions.sorted("number")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare versions"),
            "res_model": "endpoint.version.compare",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_left_id": versions[0].id,
                "default_right_id": versions[-1].id,
                "dialog_size": "extra-large",
            },
        }
