//! How far some work has come, as a bar on a terminal, on standard error.
//!
//! Work that is soon done shows nothing. The bar stands on a line of its own, which is cleared before anything else is
//! written.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long work goes on unseen: what is done within it needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);
/// Time between two looks of the bar: faster ones cannot be read.
const PAUSE: Duration = Duration::from_millis(100);
/// Width of the bar in columns.
const WIDTH: u64 = 30;

/// The bar; nothing until it is shown.
#[derive(Default)]
pub struct Bar {
    begun: Cell<Option<Instant>>,
    drawn: Cell<Option<Instant>>,
}

impl Bar {
    /// Shows that `done` of `total` is done of a stage of the work; an empty stage clears the line.
    pub fn show(&self, stage: &str, done: u64, total: u64) {
        if stage.is_empty() {
            return self.clear();
        }
        let now = Instant::now();
        let begun = self.begun.get().unwrap_or(now);
        self.begun.set(Some(begun));
        let is_due = match self.drawn.get() {
            Some(drawn) => now - drawn >= PAUSE,
            None => now - begun >= PATIENCE && io::stderr().is_terminal(),
        };
        if is_due {
            self.drawn.set(Some(now));
            let _ = write!(io::stderr().lock(), "\r\x1b[2K{}", look(stage, done, total));
        }
    }

    /// Clears the line if the bar stands on it.
    pub fn clear(&self) {
        self.begun.set(None);
        if self.drawn.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\x1b[2K");
        }
    }
}

/// `reading ways [#########                     ]  30 %`; the stage alone where the total is unknown.
fn look(stage: &str, done: u64, total: u64) -> String {
    if total == 0 {
        return stage.to_owned();
    }
    let done = done.min(total);
    let filled = done * WIDTH / total;
    let bar: String = (0..WIDTH)
        .map(|i| if i < filled { '#' } else { ' ' })
        .collect();
    format!("{stage} [{bar}] {:3} %", done * 100 / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        assert_eq!(
            look("reading", 3, 10),
            "reading [#########                     ]  30 %"
        );
        assert!(look("reading", 20, 10).ends_with("] 100 %"));
        assert_eq!(look("reading", 3, 0), "reading");
    }
}
