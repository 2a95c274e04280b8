from . import (
    endpoint_route_sync_mixin,
    endpoint_route_handler,
    endpoint_route_handler_rules,
    endpoint_route_handler_checks,
    endpoint_route_handler_claims,
    ir_http,
    ir_http_errors,
    ir_http_replica,
    ir_model,
)
