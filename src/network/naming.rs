//! What may be written otherwise in a station's name, or left out of it.
//!
//! [`key`] folds a name so that abbreviations agree with the words they stand for (Hbf and Hauptbahnhof, St and Saint).
//! [`without_remarks`] and [`without_station_words`] give the parts of a name that people also say alone, and [`keys`] all
//! keys that a question may mean, the likeliest first.

use std::sync::LazyLock;

use super::fold;

/// Words as names fold, and what they are compared as. Assumption: no station is told from another by these alone.
const SAME_WORDS: [(&str, &str); 10] = [
    ("hbf", "hauptbahnhof"),
    ("bhf", "bahnhof"),
    ("bf", "bahnhof"),
    ("stn", "station"),
    ("hln", "hlavninadrazi"),
    ("saint", "st"),
    ("sainte", "st"),
    ("ste", "st"),
    ("sankt", "st"),
    ("sint", "st"),
];

/// Words for a station before its name. Longer ones come first.
const BEFORE: &[&str] = &[
    "estación de ferrocarril de",
    "σιδηροδρομικός σταθμός",
    "железнодорожная станция",
    "остановочный пункт",
    "stazione ferroviaria di",
    "železniční zastávka",
    "залізничний вокзал",
    "залізнична станція",
    "железничка станица",
    "железопътна гара",
    "železnička stanica",
    "železničná stanica",
    "železniční stanice",
    "estación de tren de",
    "przystanek kolejowy",
    "željeznički kolodvor",
    "stacja kolejowa",
    "dworzec kolejowy",
    "dworzec główny",
    "hlavní nádraží",
    "railway station",
    "train station",
    "ж/д станция",
    "ж/д вокзал",
    "gare sncf de",
    "apeadeiro de",
    "apeadero de",
    "жп станция",
    "жп гара",
    "estación de",
    "estació de",
    "estação de",
    "stazione di",
    "gare de la",
    "gare de",
    "gare du",
    "gare des",
    "gare d'",
    "hauptbahnhof",
    "estación",
    "estação",
    "stazione",
    "station",
    "bahnhof",
    "stacja",
    "dworzec",
    "przystanek",
    "zastávka",
    "stanica",
    "stanice",
    "stația",
    "nádraží",
    "kolodvor",
    "stasiun",
    "stesen",
    "halta",
    "gare",
    "gara",
    "платформа",
    "станция",
    "станція",
    "станица",
    "вокзал",
    "гара",
    "ст.",
    "σταθμός",
    "תחנת רכבת",
    "תחנת",
    "محطة قطار",
    "محطة",
    "ایستگاه",
    "ga",
    "สถานีรถไฟ",
    "สถานี",
];

/// Words for a station behind its name. Longer ones come first.
const BEHIND: &[&str] = &[
    "geležinkelio stotis",
    "dzelzceļa stacija",
    "demiryolu istasyonu",
    "jernbanestasjon",
    "jernbanestation",
    "järnvägsstation",
    "railway station",
    "train station",
    "железнодорожный вокзал",
    "rautatieasema",
    "raudteejaam",
    "vasútállomás",
    "megállóhely",
    "ж/д вокзал",
    "ж/д станция",
    "hauptbahnhof",
    "haltepunkt",
    "pályaudvar",
    "istasyonu",
    "tren garı",
    "रेलवे स्टेशन",
    "banegård",
    "estación",
    "stazione",
    "kolodvor",
    "station",
    "stasjon",
    "bahnhof",
    "nádraží",
    "stanice",
    "stanica",
    "stacija",
    "stotis",
    "állomás",
    "asema",
    "jaam",
    "gare",
    "garı",
    "gar",
    "pu.",
    "станциясы",
    "станция",
    "станція",
    "вокзал",
    "өртөө",
    "буудал",
    "бекеті",
    "स्टेशन",
    "স্টেশন",
    "სადგური",
    "կայարան",
];

/// Words for a station that are written onto the end of its name. Longer ones come first.
const ENDINGS: [&str; 12] = [
    "기차역",
    "火车站",
    "火車站",
    "火車驛",
    "车站",
    "車站",
    "역",
    "站",
    "驛",
    "驿",
    "駅",
    "停車場",
];

/// Words for a station that are written onto the beginning of its name.
const BEGINNINGS: [&str; 2] = ["สถานีรถไฟ", "สถานี"];

/// [`BEFORE`] and [`BEHIND`] as lists of folded words.
static WORDS: LazyLock<[Vec<Vec<String>>; 2]> = LazyLock::new(|| {
    [BEFORE, BEHIND].map(|list| {
        let phrases = list.iter().map(|phrase| phrase.split(' ').map(letters));
        phrases.map(Iterator::collect).collect()
    })
});

/// Folds a name to the key by which names are compared.
pub(super) fn append_key(name: &str, key: &mut String) {
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | ')')) {
        let start = key.len();
        fold::letters(word, key);
        if let Some(same) = same_word(&key[start..]) {
            key.truncate(start);
            key.push_str(same);
        }
    }
}

/// The key of a name.
pub(super) fn key(name: &str) -> String {
    let mut key = String::new();
    append_key(name, &mut key);
    key
}

fn letters(word: &str) -> String {
    let mut letters = String::new();
    fold::letters(word, &mut letters);
    letters
}

fn same_word(word: &str) -> Option<&'static str> {
    // Most words of names are none of these, and are longer or shorter.
    let found = SAME_WORDS.iter().find(|(written, _)| *written == word);
    found.map(|(_, same)| *same)
}

/// A name without what it has in brackets, and the first of these remarks: `Frankfurt (Main) Hbf` is `Frankfurt Hbf`.
pub(super) fn without_remarks(name: &str) -> Option<(String, &str)> {
    let is_open = |c: char| matches!(c, '(' | '（' | '[');
    let is_closed = |c: char| matches!(c, ')' | '）' | ']');
    let mut base = String::new();
    let mut rest = name;
    let mut first = None;
    while let Some((before, inside)) = rest.split_once(is_open) {
        let (remark, behind) = inside.split_once(is_closed)?;
        first = first.or(Some(remark.trim()));
        base.push_str(before.trim_end());
        rest = behind;
    }
    base.push_str(rest);
    let base = base.trim().to_owned();
    first
        .filter(|_| !base.is_empty())
        .map(|remark| (base, remark))
}

/// What is left of a name without a word for a station before it, behind it, or both; nothing where it has none.
pub(super) fn without_station_words(name: &str) -> Vec<String> {
    let mut left = Vec::new();
    let before = without_first_words(name);
    let behind = without_last_words(name);
    let both = before.as_deref().and_then(without_last_words);
    for part in [behind, before, both].into_iter().flatten() {
        if !left.contains(&part) {
            left.push(part);
        }
    }
    left
}

fn without_first_words(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(rest) = BEGINNINGS.iter().find_map(|word| name.strip_prefix(word)) {
        return Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| key(word)).collect();
    let phrase = WORDS[0].iter().find(|phrase| folded.starts_with(phrase))?;
    let rest = words[phrase.len()..].join(" ");
    let article = ["d'", "d’", "l'", "l’"];
    let rest = article
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(&rest);
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn without_last_words(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(rest) = ENDINGS.iter().find_map(|word| name.strip_suffix(word)) {
        return Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| key(word)).collect();
    let phrase = WORDS[1].iter().find(|phrase| folded.ends_with(phrase))?;
    let rest = words[..words.len() - phrase.len()].join(" ");
    (!rest.is_empty()).then_some(rest)
}

/// The parts of a name that are said alone as well: without remarks and words for a station, and each side of a slash.
pub(super) fn cores(name: &str) -> Vec<String> {
    let base = without_remarks(name).map_or_else(|| name.to_owned(), |(base, _)| base);
    let mut cores = without_station_words(&base);
    if base.contains('/') {
        cores.extend(base.split('/').map(|side| side.trim().to_owned()));
    }
    // One syllable alone is no name: 新站 is not 新.
    cores.retain(|core| core.chars().count() >= if core.is_ascii() { 3 } else { 2 });
    cores
}

/// The keys that a question may mean, the likeliest first: as it is, with vowels instead of the two letters that stand for
/// them, and the same without words for a station.
pub(super) fn keys(asked: &str) -> Vec<String> {
    let mut texts = vec![asked.to_owned()];
    let first = asked.split_whitespace().next().map(key);
    if first.as_deref() == Some("hauptbahnhof")
        && let Some(name) = without_first_words(asked)
    {
        texts.push(format!("{name} Hauptbahnhof"));
    }
    texts.extend(without_station_words(asked));
    let mut keys: Vec<String> = Vec::new();
    for text in texts {
        for key in [
            Some(key(&text)),
            with_umlauts(&text),
            without_umlauts(&text),
        ] {
            keys.extend(key.filter(|key| !key.is_empty() && !keys.contains(key)));
        }
    }
    keys
}

/// The key of a text in a to z whose `ae`, `oe`, `ue` and `aa` stand for ä, ö, ü and å, which fold to their first letter.
fn with_umlauts(text: &str) -> Option<String> {
    let key = key(text);
    let pairs = [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")];
    let folded = pairs
        .iter()
        .fold(key.clone(), |key, (two, one)| key.replace(two, one));
    (key.is_ascii() && folded != key).then_some(folded)
}

/// The key of a text whose ä, ö, ü and å are written with two letters, as names in ASCII are.
fn without_umlauts(text: &str) -> Option<String> {
    let pairs = [
        ("ä", "ae"),
        ("ö", "oe"),
        ("ø", "oe"),
        ("ü", "ue"),
        ("å", "aa"),
    ];
    let lower = text.to_lowercase();
    let written = pairs
        .iter()
        .fold(lower.clone(), |text, (one, two)| text.replace(one, two));
    (written != lower).then(|| key(&written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_agree_with_their_words() {
        for (a, b) in [
            ("München Hbf", "Munchen Hauptbahnhof"),
            ("St-Malo", "Saint-Malo"),
            ("St. Pölten", "Sankt Pölten"),
            ("Praha hl.n.", "Praha hlavní nádraží"),
            ("Frankfurt (Main) Hbf", "Frankfurt Main Hauptbahnhof"),
        ] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("Stettin"), key("Saintettin"));
    }

    #[test]
    fn remarks_may_be_anywhere() {
        let parts = |name| without_remarks(name).map(|(base, remark)| (base, remark.to_owned()));
        let some = |base: &str, remark: &str| Some((base.to_owned(), remark.to_owned()));
        assert_eq!(parts("Frankfurt (Main) Hbf"), some("Frankfurt Hbf", "Main"));
        assert_eq!(parts("Jinzhou (Dalian)"), some("Jinzhou", "Dalian"));
        assert_eq!(parts("锦州（大连）"), some("锦州", "大连"));
        for name in [
            "Jinzhou",
            "Jinzhou Dalian)",
            ")",
            "(Dalian)",
            "Halle (Saale",
        ] {
            assert_eq!(parts(name), None, "{name}");
        }
    }

    #[test]
    fn words_for_a_station_are_before_or_behind_the_name() {
        for (name, left) in [
            ("Ga Hà Nội", "Hà Nội"),
            ("станция Хасан", "Хасан"),
            ("ст. Хасан", "Хасан"),
            ("Station Khasan", "Khasan"),
            ("Khasan railway station", "Khasan"),
            ("丹東車站", "丹東"),
            ("丹東驛", "丹東"),
            ("東京駅", "東京"),
            ("평양기차역", "평양"),
            ("Gare de Lyon", "Lyon"),
            ("Gare d'Angers", "Angers"),
            ("Stazione di Bologna", "Bologna"),
            ("Estación de Atocha", "Atocha"),
            ("Helsinki rautatieasema", "Helsinki"),
            ("Köln Bf", "Köln"),
            ("Dworzec Główny Gdynia", "Gdynia"),
            ("Stația Sinaia", "Sinaia"),
            ("Železniční stanice Tábor", "Tábor"),
            ("Železnička stanica Niš", "Niš"),
            ("Жп гара Пловдив", "Пловдив"),
            ("Залізнична станція Фастів", "Фастів"),
            ("Σιδηροδρομικός Σταθμός Λάρισα", "Λάρισα"),
            ("محطة بنها", "بنها"),
            ("תחנת חיפה", "חיפה"),
            ("Voss jernbanestasjon", "Voss"),
            ("Kiruna järnvägsstation", "Kiruna"),
            ("Tartu raudteejaam", "Tartu"),
            ("Győr vasútállomás", "Győr"),
        ] {
            let found = without_station_words(name);
            assert!(found.contains(&left.to_owned()), "{name}: {found:?}");
        }
        for name in ["Gaoshanzi", "Gaziantep", "站", "Station", "Stationsund"] {
            assert_eq!(without_station_words(name), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn what_is_said_alone_is_no_single_syllable() {
        assert_eq!(cores("Frankfurt (Main) Hbf"), ["Frankfurt"]);
        assert_eq!(cores("Biel/Bienne"), ["Biel", "Bienne"]);
        for name in ["新站", "Ga U", "A/B", "Khasan"] {
            assert_eq!(cores(name), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn a_question_may_write_umlauts_with_two_letters() {
        assert!(keys("Koeln").contains(&"koln".to_owned()));
        assert!(keys("Goeteborg").contains(&"goteborg".to_owned()));
        assert!(keys("Köln").contains(&"koeln".to_owned()));
        assert_eq!(keys("Muenchen Hauptbahnhof")[1], "munchenhauptbahnhof");
        assert_eq!(keys("Hauptbahnhof Köln")[2], "kolnhauptbahnhof");
        assert_eq!(keys("Khasan"), ["khasan"]);
    }
}
