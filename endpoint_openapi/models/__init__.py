from . import (
    endpoint_mixin,
    endpoint_openapi,
    ir_config_parameter,
    ir_http,
    res_config_settings,
)
