"""Small messages of SDMX, typed anew by what the standards and Eurostat's guide say."""

from __future__ import annotations

import io
import json

COMEXT_HEAD = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG"


def comext(*rows: str, head: str = COMEXT_HEAD, updated: str = "15/03/26 11:00:00") -> bytes:
    """Return rows `M,DE,PK,260300,1,VALUE_IN_EUROS,2025-01,100,` as Comext's SDMX-CSV, with its line ends."""
    return "\r\n".join([head, *(f"ESTAT:DS-045409(1.0),{updated},{row}" for row in rows), ""]).encode()


def xml(kind: str = "StructureSpecificData", mult: str = "0") -> bytes:
    """Return two series of two months as SDMX-ML, made by sdmx1: the values and the quantities of one product."""
    from sdmx import to_xml
    from sdmx.message import DataMessage
    from sdmx.model import common, v21

    agency = v21.Agency(id="ESTAT")
    structure = v21.DataStructureDefinition(id="DSD", maintainer=agency)
    for name in ("freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD"):
        structure.dimensions.getdefault(id=name)
    structure.measures.getdefault(id="OBS_VALUE")
    flag = common.DataAttribute(id="OBS_FLAG", related_to=v21.PrimaryMeasureRelationship())
    scale = common.DataAttribute(id="UNIT_MULT", related_to=v21.DimensionRelationship())
    structure.attributes.append(flag)
    structure.attributes.append(scale)
    made = {"StructureSpecificData": v21.StructureSpecificDataSet, "GenericData": v21.GenericDataSet}[kind]
    found = made(structured_by=structure)
    for indicator, values, power in (
        ("VALUE_IN_EUROS", ("100.50", "200"), mult),
        ("QUANTITY_IN_100KG", ("7.10", ""), "0"),
    ):
        told = {
            "freq": "M",
            "reporter": "DE",
            "partner": "PK",
            "product": "260300",
            "flow": "1",
            "indicators": indicator,
        }
        series = structure.make_key(v21.SeriesKey, told)
        series.attrib["UNIT_MULT"] = v21.AttributeValue(value=power, value_for=scale)
        observations = []
        for month, value in zip(("2025-01", "2025-02"), values, strict=True):
            one = v21.Observation(dimension=structure.make_key(common.Key, {"TIME_PERIOD": month}), value=value)
            one.value_for = structure.measures[0]
            if month == "2025-02":
                one.attached_attribute["OBS_FLAG"] = v21.AttributeValue(value="p", value_for=flag)
            observations.append(one)
        found.add_obs(observations, series)
    over = structure.dimensions.get("TIME_PERIOD")
    written = to_xml(DataMessage(data=[found], observation_dimension=over), pretty_print=True)
    return written.replace(b"mes:StructureSpecificData", f"mes:{kind}".encode())


def as_json(mult: str = "0") -> bytes:
    """Return the same two series as SDMX-JSON 1.0, the unit multiplier with each series."""

    def part(name: str, *values: str) -> dict[str, object]:
        return {"id": name, "name": name, "values": [{"id": value, "name": value} for value in values]}

    series = [
        part("freq", "M"),
        part("reporter", "DE"),
        part("partner", "PK"),
        part("product", "260300"),
        part("flow", "1"),
    ]
    structure = {
        "dimensions": {
            "dataSet": [],
            "series": [*series, part("indicators", "VALUE_IN_EUROS", "QUANTITY_IN_100KG")],
            "observation": [part("TIME_PERIOD", "2025-01", "2025-02")],
        },
        "attributes": {
            "dataSet": [],
            "series": [part("UNIT_MULT", "0", mult)],
            "observation": [part("OBS_FLAG", "p")],
        },
    }
    header = {"id": "x", "prepared": "2025-11-15T11:00:00", "sender": {"id": "ESTAT"}}
    told = {
        "0:0:0:0:0:0": {"attributes": [1], "observations": {"0": [100.5, None], "1": [200, 0]}},
        "0:0:0:0:0:1": {"attributes": [0], "observations": {"0": [7.1, None], "1": [None, 0]}},
    }
    sets = [{"action": "Information", "series": told}]
    page = io.StringIO()
    json.dump({"header": header, "structure": structure, "dataSets": sets}, page)
    return page.getvalue().replace("100.5,", "100.50,").replace("7.1,", "7.10,").encode()
