"""Letters of Latin, Greek and Cyrillic that look like one another: from the list of Unicode Technical Standard 39.

The list is confusables.txt, version 13.0.0. Held of it are letters that are alike across two of these alphabets, in which a
cast list is typed, each with those of its class that look like it. The list has I and l in one class; they are left apart here,
since one man is called Al and no other AI.
"""

GROUPS = (
    "AΑА BΒВꞴ CϹС EΕЕ FϜꞘ GԌ HΗН IƖǀΙІӀ JͿЈꞲ KΚК MΜϺМ NΝ OΟО PΡР SЅ TΤТ VѴ WԜ XΧХꞳ YΥϒУҮ ZΖ aɑαа bƄЬ cϲсᴄ dԁ eеҽꬲ "
    "gɡ hһ iıɩɪͺιіӏιꙇ jϳј oοσоᴏᴑꬽ pρϱр qԛ rгᴦꭇꭈ sƽѕꜱ uʋυᴜꞟꭎꭒ vνѵᴠ wɯѡԝᴡ xх yɣʏγуүᶌỿꭚ ÆӔ ÇҪ ÞϷ ßβϐꞵ æӕ çҫ þƿϸ ħћ "
    "ĸκϰкᴋ ƀѢѣҌҍ ƂƃБ ƅь ƆϽ ƏӘ ƐԐ ƞη ƟΘθϑϴѲӨꝊ ƧꙄꝚ ƨᴤꙅ ƩΣ ƷȜЗӠꝪꞫ ǝəә ǶԊ ȝʒӡꝫ ɅΛЛ ɍғ ɎҰ ɏұ ɔͻᴐↄ ɛεϵєԑꞓ ɜзᴈ ɢԍ ɦꚕ ɵѳөꝋ "
    "ɸφϕф ʌᴧ ʍмᴍ ʘꙨ ʙв ʜн ͶИ ΓГ ΠП ΦФ ΨѰ πϖпᴨ ψѱ ᴎͷи ᴘᴩ ᴙя ᴛτт ẟδ ⱧҢ ⱩҚ ⱵͰ ꜾϿ ꜿͽ ꝀҞ ꝎꚘ ꝏꚙ ꞌʹ ꞒЄ ꞶꙌ ꞷωꙍ ꭓχꭕ ꭠљ"
)
"""Each group is a letter and those that are taken for it: a Latin one where there is one."""

LEFT_APART = "l"
"""The letter the list counts in a group, and this table does not."""

LIKE = str.maketrans({other: group[0] for group in GROUPS.split() for other in group[1:]})
"""Each letter, and the one it is taken for."""
