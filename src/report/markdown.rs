//! Texts in Markdown: what a file says reads as itself, on one line.

use crate::files::one_line;

/// A text whose Markdown reads as itself: nothing in it is markup, HTML, a link or an entity, and what would break the line
/// or steer a terminal is gone.
///
/// ```
/// assert_eq!(slowtrain::report::markdown::text("*Al*\npha [x](y)"), r"\*Al\* pha \[x\](y)");
/// assert_eq!(slowtrain::report::markdown::text("# &lt;"), r"\# \&lt;");
/// ```
#[must_use]
pub fn text(text: &str) -> String {
    let line = one_line(text);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let is_markup = matches!(
            c,
            '\\' | '|' | '*' | '_' | '`' | '<' | '[' | ']' | '&' | '~'
        ) || (at == 0 && matches!(c, '#' | '>' | '+' | '='))
            || (at == 0 && line.starts_with("- "));
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as code in Markdown, on one line, whatever back quotes are in it.
///
/// ```
/// assert_eq!(slowtrain::report::markdown::code("route `a`"), "`` route `a` ``");
/// ```
#[must_use]
pub fn code(text: &str) -> String {
    let line = one_line(text);
    let runs = line.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    match fence.len() {
        1 => format!("`{line}`"),
        _ => format!("{fence} {line} {fence}"),
    }
}
