from . import (
    endpoint_route_sync_mixin,
    endpoint_route_handler,
    ir_http,
    ir_model,
)
