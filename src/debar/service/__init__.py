"""The service: the API that yente's, OpenRefine's and Watchman's users already speak, over one home.

`debar.service.app.create_app` makes it; `debar serve` runs it. It needs the extra ``debar[service]``.
"""
