from . import (
    endpoint_mixin,
    endpoint_rate_limit_refusal,
    ir_config_parameter,
    ir_http,
    res_config_settings,
)
