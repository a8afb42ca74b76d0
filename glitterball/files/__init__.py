"""The one door to files: every output and every file a user hands over goes through here.

`writing`, `write`, `write_key`, `making` and `new_folder` write whole or not at all and replace only an older output of the
same kind; `scratch` is room without a name, `scratch_folder` a folder for a while. `read`, `read_text`, `read_or_input` and
`opened` read within the limits of `limits`. `hold` and `release` are for rooms that open SQLite files: what they hold is
opened by nobody else in this process. `destroy` overwrites a file and removes it. What shipped with us is read as a resource of
the package, not as a file.
"""

from glitterball.files.alone import alone
from glitterball.files.destroying import destroy
from glitterball.files.folders import NewFolder, folder_of, new_folder
from glitterball.files.held import hold, is_held, release
from glitterball.files.protected import protecting
from glitterball.files.reading import opened, read, read_or_input, read_text, text_of
from glitterball.files.scratch import scratch, scratch_folder
from glitterball.files.targets import beside, target_of
from glitterball.files.writing import Output, bringing, making, write, write_key, writing

__all__ = [
    "NewFolder",
    "Output",
    "alone",
    "beside",
    "bringing",
    "destroy",
    "folder_of",
    "hold",
    "is_held",
    "making",
    "new_folder",
    "opened",
    "protecting",
    "read",
    "read_or_input",
    "read_text",
    "release",
    "scratch",
    "scratch_folder",
    "target_of",
    "text_of",
    "write",
    "write_key",
    "writing",
]
