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
    begun: Cell<Option<Begun>>,
    drawn: Cell<Option<Instant>>,
}

/// When a stage of the work began, with how much of it done already and how much in all.
#[derive(Clone, Copy)]
struct Begun {
    at: Instant,
    done: u64,
    total: u64,
}

impl Bar {
    /// Shows that `done` of `total` is done of a stage of the work; an empty stage clears the line.
    pub fn show(&self, stage: &str, done: u64, total: u64) {
        if stage.is_empty() {
            return self.clear();
        }
        let now = Instant::now();
        let is_same = |begun: &Begun| begun.total == total && begun.done <= done;
        let new = Begun {
            at: now,
            done,
            total,
        };
        let begun = self.begun.get().filter(is_same).unwrap_or(new);
        self.begun.set(Some(begun));
        let is_due = match self.drawn.get() {
            Some(drawn) => now - drawn >= PAUSE,
            None => now - begun.at >= PATIENCE && io::stderr().is_terminal(),
        };
        if is_due {
            self.drawn.set(Some(now));
            let left = left(
                now - begun.at,
                done - begun.done,
                total.saturating_sub(done),
            );
            let look = look(stage, done, total) + &left.unwrap_or_default();
            let _ = write!(io::stderr().lock(), "\r\x1b[2K{look}");
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

/// `, 3 min left` at the speed so far; nothing while that is too little to go by.
fn left(time: Duration, done: u64, to_do: u64) -> Option<String> {
    if time < PATIENCE || done == 0 {
        return None;
    }
    let seconds = (time.as_secs_f64() * to_do as f64 / done as f64).round() as u64;
    Some(match seconds {
        0..60 => format!(", {seconds} s left"),
        60..3_600 => format!(", {} min left", seconds.div_ceil(60)),
        _ => format!(", {} h {} min left", seconds / 3_600, seconds % 3_600 / 60),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_at_the_speed_so_far() {
        let left = |seconds, done, to_do| left(Duration::from_secs(seconds), done, to_do);
        assert_eq!(left(10, 100, 300).as_deref(), Some(", 30 s left"));
        assert_eq!(left(60, 1, 10).as_deref(), Some(", 10 min left"));
        assert_eq!(left(60, 1, 130).as_deref(), Some(", 2 h 10 min left"));
        assert_eq!(left(0, 1, 10), None);
        assert_eq!(left(5, 0, 10), None);
    }

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
