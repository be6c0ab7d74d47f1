"""What a Chinese sentence of an editor's claims without a figure."""

from __future__ import annotations

from generator.audit.tongues.lexicon import EditorsWords


def _either(*words: str) -> str:
    """Return a pattern for any of the words in `words`, which spaces part, the longest first."""
    every = sorted({word for line in words for word in line.split()}, key=len, reverse=True)
    return "|".join(every)


_UP = (
    "增长 增加 上升 上涨 上扬 上行 提高 提升 攀升 走高 走强 增至 升至",
    "扩大 增多 升高 略增 微增 略升 微升 回暖 翻番 翻一番 翻倍 攀高 拉升 高于",
)
_DOWN = (
    "下降 减少 下跌 下滑 下行 回落 降低 缩减 萎缩 走低 走弱 降至",
    "减至 跌至 收缩 缩小 略降 微降 略减 微减 减半 腰斩 转弱 低于",
)
_UP_STRONG = "激增 猛增 飙升 暴涨 暴增 剧增 大增 大涨 急升 跃升 飞涨 井喷 陡增"
_DOWN_STRONG = "锐减 暴跌 骤降 骤减 剧减 大降 大减 大跌 重挫 崩跌 急跌 锐降"
_TRADE = "(?:贸易|进口|出口)"
EDITORS_WORDS = EditorsWords(
    ways={
        "up": _either(*_UP, _UP_STRONG),
        "down": _either(*_DOWN, _DOWN_STRONG),
        "flat": "(?<!基本)(?:" + _either("持平 保持不变 不变 未变 没有变化") + ")",
        "little": _either("基本持平 基本不变"),
        "none": rf"归零|[降跌减]至零|消失|中断|(?:没有|无|零){_TRADE}|为零|不再有{_TRADE}",
        "new": "从无到有|新出现",
    },
    strong=_either(_UP_STRONG, _DOWN_STRONG, "急剧 急速 飞速 大力 猛烈"),
    figures=r"[一二两三四五六七八九十百千数几]+(?:倍|成(?![为员品立功绩本就]))|[二三四五六七八九十百]+分之[一二三四五六七八九十几]+|翻[两三四五几]番|一半|半数"
    r"|数[十百千万]+|[千百]万|上亿|过半|近半",
    past=r"连续|再次|再度|仍然?|依[然旧]|持续|继续|新[高低]|历史|纪录|首[次度]|从未|始终|一直|逐[月年]|每[月年]|以来|反弹|回升|恢复|逆转|扭转|屡"
    r"|史上|空前|前所未有|峰值|见顶|触底|反超|赶超|超越|长期|至今|稳步|不断|向来|历来|最[高低大小多少快慢]|放缓|加快|加速",
    unsure=r"将(?!近)|会(?!展|议|谈|见)|可能|预计|预期|预测|有望|应[该当]?|即将|势必|似乎|没有(?!贸易|进口|出口|变化)|并未|并非|并不|不[是曾再会能](?!有)|未(?!变|来|说明)|仅|只|唯|除非|如果|是否|或者?"
    r"|难以",
    causes=r"由于|因为?|受(?!访|邀)|影响|得益于|带动|推动|拉动|驱动|促使|促进|导致|致使|所致|引发|引起|造成|使得?|归因于|归功于|源[于自]|缘于|鉴于|背景下|随着|伴随|因此|因而|从而"
    r"|于是|反映|彰显|凸显|表明|意味着|体现|支撑|提振|拖累|打击|压低|推[高升]|受益|之后|为此|由此|借助|依靠|凭借|助[力推]|刺激|抑制",
    no_reason="(?!)",
    breaks="而|但是?|却|不过|然而|同时",
    whole="[进出]口(?:总?[额值量]|金额)?|总额|合计|总计|总值",
    flows={"M": ("进口",), "X": ("出口",)},
    steps=("环比", "上月", "上个月", "前一个月", "一个月前"),
    spaced=False,
    stops="[；：！？。，（）…]",
    of="的?",
    joins="的?",
    longer="全年|今年|本年|年内|年初以来|累计",
    facts="最终数据|数据(?:为|是)最终|季节性?调整|季调|不变价|可比价格?计",
)
