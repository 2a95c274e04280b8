"""Extensions of ``endpoint.mixin``::

endpoint_mixin              fields of a resource, checks at save
endpoint_mixin_sql          whether PostgreSQL writes lists
endpoint_mixin_tags         lists of fields as tags in the form
endpoint_mixin_rules        routes and methods
endpoint_mixin_request      validates a request and calls its operation
endpoint_mixin_operations   list, read, update, delete, file
endpoint_mixin_create       create
endpoint_mixin_export       exports of a list
endpoint_mixin_idempotency  enables Idempotency-Key by default
"""

from . import (
    endpoint_mixin,
    endpoint_mixin_sql,
    endpoint_mixin_tags,
    endpoint_mixin_rules,
    endpoint_mixin_request,
    endpoint_mixin_operations,
    endpoint_mixin_create,
    endpoint_mixin_export,
    endpoint_mixin_idempotency,
    ir_http,
    ir_model,
)
