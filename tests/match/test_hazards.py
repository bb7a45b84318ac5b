"""What a matcher of names must understand: one claim per hazard, on names of public life and made-up companies."""

from __future__ import annotations

import pytest

from debar.match import compare
from debar.model import Dated, Entity, Identifier, Name, PartialDate, Query
from debar.model.entity import Country


def score(one: str, other: str, schema: str) -> float:
    return compare(Query(schema=schema, name=one), Entity("x-1", "x", schema, (Name(other),))).score


MATCHES = [
    ("Han, simplified and traditional", "Person", "马英九", "馬英九"),
    ("Han, romanised", "Person", "习近平", "XI, Jinping"),
    ("Kana", "Person", "ウラジーミル・プーチン", "Vladimir Puchin"),
    ("Hangul", "Person", "김정은", "KIM, Jong Un"),
    ("Arabic", "Person", "أيمن الظواهري", "AL-ZAWAHIRI, Ayman"),
    ("Persian", "Person", "حسن روحانی", "ROUHANI, Hassan"),
    ("Hebrew", "Person", "בנימין נתניהו", "Benjamin Netanyahu"),
    ("Russian", "Person", "Сергей Лавров", "LAVROV, Sergei Viktorovich"),
    ("Ukrainian", "Person", "Віктор Янукович", "YANUKOVYCH, Viktor"),
    ("Belarusian", "Person", "Аляксандр Лукашэнка", "LUKASHENKO, Aleksandr"),
    ("Serbian", "Person", "Слободан Милошевић", "MILOSEVIC, Slobodan"),
    ("Greek", "Person", "Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
    ("Georgian", "Person", "მიხეილ სააკაშვილი", "Mikheil Saakashvili"),
    ("Armenian", "Person", "Նիկոլ Փաշինյան", "Nikol Pashinyan"),
    ("Thai", "Person", "ทักษิณ ชินวัตร", "Thaksin Shinawatra"),
    ("Burmese", "Person", "မင်းအောင်လှိုင်", "Min Aung Hlaing"),
    ("Hangul, southern spelling", "Person", "박근혜", "PARK, Geun-hye"),
    ("Hangul, other vowels", "Person", "최순실", "Choi Soon-sil"),
    ("Han, Wade-Giles", "Person", "蒋经国", "Chiang Ching-kuo"),
    ("Han, Cantonese", "Person", "梁國雄", "LEUNG, Kwok-hung"),
    ("Han, a foreign name", "Person", "巴拉克·奥巴马", "Barack Obama"),
    ("Kana, a foreign name", "Person", "ドナルド・トランプ", "Donald Trump"),
    ("Arabic, letters of several sounds", "Person", "ثابت الذهبي", "Sabet Al Zahabi"),
    ("Arabic, French spelling", "Person", "يوسف بوشناق", "Youcef Bouchenak"),
    ("Arabic, words joined", "Person", "قاسم خدايرحيم", "Qasim Khudai Rahim"),
    ("Arabic, a title before the name", "Person", "الأمير وضاح الظاهر", "Waddah al-Dhaher"),
    ("Arabic, translated words", "Company", "شركة الفرات للنفط", "Al Furat Oil Company"),
    ("Persian, translated words", "Company", "سازمان انرژی اتمی ایران", "Atomic Energy Organization of Iran"),
    ("Russian, French spelling", "Person", "Юлия Тимошенко", "Iulia Timochenko"),
    ("Russian, h for kh", "Person", "Михаил Хабаров", "Mikhail Habarov"),
    (
        "Russian, a compound written as one",
        "Company",
        "Научноисследовательский институт «Циклон»",
        "Scientific Research Institute Tsiklon",
    ),
    ("Russian, an abbreviation spelt out", "Company", "НПО «Искорка»", "Research and Production Association Iskorka"),
    ("Russian, the adjective of a town", "Company", "Лысьвенский завод", "Lysva Plant"),
    ("Russian, named after somebody", "Company", "ОКБ «Искорка» имени А. Б. Кузнецова", "Iskorka Design Bureau"),
    ("Russian, a ministry in one word", "Organization", "Минкультуры России", "Ministry of Culture of Russia"),
    ("Belarusian, a for o", "Person", "Алег Леанідавіч Баранаў", "Oleg Leonidovich Baranov"),
    ("Russian, two names in one field", "Person", "Олег Баранов / Алег Баранаў", "Oleg Baranov"),
    ("Russian, a short name in brackets", "Company", "АО «Лысьвенский завод» (ЛысЗ)", "Lysva Plant"),
    ("Persian, one word for two", "Organization", "خبرگزاری مهرگان", "Mehregan News Agency"),
    ("Arabic, styles before titles", "Person", "صاحب السمو الملكي الأمير وضاح الظاهر", "Waddah al-Dhaher"),
    ("Arabic, in Russian", "Person", "Ваддах ибн Абду-ль-Азиз", "Waddah bin Abdulaziz"),
    ("Han, small words between dots", "Person", "奥马尔·本·阿卜杜勒·阿齐兹", "Omar bin Abdulaziz"),
    ("Thai, silenced letters that are spelt", "Person", "เปรม ติณสูลานนท์", "Prem Tinsulanonda"),
    ("Thai, customary spelling", "Person", "สุเทพ เทือกสุบรรณ", "Suthep Thaugsuban"),
    ("Thai, beyond the tables", "Person", "ชวน หลีกภัย", "Chuan Leekpai"),
    ("word order", "Person", "Putin Vladimir", "Vladimir PUTIN"),
    ("patronymics", "Person", "Sergei Lavrov", "Sergei Viktorovich LAVROV"),
    ("particles", "Person", "Usama bin Laden", "LADEN, Osama"),
    ("nasab", "Person", "Omar ibn Khattab al-Rashid", "AL-RASHID, Umar Khattab"),
    ("gendered surnames", "Person", "Natalia Kuznetsov", "Natalia KUZNETSOVA"),
    ("double surnames", "Person", "Nicolás Maduro", "MADURO MOROS, Nicolas"),
    ("mononyms", "Person", "Sukarno", "SUKARNO"),
    ("initials", "Person", "O.V. Deripaska", "DERIPASKA, Oleg Vladimirovich"),
    ("nicknames", "Person", "Bill Gatesworth", "William Gatesworth"),
    ("name classes", "Person", "Wolodymyr Selenskyj", "Volodymyr Zelensky"),
    ("joined tokens", "Company", "Rosneftegas Trading", "ROS NEFTE GAS TRADING"),
    ("split tokens", "Person", "Ayman Al Zawahiri", "ALZAWAHIRI, Ayman"),
    ("one edit in a short word", "Person", "Jon Smithers", "John Smithers"),
    ("legal forms", "Company", "SIS DOO", "SIS d.o.o."),
    ("legal forms in Cyrillic", "Company", "ООО Ромашка", "Romashka LLC"),
    ("legal form and company", "Company", "Zarubezh Trading Company", "ZARUBEZH TRADING LIMITED"),
    ("legal forms, spelt out", "Company", "Gazprom Aktiengesellschaft", "Gazprom AG"),
    ("acronyms", "Company", "IRISL", "Islamic Republic of Iran Shipping Lines"),
    ("numbers in words", "Organization", "Brigade Forty-Four", "Brigade 44"),
    ("geography omitted", "Company", "Sberbank", "Sberbank of Russia"),
    ("vessel names", "Vessel", "MV ANGARA", "Angara"),
    ("aircraft", "Airplane", "EP MMH", "EP-MMH"),
    ("look-alike letters", "Company", "Маhаn Аir", "Mahan Air"),
    ("zero-width letters", "Company", "Ma\u200bhan A\u200bir", "MAHAN AIR"),
    ("spaced letters", "Company", "M A H A N  A I R", "MAHAN AIR"),
    ("digits for letters", "Company", "R0sneft Trad1ng", "Rosneft Trading"),
    ("translated words", "Company", "Banque Sepah", "BANK SEPAH"),
    ("Belarusian and Russian surnames", "Person", "Siarhei Kavaliou", "KOVALEV, Sergei"),
    ("Belarusian and Russian surnames, in Cyrillic", "Person", "Дзмітрый Карпянкоў", "Dmitry KARPENKOV"),
    ("Russian in German letters", "Person", "Michail Chodorkowski", "Mikhail KHODORKOVSKY"),
    ("Russian in French letters", "Person", "Mikhail Petroff", "Mikhail PETROV"),
    ("English words in Cyrillic", "Company", "ООО Зарнитса Лоджистикс Групп", "ZARNITSA LOGISTICS GROUP LLC"),
    ("English words by way of Cyrillic", "Company", "ZARNITSA ENERDZHI SOLYUSHNS", "Zarnitsa Energy Solutions"),
    ("issues of one house", "Company", "Halcyon Mortgage Trust 2006-1", "Halcyon Mortgage Trust 2007-1"),
    ("issues in Roman numerals", "Company", "Kvant Capital Partners V L.P.", "Kvant Capital Partners VI L.P."),
    ("acronyms with a form's letters", "Company", "PDVSA", "Petroleos de Venezuela S.A."),
    ("acronyms that the name states", "Company", "OMT Co Ltd", "Oceanic Marine Transport Company Limited (OMT)"),
    ("acronyms of three letters with their form", "Company", "BMW AG", "Bayerische Motoren Werke AG"),
    ("Wade-Giles", "Person", "Hsi Chin-ping", "XI, Jinping"),
    (
        "establishments of the state",
        "Organization",
        "Central Institute of Optics",
        "Federal State Budgetary Scientific Establishment Central Institute of Optics",
    ),
    ("several names, a former one", "Company", "Novaterra Holding (formerly Zarnitsa Invest)", "ZARNITSA INVEST"),
    (
        "several names, a trade name",
        "Company",
        "Harbour Lines Inc d/b/a Blue Anchor Shipping",
        "BLUE ANCHOR SHIPPING INC",
    ),
    ("several names, in the listing", "Organization", "Al Fajr Front", "AL-FAJR FRONT/ARMY OF SUNRISE"),
    ("several names, of a ship", "Vessel", "Ocean Crest (ex Blue Horizon)", "BLUE HORIZON"),
    ("a code before a name", "Person", "/12345678 Viktor Zarnitsyn", "ZARNITSYN, Viktor"),
    ("the number of a ship behind its name", "Vessel", "Blue Horizon IMO 9074729", "BLUE HORIZON"),
    ("the kind of a ship before its name", "Vessel", "LPG/C Gas Venus", "GAS VENUS"),
    ("Wade-Giles against pinyin", "Person", "Teng Hsiao-ping", "DENG, Xiaoping"),
    ("abbreviated words", "Company", "Blue Anchor Shpg Co", "BLUE ANCHOR SHIPPING COMPANY"),
    ("a place abbreviated", "Company", "Xinghai Electronics (HK) Limited", "XINGHAI ELECTRONICS HONG KONG LTD"),
    ("r and n misread", "Person", "Dmitry Rornanov", "ROMANOV, Dmitry"),
    ("Russian, j for y", "Person", "Mihail Hodorkovskij", "KHODORKOVSKY, Mikhail"),
    ("Arabic, one long word", "Person", "القرضاوي", "Al-Qaradawi"),
    ("Persian, a borrowed word", "Company", "ماهان ایر", "MAHAN AIR"),
]

OTHERS = [
    ("Russian, the adjective of another town", "Company", "Сарапульский завод", "Saratov Plant"),
    ("Russian, an abbreviation before another name", "Company", "НПО «Искорка»", "NPO Zarnitsa"),
    ("Belarusian, another family name", "Person", "Алег Леанідавіч Баранаў", "Oleg Leonidovich Borodin"),
    ("Russian, two names in one field", "Person", "Олег Баранов / Алег Баранаў", "Oleg Borodin"),
    ("Han, another father between dots", "Person", "奥马尔·本·阿卜杜勒·阿齐兹", "Omar bin Abdulrahman"),
    ("short syllables", "Person", "Li Wu", "Lu Wu"),
    ("Korean syllables", "Person", "Kim Jong Il", "KIM, Jong Un"),
    ("Korean syllables in Hangul", "Person", "김정은", "KIM, Jong Nam"),
    ("Chinese syllables in signs", "Person", "张伟", "ZHANG, Wen"),
    ("Cantonese given names", "Person", "梁振英", "LEUNG, Kwok-hung"),
    ("Arabic long vowels", "Person", "محمد علي", "Mahmoud ALI"),
    ("Arabic consonants", "Person", "خالد الوادي", "AL-WADI, Walid"),
    ("Cyrillic letters that are near", "Person", "Михаил Хабаров", "Mikhail GUBAROV"),
    ("banks in Arabic", "Company", "مصرف الرشيد", "RAFIDAIN BANK"),
    ("other patronymic", "Person", "Valery Nikolaevich Ermakov", "Valery Konstantinovich ERMAKOV"),
    ("other nisba", "Person", "YASIR SABAWI IBRAHIM HASAN AL-DURI", "YASIR SABAWI IBRAHIM HASAN AL-TIKRITI"),
    ("father and son", "Person", "AHMAD BIN HASAN AL-UBAIDI", "HASAN BIN AHMAD AL-UBAIDI"),
    ("a given name alone", "Person", "Vladimir", "Vladimir PUTIN"),
    ("a surname alone", "Person", "Putin", "PUTIN, Vladimir Vladimirovich"),
    ("brothers", "Person", "Ihab Makhlouf", "MAKHLUF, Rami"),
    ("other surname", "Person", "Nicolás Ernesto Maduro Guerra", "MADURO MOROS, Nicolas"),
    ("legal forms alone", "Company", "Public Joint Stock Company", "PUBLIC JOINT STOCK COMPANY SBERBANK"),
    ("numbers", "Vessel", "HYOK SIN 3", "HYOK SIN 2"),
    ("Roman numerals", "Company", "Kvant Works II", "Kvant Works III"),
    ("legal forms that differ", "Company", "Zarnitsa AG", "Zarnitsa GmbH"),
    ("a man and a woman", "Person", "Valentin Belov", "Valentina Belova"),
    ("a name with Abd and another name", "Person", "Abdul Kabir Abdul Jan", "Abdul Kabir Mohammad Jan"),
    ("a son and his father", "Person", "Ali ibn Yusuf ibn Tashfin", "Yousef Ben Tashfin"),
    ("sibling companies", "Company", "Shahid Bagheri Industrial Group", "Shahid Hemmat Industrial Group"),
    ("geography that differs", "Company", "Central Bank of Iraq", "Central Bank of Iran"),
    ("general words alone", "Company", "National Bank of Canada", "National Iranian Oil Company"),
    ("other acronym", "Company", "NITC", "National Iranian Oil Company"),
    ("the company and the person", "Company", "Kalashnikov Concern", "Concern Energia"),
    ("Chinese given names of other syllables", "Person", "Chen Guoliang", "CHEN, Guoqiang"),
    ("a slash in one name", "Company", "Falcon Desert Import/Export", "FALCON EXPORT LLC"),
    ("numbers of military units", "Organization", "Military Unit 26165", "MILITARY UNIT 74456"),
]


@pytest.mark.parametrize(("hazard", "schema", "one", "other"), MATCHES, ids=[row[0] for row in MATCHES])
def test_a_name_is_found_however_it_is_written(hazard: str, schema: str, one: str, other: str) -> None:
    assert score(one, other, schema) >= 0.7, hazard


@pytest.mark.parametrize(("hazard", "schema", "one", "other"), OTHERS, ids=[row[0] for row in OTHERS])
def test_another_party_is_no_match(hazard: str, schema: str, one: str, other: str) -> None:
    assert score(one, other, schema) < 0.7, hazard


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert score("Zaurbek Kuzhugetovich", "Zaurbek Kuzhugetovich Guchaev", "Person") > score(
        "Maria Garcia", "Maria Garcia Lopez", "Person"
    )


def test_a_weak_alias_of_three_letters_stops_nobody_whose_name_has_them() -> None:
    listed = Entity("x-1", "x", "Company", (Name("Electronic Supply Group"), Name("ESG", "weak")))
    assert compare(Query(schema="Company", name="Esg Inc."), listed).score < 0.7
    assert compare(Query(schema="Company", name="ESG"), listed).match


def test_a_sign_is_a_name_though_it_is_read_like_a_small_word() -> None:
    assert score("彬 麦", "Mai", "Person") < 0.7


LISTED = Entity(
    "x-1",
    "x",
    "Person",
    (Name("DERIPASKA, Oleg Vladimirovich"),),
    dates=(Dated("birthDate", PartialDate("1968-01-02")),),
    countries=(Country("nationality", "ru", "Russia"),),
    properties=(("gender", "male"),),
)


def asked(**more: str) -> float:
    properties = {prop: [value] for prop, value in more.items()}
    return compare(Query(schema="Person", properties={"name": ["Oleg Deripaska"], **properties}), LISTED).score


def test_agreement_raises_the_score_and_contradiction_lowers_it() -> None:
    assert asked(birthDate="1968-01-02") > asked(birthDate="1968") > asked() > asked(birthDate="1941-11-20")
    assert asked(nationality="ru") > asked() > asked(nationality="br")


@pytest.mark.parametrize("wrong", [{"birthDate": "1941-11-20"}, {"nationality": "br"}, {"gender": "female"}])
def test_no_single_wrong_attribute_pushes_an_exact_name_under_the_line(wrong: dict[str, str]) -> None:
    exact = compare(
        Query(
            schema="Person", properties={"name": ["Deripaska, Oleg Vladimirovich"]} | {k: [v] for k, v in wrong.items()}
        ),
        LISTED,
    )
    assert exact.match
    assert any(each.level == "contradicts" for each in exact.evidence)


@pytest.mark.parametrize(
    "record",
    [
        {"birthDate": "1968-01-03", "nationality": "ru", "gender": "male"},
        {"birthDate": "1968-02-01", "nationality": "ru", "gender": "male"},
        {"birthDate": "1968-01-02", "nationality": "kz", "gender": "male"},
        {"birthDate": "1968-01-02", "nationality": "ru", "gender": "female"},
    ],
)
def test_more_data_never_hurts_though_one_is_wrong_by_a_digit(record: dict[str, str]) -> None:
    assert asked(**record) >= asked()


def test_former_names_and_imo_of_a_vessel_find_it() -> None:
    ship = Entity(
        "x-1",
        "x",
        "Vessel",
        (Name("ADRIAN"), Name("GOLDEN DAWN", "former")),
        identifiers=(Identifier("imoNumber", "9187631"),),
    )
    assert compare(Query(schema="Vessel", name="Golden Dawn"), ship).match
    assert compare(Query(schema="Vessel", name="Other Name", identifiers=[("imoNumber", "IMO 9187631")]), ship).match


def test_a_weak_alias_scores_less_than_a_strong_one() -> None:
    def of(kind: str) -> float:
        entity = Entity("x-1", "x", "Person", (Name("SMITHERS, Waylon"), Name("Abu Zarqaan Tikriti", kind)))  # type: ignore[arg-type]
        return compare(Query(schema="Person", name="Abu Zarqan Tikriti"), entity).score

    assert of("weak") < of("alias")
