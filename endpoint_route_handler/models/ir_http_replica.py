"""Match against the latest routes when Odoo reads from a replica."""

from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from odoo import models
from odoo.http import request

from .. import replica
from ..call import call_of
from ..routing import RuleStore


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match_on_replica(cls, path_info: str) -> tuple[Rule, dict[str, Any]]:
        """:return: like ``_match``, if the cursor of the request is on a replica"""
        store = RuleStore.of(request.env.registry)
        try:
            match = cls._match_rule(path_info)
            if call_of(request):
                position, is_changed = cls._look_at_primary(store)
                if is_changed:
                    match = cls._match_rule(path_info)
        except HTTPException:
            position, is_changed = cls._look_at_primary(store)
            if not is_changed:
                raise
            match = cls._match_rule(path_info)
        call = call_of(request)
        if call and call.routing["readonly"]:
            call.is_replica_current = replica.has_replayed(request.env.cr, position)
        return match

    @classmethod
    def _look_at_primary(cls, store):
        """:return: (position in the WAL, whether the routes changed)"""
        position, change = replica.primary_state(request.env.registry)
        is_changed = change > store.change
        store.change = max(change, store.change)
        return position, is_changed
