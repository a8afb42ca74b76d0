"""Where tasks are done: here, one after the other; in processes of this machine; or on machines of a cluster (`on_ray`).

A task is a function of a module and one argument that can be pickled. Whoever places tasks elsewhere has to give what `Place`
says, and no more.
"""

from glitterball.placing.place import HERE, Here, Lost, Place, processors
from glitterball.placing.processes import Processes
from glitterball.placing.several import placed

__all__ = ["HERE", "Here", "Lost", "Place", "Processes", "placed", "processors"]
