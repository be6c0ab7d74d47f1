"""The desk that runs for years: a file a month, a database that tells January with February, a yearbook."""

DESK = """\
publisher: {{name: {{en: Trade Desk}}, dateline: {{en: Islamabad}}, contact: desk@example.org}}
time_zone: {zone}
schedule: {{at: "09:00", until: "21:00", late_after: 3d, stale_after: 10d}}
notify: [ops@example.org]
mail: {{transport: folder, from: Desk <desk@example.org>, attach: none}}
sources:
  customs:
    kind: tables
    title: {{en: Statistics Office}}
    columns: {{period: month, code: hs, value: usd, published: day}}
    reporter: PAK
    partner: DEU
    flow: export
    covers: all
    calendar: {{day: 5}}
  office:
    kind: sql
    title: {{en: Statistics Office}}
    url: sqlite:///trade.db
    query: "select month, hs, usd, day from trade where month >= :since order by month, hs"
    columns: {{period: month, code: hs, value: usd, published: day}}
    reporter: CHN
    partner: PAK
    flow: import
    covers: all
    calendar: {{day: 18, combined: [[1, 2]]}}
  yearbook:
    kind: tables
    title: {{en: Statistics Office}}
    columns: {{period: month, code: hs, value: usd, published: day}}
    reporter: PAK
    partner: DEU
    flow: export
    covers: all
    calendar: {{day: 20, months_after: 3}}
"""
_EXPORTS = 'reporter: PAK, partner: DEU, flow: export, codes: ["2501", "2515", "2603"]'
_IMPORTS = 'reporter: CHN, partner: PAK, flow: import, codes: ["2501", "2515", "2603"]'
BRIEFINGS = {
    "salt": f"""\
title: {{en: Salt for Germany}}
frequency: monthly
approval: none
formats: [email]
schedule: {{embargo: "15:00"}}
figures: {{source: customs, {_EXPORTS}}}
""",
    "fifth": f"""\
title: {{en: Salt on the fifth working day}}
frequency: monthly
approval: none
formats: [email]
schedule: {{when: working-day, working_day: 5, holidays: [PK]}}
figures: {{source: customs, {_EXPORTS}}}
""",
    "silk": f"""\
title: {{en: Salt on the silk road}}
frequency: monthly
approval: one
formats: [email]
figures: {{source: office, {_IMPORTS}}}
""",
    "quarter": f"""\
title: {{en: A quarter of salt}}
frequency: quarterly
approval: none
formats: [email]
figures: {{source: customs, {_EXPORTS}}}
""",
    "season": f"""\
title: {{en: A quarter on the silk road}}
frequency: quarterly
approval: none
formats: [email]
figures: {{source: office, {_IMPORTS}}}
""",
    "year": f"""\
title: {{en: A year of salt}}
frequency: annual
approval: none
formats: [email]
figures: {{source: yearbook, {_EXPORTS}}}
""",
}
