//! A page of terminal output: lines, wrapped paragraphs and tables one under another, in so many columns.
//!
//! The page knows where it is written and whether in colour, nothing of what the text means. No line ends in spaces.
//!
//! ```
//! use slowtrain::report::page::Page;
//! use slowtrain::report::text::{Span, Style};
//!
//! let mut out = String::new();
//! let mut page = Page::new(&mut out, 30, false);
//! page.paragraph(&Span::new("warning: ", Style::BOLD), "the gauge of 2 segments is assumed")?;
//! assert_eq!(out, "warning: the gauge of 2\n         segments is assumed\n");
//! # Ok::<(), std::fmt::Error>(())
//! ```

use std::fmt;

use super::table::Table;
use super::text::{Span, wrapped};

/// Columns of a terminal that does not tell.
pub const USUAL_WIDTH: usize = 80;

/// Fewer columns than this are not tried: paragraphs would be ladders.
const NARROWEST: usize = 20;

/// Indent of a text below its lead.
const DEEPER: usize = 4;

/// Where terminal output goes.
pub struct Page<'a> {
    out: &'a mut dyn fmt::Write,
    width: usize,
    in_colour: bool,
}

impl<'a> Page<'a> {
    /// A page of so many columns, with escape sequences only when asked for colour.
    pub fn new(out: &'a mut dyn fmt::Write, width: usize, in_colour: bool) -> Page<'a> {
        let width = width.max(NARROWEST);
        Page {
            out,
            width,
            in_colour,
        }
    }

    /// Its width in columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// An empty line.
    ///
    /// # Errors
    /// Whatever the output answers, as with all that follows.
    pub fn blank(&mut self) -> fmt::Result {
        self.out.write_char('\n')
    }

    /// One line of spans side by side, however long.
    ///
    /// # Errors
    /// Whatever the output answers.
    pub fn line(&mut self, spans: &[Span]) -> fmt::Result {
        for span in spans {
            span.write(self.out, self.in_colour)?;
        }
        self.blank()
    }

    /// A text wrapped to the width behind a lead like `warning: `, its further lines indented to where it starts. A lead
    /// that takes more than half the width stands on a line of its own.
    ///
    /// # Errors
    /// Whatever the output answers.
    pub fn paragraph(&mut self, lead: &Span, text: &str) -> fmt::Result {
        self.paragraph_of(lead, &Span::plain(text))
    }

    /// A paragraph whose text has a style of its own.
    ///
    /// # Errors
    /// Whatever the output answers.
    pub fn paragraph_of(&mut self, lead: &Span, text: &Span) -> fmt::Result {
        let hangs = lead.width() <= self.width / 2;
        let indent = if hangs { lead.width() } else { DEEPER };
        let lines = wrapped(text.text(), self.width - indent);
        if !hangs || lines.is_empty() {
            self.line(&[Span::new(lead.text().trim_end(), lead.style())])?;
        } else {
            lead.write(self.out, self.in_colour)?;
        }
        for (number, line) in lines.iter().enumerate() {
            let indent = if hangs && number == 0 { 0 } else { indent };
            write!(self.out, "{:indent$}", "")?;
            self.line(&[Span::new(line, text.style())])?;
        }
        Ok(())
    }

    /// A table fitted to the width.
    ///
    /// # Errors
    /// Whatever the output answers.
    pub fn table(&mut self, table: &Table) -> fmt::Result {
        table.write_terminal(self.out, self.width, self.in_colour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::{Style, width};

    fn page(columns: usize, write: impl Fn(&mut Page<'_>) -> fmt::Result) -> String {
        let mut out = String::new();
        write(&mut Page::new(&mut out, columns, false)).expect("a string takes all");
        out
    }

    const WARNING: &str = "the length of 3 segments between Tumangang 두만강 and Khasan Хасан is interpolated; \
                           the range is wider for it";

    #[test]
    fn paragraphs_hang_behind_their_lead() {
        let lead = Span::new("warning: ", Style::BOLD);
        insta::assert_snapshot!(page(40, |page| page.paragraph(&lead, WARNING)), @r"
    warning: the length of 3 segments
             between Tumangang 두만강 and
             Khasan Хасан is interpolated;
             the range is wider for it
    ");
        let long = Span::plain("data/segments-kp.csv:41:5: ");
        insta::assert_snapshot!(page(40, |page| page.paragraph(&long, WARNING)), @r"
    data/segments-kp.csv:41:5:
        the length of 3 segments between
        Tumangang 두만강 and Khasan Хасан is
        interpolated; the range is wider for
        it
    ");
    }

    #[test]
    fn every_width_is_kept() {
        for columns in 20..100 {
            let out = page(columns, |page| {
                page.paragraph(&Span::plain("note: "), WARNING)
            });
            assert!(out.lines().all(|line| width(line) <= columns), "{columns}");
            let words = |text: &str| {
                text.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            assert_eq!(words(&out)[1..].join(" "), words(WARNING).join(" "));
        }
    }

    #[test]
    fn an_empty_paragraph_is_its_lead() {
        let out = page(40, |page| page.paragraph(&Span::plain("note: "), ""));
        assert_eq!(out, "note:\n");
    }
}
