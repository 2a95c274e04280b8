from . import (
    endpoint_mixin,
    endpoint_mixin_tags,
    endpoint_mixin_rules,
    endpoint_mixin_request,
    endpoint_mixin_operations,
    ir_http,
    ir_model,
)
