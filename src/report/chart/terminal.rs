//! Speed over distance in a terminal: blocks of an eighth's height, as many columns as the terminal has.

use crate::report::summary::PlannedRoute;
use crate::units::{Speed, format};

/// Blocks from one to eight eighths.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Lines of the chart.
const ROWS: usize = 6;
/// Columns for the scale of speeds.
const SCALE: usize = 5;
/// The fewest columns that show anything.
const LEAST: usize = 10;

/// The chart of a route in at most `columns` columns: a scale at the left, ends and their kilometres below.
#[must_use]
pub fn draw(planned: &PlannedRoute, columns: usize) -> String {
    let wide = columns.saturating_sub(SCALE + 2).max(LEAST);
    let means = means(planned, wide);
    let fastest = means.iter().copied().fold(1.0, f64::max);
    let top_speed = (fastest / 10.0).ceil() * 10.0;
    let mut text = String::new();
    for row in (0..ROWS).rev() {
        let label = match row {
            _ if row + 1 == ROWS => format!("{top_speed:.0}"),
            0 => "0".to_owned(),
            _ => String::new(),
        };
        text.push_str(&format!("{label:>SCALE$} "));
        let bars = means
            .iter()
            .map(|mean| block(mean / top_speed * ROWS as f64 - row as f64));
        text.push_str(bars.collect::<String>().trim_end());
        text.push('\n');
    }
    let end = format::distance(planned.distance);
    let gap = wide.saturating_sub(end.chars().count() + "0 km".len());
    text.push_str(&format!(
        "{:>SCALE$} 0 km{}{end}\n",
        "km/h",
        " ".repeat(gap)
    ));
    text
}

/// The block that fills a share of a line: none below a sixteenth, a full one from above.
fn block(share: f64) -> char {
    match (share * 8.0).round() as i64 {
        ..=0 => ' ',
        eighths => BLOCKS[(eighths.min(8) - 1) as usize],
    }
}

/// The mean speed over each column's stretch, in km/h: the area below the curve over its length.
fn means(planned: &PlannedRoute, columns: usize) -> Vec<f64> {
    let length = planned.distance.km();
    let mut areas = vec![0.0; columns];
    for pair in planned.curve.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let speed = |share: f64| Speed::kmh(a.speed) + (b.speed.kmh() - a.speed.kmh()) * share;
        let (start, end) = (a.at.km(), b.at.km());
        if end <= start || length <= 0.0 {
            continue;
        }
        let column = |km: f64| ((km / length * columns as f64) as usize).min(columns - 1);
        for (i, area) in areas
            .iter_mut()
            .enumerate()
            .take(column(end) + 1)
            .skip(column(start))
        {
            let from = (i as f64 * length / columns as f64).max(start);
            let to = ((i + 1) as f64 * length / columns as f64).min(end);
            let middle = ((from + to) / 2.0 - start) / (end - start);
            *area += speed(middle) * (to - from).max(0.0);
        }
    }
    areas
        .into_iter()
        .map(|area| area * columns as f64 / length.max(f64::MIN_POSITIVE))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_fill_by_eighths() {
        let blocks: String = [0.0, 0.05, 0.125, 0.5, 1.0, 3.0]
            .into_iter()
            .map(block)
            .collect();
        assert_eq!(blocks, "  ▁▄██");
    }
}
