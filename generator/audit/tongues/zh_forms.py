"""The forms of Chinese (zh-Hans): times, and the sentences of which the audit reads each part."""

from __future__ import annotations

import re

from generator.audit.tongues.lexicon import Beside, Missing, Partners, Parts, Times, Valued, Wholes
from generator.audit.tongues.tables import economies_in

MONTHS = tuple(f"{place}月" for place in range(1, 13))
_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
MONTH_NUMBERS = {
    **{name: place for place, name in enumerate(_NAMES)},
    **{str(place + 1): place for place in range(12)},
    **{f"{place + 1:02}": place for place in range(12)},
}
_YEAR = r"(?<![\d.,])(?:19|20)\d\d"
_FISCAL = "(?:年度|财年|年)"  # after "2025-26"
_NUMBER, _DAY = "(?:1[0-2]|0?[1-9])", r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|(?<!另)[一二三四五六七八九])"  # 另一月份: another month
TIMES = Times(
    mention=re.compile(
        r"(?=[\dH十一二三四五六七八九])(?:"  # where a time can begin at all
        r"(?<![A-Za-z])(?P<code>HS\s\d{2,10}(?:\s?[、,和及或至–-]\s?(?:HS\s)?\d{2,10})*)"
        r"|(?<!\d)(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
        rf"|(?P<day>(?:{_YEAR}年)?{_MONTH}月\d{{1,2}}日)"
        rf"|(?:(?P<year>{_YEAR})(?:-(?P<tail>\d\d){_FISCAL}|年))?(?P<first>{_MONTH})(?:月|(?=[—–-]{_MONTH}月))"
        rf"(?:(?:至|到|和|与|—|–|-)(?P<last>{_MONTH})月)?(?P<twelve>的(?:十二|12)个月)?"
        rf"|(?P<alone>{_YEAR})(?:-(?P<after>\d\d)(?:{_FISCAL}|(?![\w-]))|年|(?![\d%万亿吨元个项倍种]|[.,]\d|-\d)))"
    ),
    dates=re.compile(
        rf"(?:{_YEAR}年)?(?<!\d)(?:{_NUMBER}[—–-])?{_NUMBER}月(?:{_DAY}日)?(?:的12个月)?|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    ),
    month_year=re.compile(rf"(?P<year>{_YEAR})年(?P<month>\d{{1,2}}月)(?!\d{{1,2}}日)"),
    quarter=re.compile(
        rf"(?P<own>本季度?|当季度?)|(?:(?P<year>{_YEAR})年)?(?:第?(?P<nth>[一二三四]|(?<!\d)[1-4])季度)"
    ),
    quarters={name: place % 4 + 1 for place, name in enumerate("一二三四1234")},
    on_before=re.compile(r"(?:比|较|与|同|和|高于|低于|相对于|由|从)(?:截至)?$"),
    openings=frozenset({"", "在"}),
    lead=True,
    of=re.compile("的"),
)

MISSING = Missing(
    base=re.compile(
        r"(?:没有(?P<when>[^，。]+)的数据|(?P<some>并非每项商品都有)[^，。]+的数据)，因此不给出(?:同比|总额)"
    ),
    broken=re.compile(r"(?:涵盖的商品(?:不同|是否相同尚不清楚)|本期按(?:CIF|FOB)计价)，因此不给出总额的同比变动"),
    begun=re.compile("该数据刚开始公布"),
    gaps=re.compile("所用数据中没有这些商品(?P<months>[^。]+?)(?P<some>之间的部分月份)?的数值。"),
    withheld=re.compile("数据来源未公布(?P<one>HS [^，。]+)，因此"),
    idle=re.compile(r"[^，。]+及上年同期没有HS (?P<codes>[\d、和]+)的贸易记录"),
    until="至",
)

DASHES = {
    "missing": re.compile("短横表示(?:没有数据|未找到数据)"),
    "bound": re.compile("短横表示所据数值只是界限或近似值"),
    "lunar": re.compile("短横表示不作比较：春节"),
    "ended": re.compile("短横表示贸易降至零"),
    "untraded": re.compile("短横表示没有贸易"),
    "whole": re.compile("短横表示该项占合计的比重"),
    "idle": re.compile("短横表示当期或上年同期没有贸易"),
    "low": re.compile("短横表示基数几乎为零"),
    "rounded": re.compile("短横表示来源数值经过取整"),
}

LOW_BASE = "低基数", re.compile("^低基数：")

_HOW = "(?:CIF和FOB|CIF|FOB)"
VALUED = Valued(
    now=re.compile(rf"，(?:按[^，]+统计|所有[^，]+合计)，(?P<now>{_HOW})价，"),
    rule=re.compile(r"(?P<flow>(?:复)?[进出]口)按规则应以(?P<rule>CIF|FOB)计价；(?P<does>[^。]+)。"),
    before=re.compile(r"较早数据（最近为(?P<when>[^）]+)）按(?P<then>CIF|FOB)计价，不与本数据比较"),
    base=re.compile(r"(?P<when>[^，。]+)的数据按(?P<then>CIF|FOB)计价，本期按(?P<now>CIF|FOB)计价，"),
    both=re.compile(r"较早数据按(?P<then>CIF|FOB)计价，本期按(?P<now>CIF|FOB)计价，"),
    odd=re.compile("与此前计价方式不同（CIF或FOB）。"),
    does={"部分包含": "CIF and FOB", "不包含": "FOB", "包含": "CIF"},
    flows={"进口": "M", "出口": "X", "复进口": "M", "复出口": "X"},
    both_ways="CIF和FOB",
)

_AMOUNT = r"[\d,]+(?:\.\d+)?[万亿]?[^\d，。（）/%]+?"
BESIDE = Beside(
    form=re.compile(
        rf"(?:世界银行(?P<series>.+?)价格|(?P<money>[^\d，。（）]+?))(?:（(?P<opposed>走势相反)）)?"
        rf"(?P<when>(?:截至)?\d[^平]*?)平均为(?P<level>{_AMOUNT})(?P<unit>/[^，。]+)?，"
        rf"(?:比上年同期(?P<way>上涨|下跌)(?P<rate>[\d,.]+%)|与上年同期的(?P<base>{_AMOUNT})基本持平)"
        r"（(?P<source>[^（）\d]+)，(?:截至)?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?P<dated>更新)?）。"
    ),
    units={
        "$/mt": "/吨",
        "$/kg": "/公斤",
        "$/bbl": "/桶",
        "$/mmbtu": "/百万英热单位",
        "$/dmtu": "/干吨度",
        "$/cubic meter": "/立方米",
        "$/troy oz": "/金衡盎司",
    },
    monies={"AUD": "澳大利亚元", "EUR": "欧元", "GBP": "英镑", "IEP": "爱尔兰镑", "NZD": "新西兰元"},
    dollar="美元",
    ways={"上涨": "up", "下跌": "down"},
    updated="更新",
    terms=("世界银行大宗商品价格数据", "The Pink Sheet", "CC BY 4.0"),
)


def _parts(flows: frozenset[str], stem: str, whence: str) -> Parts:
    return Parts(
        flows,
        stem,
        (rf"(?<![自从对向往])<who>(?=的?(?:[{whence}]|{stem}))", rf"(?<![自从对向往])<who>(?:的|累计|共){stem}"),
        (rf"[{whence}]<who>(?![自从对向])", rf"来自<who>(?=[^，。]*{stem})" if stem == "进口" else r"销往<who>"),
    )


PARTNERS = Partners(
    parts=(_parts(frozenset({"M", "RM"}), "进口", "自从"), _parts(frozenset({"X", "RX"}), "出口", "对向往")),
    each=re.compile("按(?:原产地|最终目的地|贸易伙伴)统计"),
    together=re.compile("所有(?:原产地|目的地|贸易伙伴)合计"),
    every=re.compile(
        "(?:自|从|对|向|与)(?:所有|全部|各)(?:国家|国|贸易伙伴|经济体|市场|来源地|目的地)|全世界|世界各地|全球(?!海关)"
    ),
    demonyms=economies_in("zh"),
)

# a noun of trade is bare where nothing but an economy, a time or a word for all stands before it, and no goods after it
WHOLES = Wholes(
    sentence=re.compile("(?<=[。！？：；])"),
    noun=re.compile(
        r"(?P<before>[^，。；：（）、\s\d]*?)(?P<noun>复?[进出]口)"
        r"(?P<told>(?!总?[额值量]|规模|[为达增下上略减约超至比较同环变的了保维持继呈出有也则将由降升涨跌]|基本|[，。；：、）\d]|$).)?"
    ),
    verb=None,
    bare=frozenset(
        {"", "总", "商品", "货物", "的", "全部", "全部商品", "所有商品", "外贸", "贸易", "双边", "年", "月", "、", "和"}
    ),
    whose=("的",),
)

OTHER_GOODS = re.compile(
    r"(?P<codes>HS [\d、和]+|部分商品)在HS (?P<then>\d{4})和HS (?P<now>\d{4})中涵盖的商品(?:不同|是否相同尚不清楚)"
)
