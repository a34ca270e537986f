//! Texts in Markdown: what a file says reads as itself, on one line.

use super::text::clean;

/// A text whose Markdown reads as itself: marks are escaped, and what would break the line or steer a terminal is gone.
///
/// ```
/// assert_eq!(slowtrain::report::markdown::text("*Al*\npha [x](y)"), r"\*Al\* pha \[x\](y)");
/// ```
#[must_use]
pub fn text(text: &str) -> String {
    let line = text.split(['\r', '\n', '\t', '\u{2028}', '\u{2029}']);
    let line = line.map(str::trim).filter(|part| !part.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for c in clean(&line).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
