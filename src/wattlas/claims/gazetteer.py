"""Places within countries, and groups of them: names that narrow what is spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass

# fmt: off
_ENGLISH = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    "Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|"
    "Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|"
    "Texas|Utah|Vermont|Virginia|Washington State|Washington state|West Virginia|"
    "Wisconsin|Wyoming|Georgia|Ashburn|Atlanta|Dallas|Phoenix|Chicago|Seattle|Boston|"
    "Los Angeles|San Francisco|Silicon Valley|Memphis|Abilene|Columbus|Las Vegas|"
    "Council Bluffs|The Dalles|Loudoun|London|Scotland|England|Wales|Paris|Frankfurt|"
    "Berlin|Amsterdam|Dublin|Madrid|Milan|Stockholm|Zurich|Oslo|Helsinki|Warsaw|"
    "Tokyo|Osaka|Seoul|Beijing|Shanghai|Shenzhen|Guangzhou|Hangzhou|Chongqing|Tianjin|"
    "Guizhou|Guiyang|Inner Mongolia|Ningxia|Gansu|Qingyang|Zhangjiakou|Hebei|"
    "Guangdong|Jiangsu|Zhejiang|Sichuan|Yunnan|Xinjiang|Qinghai|Ulanqab|Mumbai|Delhi|"
    "Bangalore|Johor|Jakarta|Sydney|Melbourne|Toronto|Montreal|Quebec|Ontario|"
    "Alberta|Sao Paulo|Dubai|Abu Dhabi|Riyadh|Catalonia|Bavaria|Aragon|Lombardy|"
    "Scandinavia|the Nordics|Nordic|Latin America|South America|Southeast Asia|"
    "North America|the Midwest|New England|PJM|ERCOT|CAISO|Dominion"
)
_CHINESE = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林省|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|"
    "湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|深圳|"
    "广州|杭州|南京|苏州|成都|贵阳|贵安|中卫|庆阳|乌兰察布|呼和浩特|和林格尔|张家口|"
    "韶关|芜湖|怀来|台北|高雄|东京|大阪|首尔|伦敦|巴黎|法兰克福|柏林|阿姆斯特丹|都柏林|"
    "悉尼|孟买|迪拜|孟菲斯|弗吉尼亚|德克萨斯|德州|得克萨斯|加利福尼亚|加州|爱荷华|"
    "艾奥瓦|俄勒冈|俄亥俄|亚利桑那|内华达|佐治亚|华盛顿州|纽约|柔佛|硅谷|北弗吉尼亚|"
    "京津冀|长三角|粤港澳|珠三角|北美|拉美|东南亚|北欧|东部|西部|中西部"
)
# fmt: on
_PLACE = re.compile(rf"\b(?:{_ENGLISH})(?:'s)?\b|(?:{_CHINESE})")
_TITLES = re.compile(
    r"(?:New York|Washington|Los Angeles) (?:Times|Post|Magazine)"
    r"|华盛顿邮报|纽约时报|纽约客"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place within a country, as it stands in a text."""

    start: int
    end: int
    text: str


def places_within(text: str) -> list[Place]:
    """Return every place within a country that a text names.

    >>> [p.text for p in places_within("Data centres in Northern Virginia and 贵州")]
    ['Virginia', '贵州']
    """
    titles = [m.span() for m in _TITLES.finditer(text)]
    return [
        Place(m.start(), m.end(), m[0])
        for m in _PLACE.finditer(text)
        if not any(a <= m.start() < b for a, b in titles)
    ]
