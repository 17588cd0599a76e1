"""Sentences and all the times in them, as "kind owner: words"."""

from __future__ import annotations

import pytest
import spacy

from carelint.language.deadline import Word, find_times

NLP = spacy.blank("en")


def words(text: str) -> list[Word]:
    return [Word(token.norm_.lower(), token.idx, token.idx + len(token)) for token in NLP(text)]


def found(text: str) -> list[str]:
    return [f"{time.kind} {time.owner}: {text[time.start : time.end]}" for time in find_times(words(text))]


HARD = [
    ("I'm going to post the form in the next hour.", "in the next hour"),
    ("It'll be mended and sent back by Friday.", "by Friday"),
    ("Look out for my letter on Tuesday.", "on Tuesday"),
    ("We'll write to you within 36 hours.", "within 36 hours"),
    ("I'll have an answer within the hour.", "within the hour"),
    ("Our buyers will reply within a week.", "within a week"),
    ("I'll be back in 2mins.", "in 2mins"),
    ("You'll get the code in about ten minutes.", "in about ten minutes"),
    ("A new lamp will reach you in 4-6 working days.", "in 4-6 working days"),
    ("We should have the part in two to three weeks.", "in two to three weeks"),
    ("I'll ring you in half an hour.", "in half an hour"),
    ("It will be sorted in an hour and a half.", "in an hour and a half"),
    ("I will write again in a couple of days.", "in a couple of days"),
    ("We'll look at it in the next few hours.", "in the next few hours"),
    ("We'll decide in a day or two.", "in a day or two"),
    ("I'll send it over in 3 days' time.", "in 3 days' time"),
    ("Someone will call you in the next 24hrs.", "in the next 24hrs"),
    ("We will answer within two (2) business days.", "within two (2) business days"),
    ("I'll post it by Thursday.", "by Thursday"),
    ("I'll post it by thurs.", "by thurs"),
    ("We'll do it by wed 3pm.", "by wed 3pm"),
    ("We will do it wed.", "wed"),
    ("I'll have news before noon.", "before noon"),
    ("You'll receive it no later than 14 August.", "no later than 14 August"),
    ("I'll phone by 5pm.", "by 5pm"),
    ("I'll phone by 17:30.", "by 17:30"),
    ("I'll phone by 5.30 p.m. on Tuesday.", "by 5.30 p.m. on Tuesday"),
    ("I'll phone you at 10:30am tomorrow.", "at 10:30am tomorrow"),
    ("I'll phone you at three o'clock.", "at three o'clock"),
    ("I'll phone you at half past two.", "at half past two"),
    ("I'll phone you by five.", "by five"),
    ("I'll phone you by 4, promise.", "by 4"),
    ("I'll sort it by EOD.", "by EOD"),
    ("I'll sort it by cob Friday.", "by cob Friday"),
    ("I'll sort it by the end of the day.", "by the end of the day"),
    ("We'll confirm by end of business tomorrow.", "by end of business tomorrow"),
    ("You'll know by the end of next week.", "by the end of next week"),
    ("We'll have a verdict for you by close of play on the 14th.", "by close of play on the 14th"),
    ("I'll email you today.", "today"),
    ("I'll email you later today.", "later today"),
    ("I will look at it tonight at 8.", "tonight at 8"),
    ("I'll do that tmrw.", "tmrw"),
    ("I'll do that 2moro by 5.", "2moro by 5"),
    ("I'll ring you tomorrow morning.", "tomorrow morning"),
    ("I'll ring you the day after tomorrow.", "the day after tomorrow"),
    ("I am going to send it this afternoon.", "this afternoon"),
    ("I'll check first thing tomorrow.", "first thing tomorrow"),
    ("I'll check first thing on Monday.", "first thing on Monday"),
    ("We'll call you in the morning.", "in the morning"),
    ("The fitter will come tomorrow between 9 and 11.", "tomorrow between 9 and 11"),
    ("He will phone you between 2 and 4pm on Thursday.", "between 2 and 4pm on Thursday"),
    ("The van will be there between 10am and noon.", "between 10am and noon"),
    ("It'll be with you on Saturday.", "on Saturday"),
    ("It'll be with you next Monday.", "next Monday"),
    ("It'll be with you on Monday, 9 June.", "on Monday, 9 June"),
    ("It'll be with you on the 3rd of May.", "on the 3rd of May"),
    ("It'll be with you on June 9th, 2027.", "on June 9th, 2027"),
    ("It'll be with you by the 22nd.", "by the 22nd"),
    ("It'll be with you by 2027-02-11.", "by 2027-02-11"),
    ("It'll be with you on 12/25.", "on 12/25"),
    ("It'll be with you by 30/11/2027.", "by 30/11/2027"),
    ("It'll be back in stock in May.", "in May"),
    ("It'll be back in stock by December 2027.", "by December 2027"),
    ("We'll publish it next week.", "next week"),
    ("We'll publish it later this week.", "later this week"),
    ("We'll publish it next month.", "next month"),
    ("We'll ship it the same day.", "the same day"),
    ("We'll ship it the next working day.", "the next working day"),
    ("I'll be done before the weekend.", "before the weekend"),
    ("Give me five minutes and I'll have it.", "Give me five minutes"),
    ("Please allow 7-10 days for the swap.", "allow 7-10 days"),
    ("The refund takes 3 to 5 bank days.", "takes 3 to 5 bank days"),
    ("It may take up to 48 hours.", "take up to 48 hours"),
    ("The wait time is about 4 minutes.", "wait time is about 4 minutes"),
    ("We are on it, ETA 3 hours.", "ETA 3 hours"),
    ("It'll be there by the 20th at the latest.", "by the 20th at the latest"),
    ("Expect it 24-48 hours from now.", "Expect it 24-48 hours from now"),
    ("I'll write by 3pm at the very latest.", "by 3pm at the very latest"),
    ("You'll have it in 2 days max.", "in 2 days max"),
    ("I'll keep looking until 6pm.", "until 6pm"),
    ("I'll answer as soon as the bank opens at 9 tomorrow.", "at 9 tomorrow"),
    ("By tomorrow, you'll have the voucher.", "By tomorrow"),
    ("Within 24 hours.", "Within 24 hours"),
    ("By Friday at the latest.", "By Friday at the latest"),
    ("Will email by cob.", "by cob"),
    ("The engineer is booked for Tuesday morning.", "for Tuesday morning"),
    ("I've asked the depot to call you by 5pm.", "by 5pm"),
    ("Your new card goes out tomorrow.", "tomorrow"),
    ("We aim to have it mended by the 3rd.", "by the 3rd"),
    ("You can expect a letter by next Friday.", "by next Friday"),
    ("The money will be refunded in 3-5 days.", "in 3-5 days"),
    ("We're testing a fix and should have it live by Monday.", "by Monday"),
]

VAGUE = [
    ("We'll write to you soon.", "soon"),
    ("You'll hear from us very soon.", "very soon"),
    ("A colleague will be with you shortly.", "shortly"),
    ("I'll sort that asap.", "asap"),
    ("I'll sort that A.S.A.P.", "A.S.A.P."),
    ("We'll mend it as soon as possible.", "as soon as possible"),
    ("We'll mend it as quickly as we can.", "as quickly as we can"),
    ("Someone will ring as soon as they can.", "as soon as they can"),
    ("We will write in due course.", "in due course"),
    ("I'll look at it in a bit.", "in a bit"),
    ("I'll look at it in a little while.", "in a little while"),
    ("It will be back in no time.", "in no time"),
    ("It will be back before long.", "before long"),
    ("We'll ring you when we can.", "when we can"),
    ("We'll reply at the earliest opportunity.", "at the earliest opportunity"),
    ("We will add it in the near future.", "in the near future"),
    ("We will add it in the coming weeks.", "in the coming weeks"),
    ("An agent will join momentarily.", "momentarily"),
    ("We'll add it at some point.", "at some point"),
    ("It will be fixed eventually.", "eventually"),
    ("It will be there any day now.", "any day now"),
    ("I'll write to you later.", "later"),
    ("We want to get this fixed as fast as possible.", "as fast as possible"),
]

MIXED = [
    (
        "Please return the kettle by tomorrow and I'll refund you within 3 days",
        ["hard customer: by tomorrow", "hard us: within 3 days"],
    ),
    ("Please post it by 5pm so we can ship it tomorrow.", ["hard customer: by 5pm", "hard us: tomorrow"]),
    ("It'll ship by Thursday, and you'll have it by the weekend.", ["hard us: by Thursday", "hard us: by the weekend"]),
    ("We'll be in touch shortly, by 3pm at the latest.", ["vague us: shortly", "hard us: by 3pm at the latest"]),
    ("I'll write when the part arrives.", ["event us: when the part arrives"]),
    ("Once you confirm, I'll refund it.", ["event us: Once you confirm"]),
    (
        "As soon as the depot answers, I'll ring you by 6pm.",
        ["event us: As soon as the depot answers", "hard us: by 6pm"],
    ),
    ("I won't close this until you confirm.", ["event us: until you confirm"]),
    ("I can't do it today but I'll do it on Monday.", ["hard none: today", "hard us: on Monday"]),
    (
        "I'll write when it is packed or when it leaves.",
        ["event us: when it is packed or when it leaves"],
    ),
    ("It will be with you on 31 June.", ["hard us: on 31 June"]),
]

CUSTOMERS = [
    ("If you call by 6pm, I'll add it.", "by 6pm"),
    ("You must reply by Friday.", "by Friday"),
    ("You need to reset it within 24 hours, otherwise the link expires.", "within 24 hours"),
    ("You'll need to send it back within 14 days.", "within 14 days"),
    ("Let me know by tomorrow if you still want it.", "by tomorrow"),
    ("Could you send a photo by tonight?", "by tonight"),
    ("Kindly pay by the 3rd.", "by the 3rd"),
    ("Send us the form by Monday.", "by Monday"),
    ("I'd like you to answer by Friday.", "by Friday"),
    ("We'll need the papers by Friday to go ahead.", "by Friday"),
    ("Feel free to ring us by 6pm if it fails.", "by 6pm"),
    ("Would you like a call at 8pm?", "at 8pm"),
    ("Please try again in 10 minutes.", "in 10 minutes"),
]

NOBODYS = [
    ("We shipped it on Monday.", "on Monday"),
    ("Your parcel was delivered on 2 May.", "on 2 May"),
    ("It was due to arrive by Friday.", "by Friday"),
    ("You said it would be here by Tuesday.", "by Tuesday"),
    ("Did you get it on Friday?", "on Friday"),
    ("Was it delivered within 3 days?", "within 3 days"),
    ("The offer ends on Sunday.", "on Sunday"),
    ("Returns are accepted within 30 days of purchase.", "within 30 days"),
    ("Our shop opens at 8am.", "at 8am"),
    ("We're here until 6pm today.", "until 6pm today"),
    ("The sale runs until 30 June.", "until 30 June"),
    ("How can I help you today?", "today"),
    ("Is there anything else I can do for you today?", "today"),
    ("Thanks for writing to us today.", "today"),
    ("I can't get it to you before Thursday.", "before Thursday"),
    ("I'd hoped it would be done by Monday.", "by Monday"),
    ("We close at 5pm.", "at 5pm"),
    ("I'll be out of the office until Monday.", "until Monday"),
    ("Happy to help you today!", "today"),
]

SILENT = [
    "It comes with a 30 day warranty.", "It sat on the shelf.", "You may try again in the march section.",
    "This happens on 3 devices.", "It costs 5% more by weight.", "We cut the price by 5%.", "Use it on 2 phones.",
    "Support is there 24/7.", "I spoke to you 2 days ago.", "Nothing changed over the last 2 days.",
    "Since Monday we've had no news.", "One moment please.", "Just a sec!", "It will be ready in a moment.",
    "Enjoy the sun!", "Happy Friday!", "See you soon!", "Talk to you soon!", "I visited one day and it was closed.",
    "Thanks for answering so soon.", "How soon do you need it?", "We will keep you posted.",
    "Viewing is by appointment.", "You are just in time.", "We're open Mon-Fri 9am-5pm.", "We're open 9 to 5.",
    "We open daily from 8am to 8pm.", "It is free for 30 days.", "The film starts shortly after the break.",
    "It comes in 2 colours.", "The room is at 50 degrees.", "Drive for 1.6 kilometres.", "It's on the 2nd floor.",
    "This is your second order.", "They march on.", "May I ask why?", "I may have found it.",
    "Same-day delivery is free.", "Tomorrow's parcels are full.", "Version 13.4.1 is out.", "Look at step 3.",
    "Call us at 07700 900123.", "Your order is 48213.", "You can have up to 5 users.", "I am one of 12 agents.",
    "Let us know sooner or later.", "It is 3 days late.", "We are two people.", "Every Monday we rest.",
    "Last week was busy.", "The light on the fridge blinks 3 times.", "A sun hat is fine.", "The mon ami cafe.",
    "information fripple", "By the way, thank you.", "At first it works.", "Between you and me.",
    "Before we start, hello.", "On it!", "It is as good as new.", "Once again, thank you.", "At once!",
    "Half of it is gone.", "", "   ", "?!",
]  # fmt: skip


@pytest.mark.parametrize(("text", "time"), HARD)
def test_hard_times_of_ours(text: str, time: str) -> None:
    assert found(text) == [f"hard us: {time}"]


@pytest.mark.parametrize(("text", "time"), VAGUE)
def test_vague_times_of_ours(text: str, time: str) -> None:
    assert found(text) == [f"vague us: {time}"]


@pytest.mark.parametrize(("text", "times"), MIXED)
def test_several_times(text: str, times: list[str]) -> None:
    assert found(text) == times


@pytest.mark.parametrize(("text", "time"), CUSTOMERS)
def test_times_of_the_customers(text: str, time: str) -> None:
    assert found(text) == [f"hard customer: {time}"]


@pytest.mark.parametrize(("text", "time"), NOBODYS)
def test_times_that_are_nobodys_deadline(text: str, time: str) -> None:
    assert found(text) == [f"hard none: {time}"]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_deadline(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("date", ["31 June", "30 February", "31/06/2027", "Friday 3 June 2025", "25:70 pm"])
def test_impossible_times_have_no_value(date: str) -> None:
    (time,) = find_times(words(f"It will be with you by {date}."))
    assert (time.kind, time.time) == ("hard", None)


@pytest.mark.parametrize(
    "text", ["by " * 20000, "in 9 - " * 5000, "and " * 9000 + "soon", "a few " * 5000, "when you " * 4000]
)
def test_long_nonsense_is_read_in_bounded_time(text: str) -> None:
    tokens = [Word(word, n, n + 1) for n, word in enumerate(text.split())]
    assert all(time.kind in {"vague", "event"} for time in find_times(tokens))
