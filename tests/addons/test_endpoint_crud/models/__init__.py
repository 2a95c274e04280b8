from . import thing, gadget
