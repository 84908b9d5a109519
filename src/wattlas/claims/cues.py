"""Cue words of each kind of statement, English and Chinese, as patterns."""

from __future__ import annotations

# fmt: off
CUES = {
    "training": (
        r"\btrain(?:s|ed|ing)?\b|训练"
    ),
    "use": (
        r"\b(?:quer(?:y|ies)|prompts?|requests?|questions?|searche?s?|answers?|"
        r"messages?|chats?|repl(?:y|ies)|responses?)\b|提问|查询|请求|搜索|问题|提示|"
        r"回答|每次|一次问"
    ),
    "inference": (
        r"\binference\b|\bserving\b|\beveryday use\b|\bin use\b|\busage\b|推理|"
        r"使用过程|后期使用"
    ),
    "equals": (
        r"\bequal(?:s|led|ling)?\b|equivalent|\bas (?:much|many)\b|\bsame as\b|"
        r"\benough\b|\bpowers?\b|\bsuppl(?:y|ies)\b|\bworth of\b|"
        r"\bwould (?:fill|run|power|charge|drive)\b|\bcould (?:fill|run|power|"
        r"charge|drive)\b|\bcharges?\b|\bcorrespond|\bwhat\b.*\buse\b|相当于|"
        r"等于|等同|够|抵得上|可供|供.{0,8}用|撑起|用掉的"
    ),
    "consumes": (
        r"\b(?:uses?|takes?|consumes?|drinks?|needs?|costs?|wastes?)\b|"
        r"消耗|用掉|喝掉|耗|要用|需要"
    ),
    "more": (
        r"\btimes\b|\bmore than\b|\bthan\b|倍|比"
    ),
    "save": (
        r"\bsav(?:e[sd]?|ings?)\b|\bcheaper\b|\blower\b|省|便宜|节约|降低"
    ),
    "dearer": (
        r"\b(?:more|dearer|higher|expensive)\b|贵|高出"
    ),
    "price": (
        r"\bprices?\b|\bcosts?\b|\btariffs?\b|\bpay\b|电价|价格|成本|元"
    ),
    "goal": (
        r"\b(?:aims?|goals?|targets?|hopes?|plans?|intends?|wants?|aspires?)\b|"
        r"目标|计划|希望|有望|力争"
    ),
    "promise": (
        r"\b(?:will|promis\w*|agree[ds]?|contract\w*|commit\w*|pledg\w*|"
        r"expects?|to deliver|to supply|by 20\d\d|deal)\b|将|承诺|签约|签署|"
        r"协议|合同|年前|预计"
    ),
    "future": (
        r"\b(?:will|would|could|may|might|expects?|forecasts?|projects?|"
        r"predicts?|by 20[3-9]\d|by 202[6-9]|reach)\b|将|预计|预测|有望|"
        r"到 ?20[2-9]\d|达到"
    ),
    "invest": (
        r"\binvest(?:s|ed|ing|ments?|ors?)?\b|\bput\b.{0,40}\binto\b|"
        r"\bput\b.{0,30}\bin\b|\bstakes?\b|\bstaked\b|\bbacked\b|"
        r"\b(?:poured|pours|plow(?:ed|s)|plough(?:ed|s)|sank|pumped|injected|splashed)\b"
        r".{0,60}\binto\b|投资|投了|注资|入股|砸|斥资|豪掷"
    ),
    "buy": (
        r"\bbuy(?:s|ing)?\b|\bbought\b|\bpurchas\w*|\bpower to\b|\bdeliver\w*|"
        r"\bsuppl\w*|\bpower purchase\b|\bagree\w*|\bdeal\b|\bsign(?:s|ed)?\b|"
        r"\brestart\w*|\breopen\w*|购电|购买|买电|供电|提供|供应|签|重启|送电|"
        r"上线"
    ),
    "hire": (
        r"\badvertis\w*|\bhir(?:es?|ing|ed)\b|\bjob\b|\bpost(?:ing|ed)\b|"
        r"\brecruit\w*|招聘|招募|岗位"
    ),
    "grow": (
        r"\bgr(?:ow|ew|owth|own|owing|ows)\b|\bris(?:e|es|ing|en)\b|\brose\b|"
        r"\bincreas\w*|\bdoubl\w*|\btripl\w*|\bclimb\w*|增长|增加|上升|上涨|翻"
    ),
    "flat": (
        r"\bflat\b|\blevell?ed off\b|\bplateau\w*|\bstagnat\w*|"
        r"\bstopped growing\b|\bstable\b|\bunchanged\b|趋于平缓|平缓|停滞|持平|"
        r"不再增长|不增长"
    ),
    "exponential": (
        r"\bexponential\w*|指数"
    ),
    "share": (
        r"\bshare\b|\bper ?cent\b|%|％|\bhalf\b|\bthird\b|\bquarter\b|占|成|"
        r"一半|分之"
    ),
    "most": (
        r"\bthe most\b|\bmost of\b|\blargest\b|\bbiggest\b|\bbigger\b|\bmain\b|"
        r"\bmajority\b|\bmore (?:electricity |energy )?than\b|\bdominat\w*|"
        r"\bbulk\b|\boutweigh\w*|最多|最大|大头|主要|超过"
    ),
    "exceed": (
        r"\bshortage\b|\bexceed\w*|\bovertak\w*|\boutstrip\w*|\bsurpass\w*|"
        r"\bmore than all\b|\brun out\b|"
        r"\ball (?:of )?the (?:world's )?(?:electricity|power|energy)\b|用电荒|"
        r"电荒|耗尽|超过全球|用光|不够用|短缺"
    ),
    "better": (
        r"\bbetter\b|\bfaster\b|\befficien\w*|\bperformance\b|\badvanc\w*|性能|"
        r"效率|更好|更强|进步|能效"
    ),
    "less": (
        r"\bless\b|\bfall(?:s|ing)?\b|\bfell\b|\bdecreas\w*|\bdrop(?:s|ped)?\b|"
        r"\bdeclin\w*|\blower\b|\bshrink\w*|下降|降低|减少|下去|变少|更少"
    ),
    "household": (
        r"\bhouse ?holds?\b|\bhomes?\b|\bfamil(?:y|ies)\b|\bhouses\b|家庭|住户|"
        r"人家|(?<![用账帐客门窗储])户(?!外)|我家"
    ),
    "lifetime": (
        r"\blife ?times?\b|\bwhole life\b|\bentire life\b|一辈子|这辈子|一生|终身|终生"
    ),
    "water": (
        r"\bwater\b|水"
    ),
    "company": (
        r"\bcompany\b|\bcorporate\b|公司"
    ),
    "visit": (
        r"\bvisits?\b|\bvisitors?\b|访问"
    ),
    "user": (
        r"\busers?\b|\bpeople\b|用户|使用者|活跃|人(?:在)?(?:使用|用)"
    ),
    "monthly": (
        r"\bmonthly\b|\b(?:a|each|every|per) month\b|月活|每月|月度"
    ),
    "weekly": (
        r"\bweekly\b|\b(?:a|each|every|per) week\b|周活|每周"
    ),
    "daily": (
        r"\bdaily\b|\ba day\b|日活|每天"
    ),
    "safe": (
        r"\bsafe(?:ty|r)?\b|\bleak\w*|\bradioactiv\w*|\brelease\b|"
        r"\bshut (?:themselves )?down\b|安全|泄漏|泄露|放射|停堆|关闭"
    ),
    "output": (
        r"\boutput\b|\bpower\b|\bcapacity\b|\bgenerat\w*|功率|发电|装机|出力"
    ),
    "drive": (
        r"\bdriv(?:e|es|ing|en)\b|\bkilomet\w+|\bkm\b|\bmiles?\b|跑|行驶|开"
    ),
    "emits": (
        r"\bemi(?:t|ts|tted|tting|ssions?)\b|\bcarbon\b|\bgreenhouse\b|CO[2₂]|排放|排碳|碳"
    ),
    "pretraining": (
        r"\bpre-?training\b|预训练"
    ),
    "average": (
        r"\baverage\b|\btypical\b|\bmean\b|\bmedian\b|\bsingle\b|平均|一[个户台辆张]"
    ),
    "each": (
        r"\beach\b|\bapiece\b|\bper\b|\bat \d*|\bapart\b|每|单"
    ),
    "parameters": (
        r"\bparameters?\b|参数"
    ),
    "grid": (
        r"\bgrid\b|\bmarket\b|电网"
    ),
    "home_of_reader": (
        r"\bmy home\b|\bmy family\b|\bour home\b|我家"
    ),
}
# fmt: on
"""Per cue: what in a sentence gives it away."""
