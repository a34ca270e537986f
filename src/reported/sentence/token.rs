//! The words of a sentence, as far as its figures and places need them.

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written, without marks around it.
    pub text: String,
    /// In lower case.
    pub lower: String,
    /// Whether a mark stands behind it that ends a name: a comma, a full stop, a bracket.
    pub ends_clause: bool,
    /// Whether it belongs to a figure.
    pub is_spent: bool,
}

impl Token {
    fn new(text: &str, ends_clause: bool) -> Token {
        Token {
            text: text.to_owned(),
            lower: text.to_lowercase(),
            ends_clause,
            is_spent: false,
        }
    }

    /// It belongs to a figure.
    pub fn spend(&mut self) {
        self.is_spent = true;
    }

    /// Whether it is written as a name is: with a capital, or in a script without them.
    pub fn is_name(&self) -> bool {
        let first = self.text.chars().next();
        !self.is_spent && first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    }
}

/// Marks around words.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '、'
            | '。'
    )
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let even: String = text
        .chars()
        .map(|c| match c {
            '–' | '—' | '‑' | '−' => '-',
            '’' => '\'',
            '~' => ' ',
            other => other,
        })
        .collect();
    for word in even.split_whitespace() {
        let begun = word.trim_start_matches(is_mark);
        // A bracket before a word ends the name before it.
        if begun.len() < word.len()
            && let Some(last) = tokens.last_mut()
        {
            last.ends_clause = true;
        }
        let bare = begun.trim_end_matches(is_mark);
        let ends_clause = bare.len() < begun.len();
        let bare = bare.strip_suffix("'s").unwrap_or(bare);
        let parts = parts(bare);
        let last = parts.len().saturating_sub(1);
        for (number, part) in parts.iter().enumerate() {
            tokens.push(Token::new(part, ends_clause && number == last));
        }
    }
    tokens
}

/// `700km` as 700 and km, `20-hour` as 20 and hour, `10h30` as 10, h, 30 and min; other words whole.
fn parts(word: &str) -> Vec<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let starts = word.starts_with(is_digit);
    let end = word
        .find(|c: char| c.is_alphabetic())
        .filter(|end| *end > 0 && starts);
    let Some(end) = end else {
        let hyphened = word.split_once('-');
        // `twenty-hour`; names with a hyphen stay whole.
        return match hyphened {
            Some((left, right))
                if super::number::is_word(left) && !super::number::is_word(right) =>
            {
                vec![left.to_owned(), right.to_owned()]
            }
            _ => vec![word.to_owned()],
        };
    };
    let (number, unit) = word.split_at(end);
    let number = number.trim_end_matches('-');
    if let Some(minutes) = unit.strip_prefix('h')
        && !minutes.is_empty()
        && minutes.chars().all(is_digit)
    {
        let parts = [number, "h", minutes, "min"];
        return parts.map(str::to_owned).to_vec();
    }
    let units = unit.split('-').filter(|unit| !unit.is_empty());
    let all = std::iter::once(number).chain(units);
    all.map(str::to_owned).collect()
}
