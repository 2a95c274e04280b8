"""Extensions of ``endpoint.mixin``::

endpoint_mixin              fields of a resource
endpoint_mixin_checks       checks at save
endpoint_mixin_tags         lists of fields as tags in the form
endpoint_mixin_rules        routes and methods
endpoint_mixin_request      validates a request and calls its operation
endpoint_mixin_operations   list, groups and totals, read, update, delete
endpoint_mixin_files        files: read, write, remove
endpoint_mixin_create       create, and write the values of a change
endpoint_mixin_key          records by a key instead of an id
endpoint_mixin_actions      methods of the model
endpoint_mixin_bulk         several operations in one request
endpoint_mixin_export       exports of a list
endpoint_mixin_idempotency  enables Idempotency-Key by default
endpoint_mixin_models       models and fields that a resource names, media type
"""

from . import (
    base,
    endpoint_mixin,
    endpoint_mixin_checks,
    endpoint_mixin_tags,
    endpoint_mixin_rules,
    endpoint_mixin_request,
    endpoint_mixin_operations,
    endpoint_mixin_create,
    endpoint_mixin_files,
    endpoint_mixin_key,
    endpoint_mixin_actions,
    endpoint_mixin_bulk,
    endpoint_mixin_export,
    endpoint_mixin_idempotency,
    endpoint_mixin_models,
    ir_http,
    ir_model,
)
