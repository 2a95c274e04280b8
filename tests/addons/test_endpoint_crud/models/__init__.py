from . import order, thing
