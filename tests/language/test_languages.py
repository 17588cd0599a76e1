"""Which language a text is in; short and mixed texts tell none."""

from __future__ import annotations

import pytest

from carelint.language.languages import LANGUAGES, are_alike, language_of, name_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The lamp that you sent me is not the one I had ordered.", "en"),
        ("Die Lampe, die Sie mir geschickt haben, ist nicht die richtige.", "de"),
        ("La lampe que vous m'avez envoyée n'est pas celle que j'ai commandée.", "fr"),
        ("La lámpara que me han enviado no es la que yo había pedido.", "es"),
        ("Eu não sei quando vem, mas ele disse que já foi para vocês.", "pt"),
        ("La lampada che mi avete mandato non è quella che avevo ordinato.", "it"),
        ("De lamp die jullie mij gestuurd hebben is niet de juiste.", "nl"),
        ("Lampan som ni har skickat till mig är inte den jag hade beställt.", "sv"),
        ("Lampa, którą mi państwo przysłali, nie jest tą, którą ja zamówiłem.", "pl"),
        ("Lamppu, jonka te lähetitte minulle, ei ole se jonka minä tilasin.", "fi"),
        ("Bana gönderdiğiniz lamba benim için doğru değil, ama bu çok güzel.", "tr"),
        ("Wo ist mein Paket?", "de"),
        ("Où est mon colis ?", "fr"),
        ("Лампа пришла не та", "Russian or another Cyrillic language"),
        ("注文した商品がまだ届きません", "Japanese"),
        ("我的订单还没有到", "Chinese or Japanese"),
        ("주문한 상품이 아직 안 왔어요", "Korean"),
        ("لم يصل طلبي بعد", "Arabic, Persian or Urdu"),
        ("Η παραγγελία μου δεν ήρθε", "Greek"),
    ],
)
def test_a_sentence_tells(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "", "ok", "gracias", "danke, bye", "Order A-4411", "https://example.com/die/der/das/und", "@der @die @das @und",
        "Zyntex X2 Pro Max 512", "???", "\ud800", "прив",
    ],
)  # fmt: skip
def test_what_tells_nothing(text: str) -> None:
    assert language_of(text) is None


def test_a_very_long_text_is_told_by_its_beginning() -> None:
    assert language_of("The lamp is not the one that I had ordered. " * 100 + "und der die das ist " * 100_000) == "en"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("de", "de", True),
        ("da", "nb", True),
        ("es", "pt", True),
        ("es", "it", False),
        ("en", "Greek", False),
        ("Japanese", "Chinese or Japanese", True),
    ],
)
def test_languages_that_are_taken_for_each_other(one: str, other: str, expected: bool) -> None:
    assert are_alike(one, other) is are_alike(other, one) is expected


def test_names() -> None:
    assert (name_of("de"), name_of("Greek")) == ("German", "Greek")
    assert next(iter(LANGUAGES)) == "en"
