"""Mandarin text to the phonemes of Kokoro, with the readings of this field put right (还款 is huán, 银行 is háng)."""

import jieba
from misaki.zh import ZHG2P
from pypinyin import load_phrases_dict

READINGS = {
    "还款": "huán kuǎn", "应还": "yīng huán", "还清": "huán qīng", "不还": "bù huán", "还钱": "huán qián", "先还": "xiān huán",
    "替他还": "tì tā huán", "帮他还": "bāng tā huán", "帮你还": "bāng nǐ huán", "还上": "huán shàng", "再还": "zài huán", "已经还": "yǐ jīng huán",
    "没还": "méi huán", "能还": "néng huán", "晚还": "wǎn huán", "次还清": "cì huán qīng", "怎么还": "zěn me huán", "时候还": "shí hòu huán",
    "必须还": "bì xū huán", "马上还": "mǎ shàng huán", "还一期": "huán yì qī", "还这": "huán zhè", "还五千": "huán wǔ qiān",
    "还三千": "huán sān qiān", "还两千": "huán liǎng qiān", "还一千": "huán yì qiān", "银行": "yín háng", "欠债还钱": "qiàn zhài huán qián",
}


def phonemiser():
    """A function from text to phonemes."""
    phrases = {}
    for word, reading in READINGS.items():
        phrases[word] = [[syllable] for syllable in reading.split()]
        jieba.add_word(word, freq=200000)
    load_phrases_dict(phrases)
    convert = ZHG2P()
    return lambda text: convert(text)[0]
