//! Where a sentence starts and where it goes.

use super::token::Token;

/// Words of a name at most.
const LONGEST: usize = 4;

/// Words that begin no name.
const NO_NAMES: [&str; 40] = [
    "the", "a", "an", "and", "or", "in", "at", "on", "by", "with", "his", "her", "their", "its",
    "this", "that", "it", "he", "she", "they", "there", "here", "be", "have", "take", "go", "get",
    "make", "travel", "where", "which", "who", "about", "over", "under", "nearly", "home", "work",
    "more", "less",
];

/// The ends, where the sentence names them.
pub fn ends(tokens: &[Token]) -> (Option<String>, Option<String>) {
    let (mut from, mut to) = (None, None);
    for at in 0..tokens.len() {
        if tokens[at].is_spent {
            continue;
        }
        match tokens[at].lower.as_str() {
            "from" | "left" | "leaves" | "leaving" | "departed" => {
                from = from.or_else(|| name(tokens, at + 1).map(|(name, _)| name));
            }
            "to" | "reached" | "reaches" | "reaching" | "towards" => {
                if let Some((name, _)) = name(tokens, at + 1) {
                    to.get_or_insert(name);
                    from = from.or_else(|| before(tokens, at));
                }
            }
            "between" => {
                if let Some((first, end)) = name(tokens, at + 1)
                    && tokens.get(end).is_some_and(|token| token.lower == "and")
                    && let Some((second, _)) = name(tokens, end + 1)
                {
                    from.get_or_insert(first);
                    to.get_or_insert(second);
                }
            }
            _ => {}
        }
    }
    (from, to)
}

/// A name at a place, and the token behind it: words written as names, or one word in lower case.
fn name(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let first = tokens.get(at).filter(|token| !token.is_spent)?;
    let is_word = first
        .text
        .chars()
        .all(|c| c.is_alphabetic() || "-'".contains(c));
    if NO_NAMES.contains(&first.lower.as_str()) || first.text.is_empty() || !is_word {
        return None;
    }
    let mut end = at + 1;
    if first.is_name() {
        while end < tokens.len().min(at + LONGEST)
            && !tokens[end - 1].ends_clause
            && tokens[end].is_name()
        {
            end += 1;
        }
    }
    let words = tokens[at..end].iter().map(|token| token.text.as_str());
    Some((words.collect::<Vec<_>>().join(" "), end))
}

/// A name at the beginning of a clause, right before a place: `Moscow to Beijing`.
fn before(tokens: &[Token], at: usize) -> Option<String> {
    let mut start = at;
    while start > 0
        && at - start < LONGEST
        && tokens[start - 1].is_name()
        && !tokens[start - 1].ends_clause
    {
        start -= 1;
    }
    let begins = start == 0 || tokens[start - 1].ends_clause || tokens[start - 1].is_spent || {
        let lead = tokens[start - 1].lower.as_str();
        matches!(
            lead,
            "train" | "rail" | "route" | "line" | "journey" | "trip" | "distance" | "the"
        )
    };
    let named = name(tokens, start).filter(|(_, end)| *end == at);
    named.filter(|_| begins && start < at).map(|(name, _)| name)
}
