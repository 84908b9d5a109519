"""What the rules see of a sentence: quantities, known things, years, cue words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wattlas import quantity
from wattlas.claims.names import Named, named
from wattlas.quantity import Mention

CUES = {
    "training": r"\btrain(?:s|ed|ing)?\b|训练",
    "use": r"\b(?:quer(?:y|ies)|prompts?|requests?|questions?|searche?s?|answers?|"
    r"messages?|chats?|repl(?:y|ies)|responses?)\b|提问|查询|请求|搜索|问题|回答|每次|一次问",
    "inference": r"\binference\b|\bserving\b|\beveryday use\b|\bin use\b|\busage\b|推理|使用过程|后期使用",
    "equals": r"\bequal(?:s|led|ling)?\b|equivalent|\bas (?:much|many)\b|\bsame as\b|"
    r"\benough\b|\bpowers?\b|\bsuppl(?:y|ies)\b|\bworth of\b|\bwould (?:fill|run|power|charge|drive)\b|"
    r"\bcould (?:fill|run|power|charge|drive)\b|\bcharges?\b|\bcorrespond|\bwhat\b.*\buse\b|"
    r"相当于|等于|等同|够|抵得上|可供|供.{0,8}用|撑起|用掉的",
    "more": r"\btimes\b|\bmore than\b|\bthan\b|倍|比",
    "save": r"\bsav(?:e[sd]?|ings?)\b|\bcheaper\b|\blower\b|省|便宜|节约|降低",
    "price": r"\bprices?\b|\bcosts?\b|\btariffs?\b|\bpay\b|电价|价格|成本|元",
    "goal": r"\b(?:aims?|goals?|targets?|hopes?|plans?|intends?|wants?|aspires?)\b|目标|计划|希望|有望|力争",
    "promise": r"\b(?:will|promis\w*|agree[ds]?|contract\w*|commit\w*|pledg\w*|expects?|to deliver|"
    r"to supply|by 20\d\d|deal)\b|将|承诺|签约|签署|协议|合同|年前|预计",
    "future": r"\b(?:will|would|could|may|might|expects?|forecasts?|projects?|predicts?|by 20[3-9]\d|by 202[6-9]|reach)\b|"
    r"将|预计|预测|有望|到 ?20[2-9]\d|达到",
    "invest": r"\binvest(?:s|ed|ing|ments?|ors?)?\b|\bput\b.{0,40}\binto\b|\bput\b.{0,30}\bin\b|\bstakes?\b|\bbacked\b|投资|投了|注资|入股|砸",
    "buy": r"\bbuy(?:s|ing)?\b|\bbought\b|\bpurchas\w*|\bpower to\b|\bdeliver\w*|\bsuppl\w*|\bpower purchase\b|\bagree\w*|\bdeal\b|"
    r"\bsign(?:s|ed)?\b|\brestart\w*|\breopen\w*|购电|购买|买电|供电|提供|供应|签|重启|送电|上线",
    "hire": r"\badvertis\w*|\bhir(?:es?|ing|ed)\b|\bjob\b|\bpost(?:ing|ed)\b|\brecruit\w*|招聘|招募|岗位",
    "grow": r"\bgr(?:ow|ew|owth|own|owing|ows)\b|\bris(?:e|es|ing|en)\b|\brose\b|\bincreas\w*|\bdoubl\w*|\btripl\w*|\bclimb\w*|"
    r"增长|增加|上升|上涨|翻",
    "flat": r"\bflat\b|\blevell?ed off\b|\bplateau\w*|\bstagnat\w*|\bstopped growing\b|\bstable\b|\bunchanged\b|趋于平缓|平缓|停滞|持平|不再增长|不增长",
    "exponential": r"\bexponential\w*|指数",
    "share": r"\bshare\b|\bper ?cent\b|%|％|\bhalf\b|\bthird\b|\bquarter\b|占|成|一半|分之",
    "most": r"\bthe most\b|\bmost of\b|\blargest\b|\bbiggest\b|\bbigger\b|\bmain\b|\bmajority\b|\bmore (?:electricity |energy )?than\b|\bdominat\w*|\bbulk\b|\boutweigh\w*|最多|最大|大头|主要|超过",
    "exceed": r"\bshortage\b|\bexceed\w*|\bovertak\w*|\boutstrip\w*|\bsurpass\w*|\bmore than all\b|\brun out\b|\ball (?:of )?the (?:world's )?(?:electricity|power|energy)\b|"
    r"用电荒|电荒|耗尽|超过全球|用光|不够用|短缺",
    "better": r"\bbetter\b|\bfaster\b|\befficien\w*|\bperformance\b|\badvanc\w*|性能|效率|更好|更强|进步|能效",
    "less": r"\bless\b|\bfall(?:s|ing)?\b|\bfell\b|\bdecreas\w*|\bdrop(?:s|ped)?\b|\bdeclin\w*|\blower\b|\bshrink\w*|下降|降低|减少|下去|变少|更少",
    "household": r"\bhouse ?holds?\b|\bhomes?\b|\bfamil(?:y|ies)\b|\bhouses\b|家庭|住户|人家|户|我家",
    "lifetime": r"\blife ?times?\b|\bwhole life\b|\bentire life\b|一辈子|这辈子|一生",
    "water": r"\bwater\b|水",
    "company": r"\bcompany\b|\bcorporate\b|公司",
    "visit": r"\bvisits?\b|\bvisitors?\b|访问",
    "user": r"\busers?\b|\bpeople use\b|用户|活跃",
    "monthly": r"\bmonthly\b|\ba month\b|月活|每月|月度",
    "weekly": r"\bweekly\b|\ba week\b|周活|每周",
    "daily": r"\bdaily\b|\ba day\b|日活|每天",
    "safe": r"\bsafe(?:ty|r)?\b|\bleak\w*|\bradioactiv\w*|\brelease\b|\bshut (?:themselves )?down\b|安全|泄漏|泄露|放射|停堆|关闭",
    "output": r"\boutput\b|\bpower\b|\bcapacity\b|\bgenerat\w*|功率|发电|装机|出力",
    "drive": r"\bdriv(?:e|es|ing|en)\b|\bkilomet\w+|\bkm\b|\bmiles?\b|跑|行驶|开",
    "parameters": r"\bparameters?\b|参数",
    "grid": r"\bgrid\b|\bmarket\b|电网",
    "a_day": r"\b(?:in|for|over|per) (?:a|one|a whole) day\b|一天|一整天",
    "home_of_reader": r"\bmy home\b|\bmy family\b|\bour home\b|我家",
}  # fmt: skip
_CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in CUES.items()}


@dataclass(frozen=True)
class Reading:
    """A sentence with what was recognised in it."""

    text: str
    mentions: tuple[Mention, ...]
    things: tuple[Named, ...]
    cues: frozenset[str] = field(default_factory=frozenset)

    def has(self, *cues: str) -> bool:
        """Say whether every one of some cues is there."""
        return all(cue in self.cues for cue in cues)

    def of(self, *dimensions: str) -> list[Mention]:
        """Return the quantities of some dimensions, in order."""
        return [m for m in self.mentions if m.dimension in dimensions]

    def kinds(self, *kinds: str) -> list[Named]:
        """Return the things of some kinds, in order."""
        return [t for t in self.things if t.kind in kinds]

    @property
    def years(self) -> list[int]:
        """Every year that is named, in order; a span gives both ends."""
        ends = [y for m in self.of("date") for y in dict.fromkeys((m.low, m.high))]
        return [int(y) for y in ends]

    @property
    def year(self) -> int | None:
        """The last year that is named, or None."""
        return self.years[-1] if self.years else None


def read(text: str) -> Reading:
    """Return what is recognised in a sentence.

    >>> found = read("BLOOM took 433,000 kWh to train")
    >>> found.things[0].key, found.mentions[0].middle, found.has("training")
    ('bloom-176b', 433000.0, True)
    """
    things = named(text)
    mentions = quantity.find(text, [(t.start, t.end) for t in things])
    cues = frozenset(name for name, cue in _CUES.items() if cue.search(text))
    return Reading(text, tuple(mentions), tuple(things), cues)


def after(reading: Reading, mention: Mention, reach: int = 24) -> str:
    """Return the text just behind a quantity, up to the next quantity."""
    ends = [m.start for m in reading.mentions if m.start >= mention.end]
    stop = min([mention.end + reach, len(reading.text), *ends])
    return reading.text[mention.end : stop]


def before(reading: Reading, mention: Mention, reach: int = 24) -> str:
    """Return the text just before a quantity, from the last quantity on."""
    starts = [m.end for m in reading.mentions if m.end <= mention.start]
    return reading.text[max([0, mention.start - reach, *starts]) : mention.start]


def matches(cue: str, text: str) -> bool:
    """Say whether a cue stands in a piece of text."""
    return _CUES[cue].search(text) is not None
