"""The words of Chinese (zh-Hans): a word that no writer uses costs nothing here."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.audit.tongues import forces
from generator.audit.tongues.lexicon import Corrected, Crossings, Lexicon, near
from generator.audit.tongues.tables import monies_in
from generator.audit.tongues.zh_forms import (
    BESIDE,
    DASHES,
    LOW_BASE,
    MISSING,
    MONTH_NUMBERS,
    MONTHS,
    OTHER_GOODS,
    PARTNERS,
    TIMES,
    VALUED,
    WHOLES,
)

_NUMBERS = {
    **{word: place for place, word in enumerate("一二三四五六七八九十", 1)},
    **{f"十{word}": place for place, word in enumerate("一二三四五六七八九", 11)},
    "两": 2,
    "二十": 20,
}
_COUNT = "(?:二?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_TWICE = (near("ratio", "1.94", "2.06"), near("pct", "94", "106"))
_HALF = (near("pct", "-52", "-48"), near("ratio", "0.48", "0.52"))
_CHANGE = frozenset({"change", "change_abs", "multiple"})
_PLACE = frozenset({"rank", "record", "since", "placed"})
_NONE: frozenset[str] = frozenset()
_MONIES = monies_in("zh")
_UP = (
    "增长",
    "增加",
    "增至",
    "增幅",
    "增速",
    "增量",
    "上升",
    "升至",
    "上涨",
    "涨至",
    "涨幅",
    "略增",
    "激增",
    "猛增",
    "大增",
)
_DOWN = ("下降", "减少", "减至", "降至", "降幅", "下滑", "下跌", "跌至", "跌幅", "略降", "锐减", "大减", "回落", "萎缩")


def _money_block(unit: str, scale: str) -> str:
    """Return a pattern for the words over bare numbers: 百万美元."""
    named = "|".join(re.escape(name) for name, codes in _MONIES.items() if codes == (unit.upper(),))
    return f"{ {'million': '百万', 'billion': '十亿', 'thousand': '千'}.get(scale, scale) }(?:{named or '(?!)'})"


# "million" and "points" are what edition.json calls the scale of a picture, in any language
CHINESE = Lexicon(
    numbers=_NUMBERS,
    sizes={
        **dict.fromkeys(("翻一番", "翻番", "增长一倍", "增加一倍"), _TWICE),
        **dict.fromkeys(("减半", "腰斩", "减少一半", "下降一半"), _HALF),
        "一半": (near("pct", "48", "52"), near("ratio", "0.48", "0.52")),
        "半数": (near("pct", "48", "52"),),
        "大多数": (near("pct", "50", "100"),),
        "大部分": (near("pct", "50", "100"),),
    },
    scales={"百万": Decimal(10) ** 6, "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
    | {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9},
    units={
        "%": "pct",
        **dict.fromkeys(("个百分点", "百分点", "points"), "pp"),
        "倍": "ratio",
        **dict.fromkeys(("美元/吨", "/吨"), "usd_per_t"),
        "吨": "kg",
        **{name: codes[0].lower() for name, codes in _MONIES.items() if len(codes) == 1},
    },
    monies=_MONIES,
    before={
        "over": ("超过", "逾", "超", "多于", "高于", "突破", ">"),
        "at_least": ("至少", "不少于", "不低于", "≥"),
        "about": ("约", "大约", "约为", "大致", "近", "将近", "接近", "≈", "~"),
        "under": ("不到", "不足", "少于", "低于", "至多", "最多", "不超过", "<", "≤"),
    },
    after={
        "at_least": ("以上", "或更多"),
        "over": ("多", "有余", "开外"),
        "under": ("以下", "以内"),
        "about": ("左右", "上下"),
    },
    up=(*_UP, "拉高", "提高", "提升", "扩大", "攀升", "飙升", "反弹", "回升", "翻一番", "翻番", "高于", "多于", "超过"),
    down=(*_DOWN, "拉低", "降低", "缩小", "收窄", "减半", "腰斩", "暴跌", "骤降", "低于", "少于", "不及"),
    moved=(*_UP[:4], *_UP[6:], *_DOWN, "攀升", "飙升", "反弹", "回升", "暴跌", "骤降"),
    open_question=("升降", "是否", "增减", "或下降", "或增长", "没有一项", "均无"),
    causes=(
        *(
            "由于",
            "因为",
            "因而",
            "缘于",
            "源于",
            "得益于",
            "受益于",
            "归因于",
            "归功于",
            "带动",
            "推动",
            "拉动",
            "驱动",
        ),
        *(
            "促使",
            "促进",
            "导致",
            "致使",
            "造成",
            "引发",
            "支撑",
            "助推",
            "助力",
            "提振",
            "反映",
            "彰显",
            "凸显",
            "体现",
        ),
        *("拖累", "出于", "原因", "鉴于", "随着", "在于", "受惠于", "影响", "背景下"),
    ),
    judgements={
        **dict.fromkeys(
            ("强劲", "强势", "旺盛", "繁荣", "火爆", "稳健", "稳定", "平稳", "坚挺", "疲软", "低迷"), _NONE
        ),
        **dict.fromkeys(
            (
                "可喜",
                "喜人",
                "亮眼",
                "显著",
                "瞩目",
                "可观",
                "乐观",
                "大幅",
                "最快",
                "最慢",
                "迅猛",
                "历史新高",
                "新高",
            ),
            _NONE,
        ),
        "多元化": frozenset({"index"}),
        **dict.fromkeys(("保持", "维持"), frozenset({"change", "change_abs"})),
        **dict.fromkeys(("持续", "继续"), frozenset({"streak"})),
        **dict.fromkeys(("创纪录", "创历史"), frozenset({"record"})),
        **dict.fromkeys(("最高", "最低", "最大", "最小", "最多", "最少"), _PLACE),
        **dict.fromkeys(
            ("激增", "飙升", "暴跌", "锐减", "骤降", "大增", "大减", "翻一番", "翻番", "减半", "腰斩"), _CHANGE
        ),
    },
    strong=frozenset({"激增", "飙升", "暴跌", "锐减", "骤降", "大增", "大减"}),
    crossings=Crossings(
        passed=("突破", "首次超过", "首次超出", "冲破", "升破", "站上", "首破", "首超", "跨过", "跨越", "迈过", "跨上"),
        first=(
            *("首次突破", "首次超过", "首次超出", "首次高于", "首次达到", "首次升破", "首次站上", "首次跨"),
            *("首度突破", "首度超过", "第一次突破", "第一次超过", "史上首次"),
        ),
        stayed=("仍高于", "仍超过", "仍然高于", "仍然超过", "依然高于", "保持在高于", "继续高于"),
    ),
    continued=("继续",),
    forces={
        **dict.fromkeys(("大幅增长", "大幅增加", "大幅上升", "明显增长"), forces.MARKED_UP),
        **dict.fromkeys(("大幅下降", "大幅减少", "大幅下滑", "明显下降"), forces.MARKED_DOWN),
        **dict.fromkeys(("激增", "猛增", "飙升", "大增", "暴增", "剧增"), forces.STRONG_UP),
        **dict.fromkeys(("锐减", "骤降", "暴跌", "大减", "骤减", "剧减"), forces.STRONG_DOWN),
        **dict.fromkeys(("翻一番", "翻番", "增长一倍", "增加一倍"), forces.DOUBLED),
        **dict.fromkeys(("增至两倍以上", "翻一番以上", "增长一倍以上"), forces.OVER_TWICE),
        "增至三倍": forces.TRIPLED,
        "增至三倍以上": forces.OVER_THRICE,
        **dict.fromkeys(("减半", "腰斩", "减少一半", "下降一半"), forces.HALVED),
        **dict.fromkeys(("减少一半以上", "下降一半以上"), forces.UNDER_HALF),
        **dict.fromkeys(("波动较大", "波动很大", "大起大落"), forces.SWINGING),
    },
    translated="译自",
    months=MONTHS,
    revision="第{n}版",
    places={"high": ("最高", "最大", "最多", "大", "首位", "第一"), "low": ("最低", "最小", "最少")},
    nothing=("零", "0", "0美元", "没有贸易"),
    beside={"up": ("增长", "上升", "增加"), "down": ("下降", "减少", "回落")},
    earlier={
        "year": ("同比", "上年同期", "去年同期", "上年", "去年", "上年相同月份", "一年前"),
        "month": ("环比", "上月", "上个月", "前一个月", "一个月前"),
    },
    spans={
        "date": ("年内累计", "今年以来", "年初以来", "自1月以来"),
        "twelve": ("十二个月", "12个月", "全年", "年内累计"),
    },
    part_of=("中",),
    part_after=("个百分点中", "的变动中"),
    partial="数据不全",
    provisional="初步数据",
    scope=re.compile("（(?:部分|不含(?P<lines>[^（）]+))）"),
    illustrative="虚构数据",
    rounded="只取整一次",
    draft="机器撰写草稿",
    footmarks=("a b c d e f g h i j k l m n o p q r s t u v w x y z", "注{}"),
    flagged=("提示。",),
    accepted=("采纳。",),
    sides={"surplus": ("顺差", "盈余"), "deficit": ("逆差", "赤字")},
    prices=("价格", "单价", "售价", "物价", "价位", "涨价", "降价", "昂贵", "便宜"),
    no_price=("不是价格", "并非价格", "非价格", "世界银行大宗商品价格数据"),
    worth=re.compile("每(?P<unit>[^，。；]{1,3}?)的?平均价值"),
    times=TIMES,
    missing=MISSING,
    dashes=DASHES,
    low_base=LOW_BASE,
    corrected=Corrected(
        "更正：",
        "更正（{day}）",
        "已于{then}撤回，经更正后于{day}恢复有效",
        ("原文：", "应为："),
        "此句已删去。",
        "与此相关的其他数字已在原处一并更正。",
        "原因：",
    ),
    valued=VALUED,
    priced=BESIDE,
    partners=PARTNERS,
    wholes=WHOLES,
    other_goods=OTHER_GOODS,
    clause=re.compile("[；。]"),
    of_lines=re.compile(rf"的(?:商品|{_COUNT}项|\d+项)"),
    money_block=_money_block,
    headline=32,
    moved_by=re.compile("(?:增加|减少|上升|下降|增长|下跌)(?:了|约|逾|超过|至少)?$"),
    moved_to=re.compile("(?:增|减|升|降|增加|减少|增长|下降|上升|下跌)至(?:约|逾|超过|至少)?$"),
    slight=("略增", "略降", "略有增长", "略有下降", "小幅", "微增", "微降", "稍增", "稍降"),
    letters=True,
    # a number counts where a measure word follows, or a place or a run of months is told
    counted=re.compile(
        r"(?P<large>[一二两三四五六七八九十千][一二两三四五六七八九十百千零]*[万亿]+|[几数上成][十百千万亿]+)"
        rf"|(?P<count>{_COUNT})(?=[项种倍成家笔类]|个(?:百分点|品种|国家|商品))|第(?P<place>{_COUNT})(?=大|位|高|低|名)"
        rf"|连续(?P<run>{_COUNT})(?=个月)|(?<!的)(?<![\d一二三四五六七八九十])(?P<span>{_COUNT})(?=个月)"
        "|(?P<size>翻一番|翻番|增长一倍|增加一倍|减半|腰斩|减少一半|下降一半|一半|半数|大多数|大部分)"
    ),
    free=(
        re.compile(
            "两项(?:可比)?商品(?=合计|均)|两项已公布的商品在|没有一项|[的，“”]一项商品|^一项商品|同一项|一项商品的规模"
        ),
    ),
    partner_before=r"(?:至|到|和|或|–)\s?[\d.,]+",
    times_words=("倍",),
    spaced=False,
    trims=True,
    month_numbers=MONTH_NUMBERS,
    day="{year}年{month}{day}日",
)
