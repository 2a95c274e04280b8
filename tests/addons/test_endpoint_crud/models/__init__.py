from . import gadget, order, sample, thing
