from . import thing, gadget, order, sample
