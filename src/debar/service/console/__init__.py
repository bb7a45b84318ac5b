"""The console: pages for people over the same service that programs ask.

Rendered on the server; the script only saves reloads, and every page works without it. A page module per page: `screen`,
`party`, `lists`, `batch`, `article`, `ownership`, `audit`, `start`; what they say is put into words by `wording`, and
`rendering` is what they share.
"""

from debar.service.console.desk import Desk
from debar.service.console.pages import routers
from debar.service.console.rendering import problem_page

__all__ = ["Desk", "problem_page", "routers"]
