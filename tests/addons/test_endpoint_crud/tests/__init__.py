from . import (
    test_list,
)
