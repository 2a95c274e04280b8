from odoo import models
from odoo.orm.models import READ_GROUP_AGGREGATE
from odoo.tools import SQL

from ..rest.aggregate import COUNT_OF_GROUPS
from ..rest.aggregate_query import NUMBERS


class Base(models.AbstractModel):
    """What ``_read_group`` lacks, for :mod:`..rest.aggregate`: ISO weeks, empty numbers
    as 0, as in lists, and the number of all groups.
    """

    _inherit = "base"

    def _read_group_groupby(self, alias, groupby_spec, query):
        if not self.env.context.get("crud_aggregate"):
            return super()._read_group_groupby(alias, groupby_spec, query)
        name, _, period = groupby_spec.partition(":")
        if period == "week":  # Odoo's begin on a day that depends on the language
            day = super()._read_group_groupby(alias, f"{name}:day", query)
            return SQL("date_trunc('week', %s)::date", day)
        group = super()._read_group_groupby(alias, groupby_spec, query)
        is_number = self._fields[name].type in NUMBERS
        return SQL("COALESCE(%s, 0)", group) if is_number else group

    def _read_group_select(self, aggregate_spec, query):
        if not self.env.context.get("crud_aggregate"):
            return super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == COUNT_OF_GROUPS:
            return SQL("COUNT(*) OVER ()")
        name, _, function = aggregate_spec.partition(":")
        if function in ("sum", "avg") and self._fields[name].type == "float":
            # PostgreSQL fails when the sum of floats overflows.
            number = SQL("%s::numeric", self._field_to_sql(self._table, name, query))
            total = READ_GROUP_AGGREGATE[function](self._table, number)
        else:
            total = super()._read_group_select(aggregate_spec, query)
        return SQL("COALESCE(%s, 0)", total) if function == "sum" else total
