from . import (
    endpoint_idempotency_key,
    endpoint_mixin,
    endpoint_mixin_tags,
    endpoint_mixin_rules,
    endpoint_mixin_request,
    endpoint_mixin_operations,
    endpoint_mixin_idempotency,
    ir_http,
    ir_model,
)
