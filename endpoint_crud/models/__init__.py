"""What is added to ``endpoint.mixin``, file by file::

endpoint_mixin              the fields of a resource, the checks at save
endpoint_mixin_tags         its lists of fields as the form shows them
endpoint_mixin_rules        its routes and methods
endpoint_mixin_request      a request is validated and finds its operation
endpoint_mixin_operations   list, read, create, update, delete, file
endpoint_mixin_idempotency  Idempotency-Key is on by default
"""

from . import (
    endpoint_mixin,
    endpoint_mixin_tags,
    endpoint_mixin_rules,
    endpoint_mixin_request,
    endpoint_mixin_operations,
    endpoint_mixin_idempotency,
    ir_http,
    ir_model,
)
