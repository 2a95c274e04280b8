from . import (
    endpoint_mixin,
    endpoint_mixin_deprecation,
    endpoint_mixin_query,
    endpoint_mixin_request,
    endpoint_mixin_code,
    endpoint_endpoint,
    ir_http,
    res_users,
)
