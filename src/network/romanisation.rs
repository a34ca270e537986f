//! What the romanisations of one language have in common, as a key.
//!
//! Pyongyang is written P'yŏngyang, Pyeongyang, Phyongyang and Pjöngjang; Ussuriysk Ussurijsk, Usuriisk and
//! Oussouriisk. Each [`Reading`] is a list of rewritings that brings the usual ones of a language to one coarse key.
//! The key is no transcription: it drops what romanisations disagree about, so different names can meet in it, and
//! whoever compares keys must expect several stations.
//!
//! `j` and `ch` are read two ways: as English, Korean and pinyin do, or as German and its neighbours do (Pjöngjang,
//! Chabarowsk). A station's own names are read the first way, a question both ways.

/// Rewritings in order of precedence at one place of the name; one with `^` holds only at the name's start.
type Rules = &'static [(&'static str, &'static str)];

/// McCune-Reischauer, Revised and North Korean romanisation. Aspirated, tense and plain consonants become one; an
/// initial r, which the south drops, and assimilated pairs (Changrim, Changnim) become what is spoken.
const KOREAN: Rules = &[
    ("^ry", "y"),
    ("^ny", "y"),
    ("^ri", "i"),
    ("^ni", "i"),
    ("^r", "n"),
    ("^l", "n"),
    ("ngr", "qn"),
    ("ngn", "qn"),
    ("nr", "r"),
    ("nl", "r"),
    ("ln", "r"),
    ("kr", "qn"),
    ("ng", "q"),
    ("eo", "o"),
    ("eu", "u"),
    ("io", "yo"),
    ("dsch", "c"),
    ("tsch", "c"),
    ("tch", "c"),
    ("chh", "c"),
    ("ch", "c"),
    ("j", "c"),
    ("sh", "s"),
    ("ph", "p"),
    ("th", "t"),
    ("kh", "k"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("l", "r"),
];

/// English, German, French and scholarly romanisation of Cyrillic.
const SLAVIC: Rules = &[
    ("schtsch", "s"),
    ("shch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("sz", "s"),
    ("z", "s"),
    ("kh", "h"),
    ("ch", "c"),
    ("cz", "c"),
    ("tz", "c"),
    ("ts", "c"),
    ("ck", "k"),
    ("x", "ks"),
    ("ph", "f"),
    ("w", "v"),
    ("ou", "u"),
    ("ye", "e"),
    ("je", "e"),
    ("ie", "e"),
    ("yo", "o"),
    ("jo", "o"),
    ("io", "o"),
    ("y", "i"),
    ("j", "i"),
];

/// Pinyin, Wade-Giles and the old postal spellings.
const CHINESE: Rules = &[
    ("ung", "oq"),
    ("ng", "q"),
    ("ien", "ian"),
    ("ih", "i"),
    ("eh", "e"),
    ("hs", "s"),
    ("sh", "s"),
    ("x", "s"),
    ("zh", "c"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("z", "c"),
    ("q", "c"),
    ("j", "c"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("v", "u"),
];

/// German `ch` and `j` put into the English spelling that the other rules expect.
const GERMAN: Rules = &[("sch", "sch"), ("tch", "tch"), ("ch", "kh"), ("j", "y")];

/// The group of romanisations in which names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Names written in Hangul at home.
    Korean,
    /// Names written in Cyrillic at home.
    Slavic,
    /// Names written in Chinese characters at home.
    Chinese,
    /// Names written in Latin letters at home.
    Latin,
}

impl Reading {
    /// All of them.
    pub(super) const ALL: [Reading; 4] = [
        Reading::Korean,
        Reading::Slavic,
        Reading::Chinese,
        Reading::Latin,
    ];

    /// The reading for a station whose name is written like this at home.
    pub(super) fn of_script(name_local: Option<&str>) -> Reading {
        let script = |c: char| match c {
            '\u{400}'..='\u{52f}' => Some(Reading::Slavic),
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Some(Reading::Korean),
            '\u{3400}'..='\u{9fff}' => Some(Reading::Chinese),
            _ => None,
        };
        name_local
            .and_then(|name| name.chars().find_map(script))
            .unwrap_or(Reading::Latin)
    }

    /// Appends the coarse key of a name in a to z; doubled letters count once.
    pub(super) fn rewrite(self, latin: &str, key: &mut String) {
        let rules = match self {
            Reading::Korean => KOREAN,
            Reading::Slavic => SLAVIC,
            Reading::Chinese => CHINESE,
            Reading::Latin => &[],
        };
        apply(rules, latin, key);
    }

    /// The keys of a question: read as English, and as German where that differs.
    pub(super) fn of_question(self, latin: &str) -> Vec<String> {
        let mut german = String::new();
        apply(GERMAN, latin, &mut german);
        let mut keys = Vec::new();
        for spelling in [latin, &german] {
            let mut key = String::new();
            self.rewrite(spelling, &mut key);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

/// Rewrites from left to right and drops the second of two equal letters.
fn apply(rules: Rules, text: &str, out: &mut String) {
    let start = out.len();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let rule = rules
            .iter()
            .find_map(|(from, to)| Some((tail_after(rest, from, rest.len() == text.len())?, *to)));
        let (literal, tail) = rest.split_at(first.len_utf8());
        let (tail, written) = rule.unwrap_or((tail, literal));
        for c in written.chars() {
            if c.is_ascii_digit() || !out[start..].ends_with(c) {
                out.push(c);
            }
        }
        rest = tail;
    }
}

/// What follows where a rule holds. Its first letter is compared by itself, since nearly all rules fail there.
fn tail_after<'a>(rest: &'a str, from: &str, is_at_start: bool) -> Option<&'a str> {
    match from.as_bytes() {
        [b'^', ..] if is_at_start => rest.strip_prefix(&from[1..]),
        [first, ..] if rest.as_bytes().first() == Some(first) => rest.strip_prefix(from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each of the spellings can be read like the first.
    fn assert_all_meet(reading: Reading, spellings: &[&str]) {
        let mut key = String::new();
        reading.rewrite(spellings[0], &mut key);
        for spelling in spellings {
            let keys = reading.of_question(spelling);
            assert!(keys.contains(&key), "{spelling}: {keys:?}, not {key}");
        }
    }

    #[test]
    fn korean_romanisations_meet() {
        for spellings in [
            &[
                "pyongyang",
                "pyeongyang",
                "phyongyang",
                "pjongjang",
                "phjongjang",
            ][..],
            &["tumangang", "dumangang"],
            &["chongjin", "cheongjin", "tschongdschin"],
            &["ryongchon", "yongcheon", "ryongchhon"],
            &["changrim", "changnim", "jangnim"],
            &["kaesong", "gaeseong"],
            &["rajin", "najin"],
        ] {
            assert_all_meet(Reading::Korean, spellings);
        }
    }

    #[test]
    fn slavic_romanisations_meet() {
        for spellings in [
            &["vladivostok", "wladiwostok", "vladivostock", "wladywostok"][..],
            &[
                "ussuriysk",
                "ussurijsk",
                "usuriisk",
                "oussouriisk",
                "ussurisk",
            ],
            &["khabarovsk", "chabarowsk", "habarovsk"],
            &["yekaterinburg", "jekaterinburg", "ekaterinburg"],
            &["chita", "tschita", "tchita"],
            &["shchyolkovo", "schtscholkowo"],
        ] {
            assert_all_meet(Reading::Slavic, spellings);
        }
    }

    #[test]
    fn chinese_romanisations_meet() {
        for spellings in [
            &["tianjin", "tientsin"][..],
            &["dandong", "tantong"],
            &["xian", "hsian"],
            &["zhengzhou", "chengchou"],
        ] {
            assert_all_meet(Reading::Chinese, spellings);
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (reading, a, b) in [
            (Reading::Korean, "pyongyang", "pyongsong"),
            (Reading::Slavic, "khasan", "kazan"),
            (Reading::Chinese, "harbin", "hailar"),
            (Reading::Latin, "hanoi", "hanam"),
        ] {
            assert_ne!(reading.of_question(a), reading.of_question(b));
        }
    }
}
