//! How far some work has come, as a bar on a terminal, on standard error.
//!
//! Work that is soon done shows nothing. The bar stands on a line of its own, which is cleared before anything else is
//! written.

use std::cell::RefCell;
use std::fmt::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// How long work goes on unseen: what is done within it needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);
/// `reading ways [#########                     ]  30 %, 2 min left`.
const WITH_TOTAL: &str = "{msg} [{bar:30}] {percent:>3} %{left}";

/// The bar; nothing until it is shown.
#[derive(Default)]
pub struct Bar(RefCell<Option<Shown>>);

/// A stage of the work.
struct Shown {
    total: u64,
    began: Instant,
    /// Nothing while the stage is still young.
    bar: Option<ProgressBar>,
}

impl Bar {
    /// Shows that `done` of `total` is done of a stage of the work; an empty stage clears the line.
    pub fn show(&self, stage: &str, done: u64, total: u64) {
        if stage.is_empty() {
            return self.clear();
        }
        let mut shown = self.0.borrow_mut();
        if shown.as_ref().is_some_and(|shown| shown.total != total) {
            end(shown.take());
        }
        let shown = shown.get_or_insert_with(|| Shown {
            total,
            began: Instant::now(),
            bar: None,
        });
        if shown.bar.is_none() && shown.began.elapsed() >= PATIENCE {
            // What was done before, perhaps by a run that was killed, says nothing of the speed.
            let bar = new(total).with_position(done);
            bar.reset_eta();
            shown.bar = Some(bar);
        }
        if let Some(bar) = &shown.bar {
            if bar.message() != stage {
                bar.set_message(stage.to_owned());
            }
            bar.set_position(done.min(total.max(1)));
        }
    }

    /// Clears the line if the bar stands on it.
    pub fn clear(&self) {
        end(self.0.take());
    }
}

fn end(shown: Option<Shown>) {
    if let Some(bar) = shown.and_then(|shown| shown.bar) {
        bar.finish_and_clear();
    }
}

/// A bar on standard error, which draws nothing where that is no terminal; the stage alone where the total is unknown.
fn new(total: u64) -> ProgressBar {
    if total == 0 {
        let style = ProgressStyle::with_template("{msg}").expect("a template");
        return ProgressBar::no_length().with_style(style);
    }
    let style = ProgressStyle::with_template(WITH_TOTAL)
        .expect("a template")
        .progress_chars("#  ")
        .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
            let _ = out.write_str(&left(state.eta()));
        });
    ProgressBar::new(total).with_style(style)
}

/// `, 3 min left`; nothing while the speed is unknown.
fn left(time: Duration) -> String {
    match time.as_secs() {
        0 => String::new(),
        seconds @ 1..60 => format!(", {seconds} s left"),
        seconds @ 60..3_600 => format!(", {} min left", seconds.div_ceil(60)),
        seconds => format!(", {} h {} min left", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_in_the_unit_that_fits() {
        let left = |seconds| left(Duration::from_secs(seconds));
        assert_eq!(left(30), ", 30 s left");
        assert_eq!(left(540), ", 9 min left");
        assert_eq!(left(541), ", 10 min left");
        assert_eq!(left(7_800), ", 2 h 10 min left");
        assert_eq!(left(0), "");
    }

    #[test]
    fn young_work_shows_nothing() {
        let bar = Bar::default();
        bar.show("reading", 1, 10);
        let is_shown = |bar: &Bar| bar.0.borrow().as_ref().is_some_and(|s| s.bar.is_some());
        assert!(!is_shown(&bar));
        std::thread::sleep(PATIENCE);
        bar.show("reading", 2, 10);
        assert!(is_shown(&bar));
        bar.clear();
        assert!(bar.0.borrow().is_none());
    }
}
