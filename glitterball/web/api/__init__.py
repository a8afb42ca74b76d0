"""The interface for machines, `/api/v1`: questions, commands, deliveries, and a stream that says what has changed.

Start reading at `operations`: it lists everything that can be asked, once. The routes (`routes`), the description in OpenAPI
(`described`) and the page of the documentation are made of that list. `questions` answers as the pages of a season do, from
what may be seen (`glitterball.web.sight`); `asking` reads what an address says, `paging` gives long lists in parts, and
`answering` writes documents with an ETag.
"""
