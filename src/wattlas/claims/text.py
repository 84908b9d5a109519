"""Text before it is read: Traditional to Simplified, and lines that are no article."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from wattlas import facts
from wattlas.errors import needs_extra

if TYPE_CHECKING:
    from opencc import OpenCC

_TRADITIONAL = re.compile(
    "[電萬億資據訓練時瓩度數層間個們這說與為從達過還會對開關國學產業發應將幾戶輛張塊條"
    "費約佔總計劃環東兩氣碳熱機構運營術規標準圍產預測級續類選擇測試實驗廠該讓請問題"
    "訊務備處輸煉歐緒價單響啟倫爾蘭維馬遜軟臉書島號鐘漲舉紀錄釋園鎮縣廣觀點準確實際購買賣"
    "貴隨後則屬雖卻僅傳統線網絡語議論報導導體龍頭穩採礦灣輝創樓層歷頁給紹終結絕線練組細經"
    "濟營運業務員錢銀鐵錄開門間關閉陽雙離難電靜響頂項順預頭題顯風飛驗體鬆麼黃齊"
    "並亞佈來偉內凱別剛動勞勢區協參啓喫喬噹圖團執堅場壩壯壺夠夥奧寧專尋岡峽崗師幣庫強"
    "愛慶懷換摺撐撾擁擬敘斷於昇晝樣櫃沒洩減湯滯滿澤烏無燈燒爐爭爲猶獅現當盡盧眾祕稱積"
    "競筆節簽籤納紐緣緩緬繼羅羣義習聖聯肅脫腦臘臺舊艙茲華萊葉蓋薩蘇衆裏裝裡製複見視訂"
    "記訪設許詞詢話認調諾謂譜變貝負貨責賓賴贊趨躍車較載輩輪辦週進遼邊銷長闆陝陸隊雲韋"
    "韓頓領額顛駕駛騰驚髮魯鮮麥龐"
    "]"
)
"""Characters of which a Traditional text on these subjects has some."""
_BOTH = frozenset("度碳運標準該後給")
"""Those above that a Simplified text may have too."""
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．％＋－／＄～]")
_NARROW = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF01, 0xFF5F))
           if _WIDE.match(c)}  # fmt: skip
"""Wide letters and digits of Chinese type; its commas, colons and brackets stay."""
_PINYIN = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]"
)
_SPAM = re.compile(
    r"https?://|www\.|\.(?:com|cn|net|top|xyz|cc)\b|点击|扫码|扫描二维码|关注我们|"
    r"公众号|"
    r"加微信|微信号|加群|客服|优惠|下载APP|下载App|立即下载|注册送|彩票|博彩|娱乐城|棋牌|"
    r"免费领取|代理加盟|广告|版权所有|转载请|责任编辑|阅读全文|展开全文|上一篇|下一篇|"
    r"相关阅读|猜你喜欢|返回顶部|click here|subscribe|sign up|cookie|"
    r"all rights reserved|"
    r"advertisement|read more|share this|follow us|newsletter",
    re.IGNORECASE,
)
_LONGEST_SPAM = 120
LONGEST_WORD = 4
"""Characters of a Chinese word that the table may have."""
CACHED = 20_000
"""Words of Traditional texts whose conversion is kept."""


def is_traditional(text: str) -> bool:
    """Say whether a text has characters that Simplified Chinese writes otherwise.

    >>> is_traditional("資料中心用電"), is_traditional("数据中心用电 5 度")
    (True, False)
    """
    return any(c not in _BOTH for c in _TRADITIONAL.findall(text))


def simplified(text: str) -> str:
    """Return a text in Simplified and narrow characters, each in its place.

    Raises
    ------
    MissingExtraError
        If the text is Traditional and the converter is not installed.

    >>> simplified("資料中心用電 4,160 億度"), simplified("Ｈ１００")
    ('数据中心用电 4,160 亿度', 'H100')
    """
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    if not is_traditional(text):
        return text
    return "".join(_piece(piece) for piece in _PIECES.findall(text))


_PIECES = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")


def _piece(piece: str) -> str:
    """Return a run in Simplified words where these keep its length, else characters.

    Places of quantities hold only where a run keeps its length. A word that the table
    has as it is stays so: 查詢 is 查询, no 查找.
    """
    words, made, at = _converted("tw2sp", piece), "", 0
    if words == _converted("t2s", piece):
        return words if len(words) == len(piece) else piece
    while at < len(piece):
        sizes = range(min(LONGEST_WORD, len(piece) - at), 0, -1)
        size = next((n for n in sizes if _is_said_so(piece[at : at + n])), 1)
        made += _in_words(piece[at : at + size])
        at += size
    return made


@lru_cache(CACHED)
def _is_said_so(word: str) -> bool:
    """Say whether a piece is a word of the table, or one that is said otherwise."""
    if len(word) == 1 or _in_words(word) in facts.vocabulary():
        return True
    shorter = (word[:-1], word[1:])
    return _differs(word) and not any(_differs(piece) for piece in shorter)


def _differs(word: str) -> bool:
    said, plain = _converted("tw2sp", word), _converted("t2s", word)
    return said != plain and len(said) == len(word)


@lru_cache(CACHED)
def _in_words(word: str) -> str:
    """Return a word as it is said in Simplified, if that has its length."""
    plain, said = _converted("t2s", word), _converted("tw2sp", word)
    known = facts.vocabulary()
    as_it_is = len(said) != len(word) or (plain in known and said not in known)
    return plain if as_it_is else said


def _converted(way: str, text: str) -> str:
    return str(_converter(way).convert(text))


@cache
def _converter(way: str) -> OpenCC:
    with needs_extra("A text in Traditional Chinese", "claims"):
        from opencc import OpenCC
    return OpenCC(way)


def without_pinyin(text: str) -> str:
    """Return a text without the sounds that saved pages print behind characters.

    >>> without_pinyin("用電單(dān)位")
    '用電單位'
    """
    return _PINYIN.sub("", text)


def is_spam(line: str) -> bool:
    """Say whether a short line is an advertisement or part of a page, no article.

    >>> is_spam("点击关注公众号，领取 500 元"), is_spam("BLOOM 用了 43.3 万度电")
    (True, False)
    """
    return len(line) <= _LONGEST_SPAM and _SPAM.search(line) is not None
