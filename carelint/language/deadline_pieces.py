"""The building blocks of the deadline grammar, as regular expressions over a sentence joined with single spaces."""

from __future__ import annotations

from .deadline_words import MONTHS, NUMBERS, UNITS, WEEKDAYS, either

END = r"(?![^ ])"
HEDGE = (
    r"(?:(?:about|around|just|only|up to|under|another|at most|at least|no more than|less than|no longer than|"
    r"a maximum of|max|"
    r"maximum|typically|usually|normally|a|the|roughly|another|anywhere|between|from|as little as|at|most) ){0,3}?"
)
NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?(?! - \d+ - )|{either(NUMBERS)})"
AMOUNT = (
    rf"(?P<least>{NUMBER})(?: \( \d+ \))?(?: (?:-|to|or|/|and|"
    rf"\u2013) (?P<most>{NUMBER}))?(?: and a half)?(?: -)?(?: more| full| short)?"
    rf"(?: (?P<business>business|working|work|office|bank))?(?: -)? (?P<unit>{either(UNITS)}){END}"
    rf"(?P<more> and a half| or (?:so|two|three)| and a bit)?"
)
WEEKDAY = either(WEEKDAYS)
MONTH = either(MONTHS)
NUMERAL = r"(?:3[01]|[12]\d|0?[1-9])"
ANY_NUMERAL = r"\d{1,2}"
CLOCK_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
DATE = (
    rf"(?:{ANY_NUMERAL}(?:st|nd|rd|th)?(?: of)? (?:{MONTH})|(?:{MONTH}) (?:the )?{ANY_NUMERAL}(?:st|nd|rd|"
    rf"th)?(?![:/.%]?\d))"
    rf"(?:(?: ,)? (?:19|20)\d\d)?|(?:19|20)\d\d - \d\d? - \d\d?"
)
NUMERIC_DATE = r"(?:\d\d?/\d\d?(?:/(?:20)?\d\d)?|\d\d?\.\d\d?\.(?:20)?\d\d)(?! of)"
PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime|lunch)"
FINISH = (
    rf"(?:(?:the )?(?:end|close|finish|back)(?: -)? of(?: -)? (?:(?:the|this|next|our|my|your) )?(?:business|working|"
    rf"work)? ?"
    rf"(?:today|tomorrow|day|week|month|play|business|shift|{WEEKDAY})|eod|cob|eob|eow|eom)"
)
DAY = (
    rf"(?:(?:later |early |late |earlier |sometime |some time |first thing (?:on )?)?"
    rf"(?:(?:the )?day after tomorrow|today|tonight|tomorrow|(?:in )?the morning|"
    rf"(?:this|next|coming|the coming|the following|the) (?:{WEEKDAY})|(?:this|next|the following|the next|that same|"
    rf"the same) "
    rf"(?:(?:business|working) )?(?:day|week|month|year|weekend)|this {PART}|the weekend|{WEEKDAY}))"
    rf"(?: {PART})?"
)
# "The 3rd" is a day unless it counts something: "the 2nd floor".
ORDINAL = (
    rf"{NUMERAL}(?:st|nd|rd|th)"
    r"(?= (?:[,;.!?)-]|at|by|and|or|to|for|between|with|before|after|if|so|through|when|once|of)(?![^ ])|$)"
)
DATED = (
    rf"(?:(?:the )?(?:{WEEKDAY})(?: ,)? (?:the )?(?:{DATE}|{NUMERIC_DATE}|\d\d?(?:st|nd|rd|th))|(?:the )?(?:{DATE})|"
    rf"\d\d?[/.]\d\d?[/.](?:19|20)\d\d|the {ORDINAL})"
)
CLOCK = (
    rf"(?:(?:\d\d?(?:[:.]\d\d)?|{CLOCK_WORD}) (?:am|pm|o'clock)(?: sharp)?|\d\d?[:h][0-5]\d|noon|midday|midnight|"
    rf"(?:half past|quarter past|a quarter past|quarter to|a quarter to) (?:\d\d?|{CLOCK_WORD}))"
    rf"(?: (?:gmt|utc|bst|est|edt|et|pst|pdt|pt|cst|cdt|ct|mst|mt|cet|cest|ist|aest|local time)(?![^ ]))?"
)
# A number alone is a clock time only where nothing follows that it could count.
BARE = (
    rf"(?:1[0-2]|[1-9]|(?!one)(?:{CLOCK_WORD}))(?= (?:[,;.!?)]|today|tonight|tomorrow|this|on|in the|at the|and|or|"
    rf"so|but|to|with|if|when|"
    rf"sharp|ish|-|next|please|thanks|your|my|the|{WEEKDAY})(?![^ ])|$)"
)
ANY_CLOCK = rf"(?:{CLOCK}|{BARE})"
WINDOW = rf"between (?P<since>{ANY_CLOCK}|\d\d?) (?:and|-|to) (?P<until>{ANY_CLOCK})"
PREPOSITION = (
    rf"(?:by|before|no later than|not later than|no later|until|on or before|on|at|around|about|for(?! {BARE})|@|"
    rf"latest|latest by|"
    r"at the latest by|anytime before|any time before)"
)
AROUND = r"(?:(?:about|around|at the latest|latest|approx|say|the latest|like) )?"
LATEST = rf"(?: ,)? (?:at (?:the )?(?:very )?latest|latest|at (?:the )?most|max|maximum|tops){END}"
JOIN = r"(?:(?: ,)?(?: (?:on|for|the))?)"
CLOCK_JOIN = r"(?:(?: ,)?(?: (?:at|by|before|around|about|@|no later than|until|from))?)"
SUBJECT = (
    r"(?:i|we|you|he|she|they|it|this|that|these|the|your|our|my|their|his|her|someone|everything|there|all|any|an?|"
    r"approved|received|done|confirmed|complete|completed|ready|available|logged|processed|verified|returned|"
    r"submitted|sent|finished)"
)
CLAUSE = r"(?: (?![,;:.!?()] |[,;:.!?()]$)[^ ]+){0,13}"

NEXT = r"(?:the |my |our )?(?:next|coming|following)"
