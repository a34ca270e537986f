//! SVG as it is drawn: shapes with classes, texts with sizes, and a [`Drawing`] when done.
//!
//! Colours are never given here, only classes; [`style`](super::style) maps them for light, dark and print. Numbers
//! have one decimal, which is a tenth of a pixel at full size.

use std::fmt::Write;

use super::labels::Box2;
use crate::report::xml::Xml;

/// A finished picture, without its frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// A short name, unique in a page: `map`, `speed`, `timetable`, `compare`.
    pub name: &'static str,
    /// What it shows, in a line.
    pub title: String,
    /// What a reader who does not see it should know.
    pub description: String,
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// The markup, in parts.
    pub parts: Parts,
}

/// The markup of a picture: between its heading and its foot, which a page leaves out because it has its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Title and subtitle.
    pub head: String,
    /// The picture.
    pub body: String,
    /// Who must be named.
    pub foot: String,
    /// Height of the foot in pixels.
    pub foot_height: f64,
}

impl Parts {
    /// All of it.
    #[must_use]
    pub fn markup(&self) -> String {
        [self.head.as_str(), &self.body, &self.foot].concat()
    }
}

/// Where a text begins, stands or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left edge is at the place.
    Start,
    /// Its middle is at the place.
    Middle,
    /// Its right edge is at the place.
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Class, which decides colour and weight.
    pub class: &'static str,
    /// Size in pixels.
    pub size: f64,
    /// Which part of it is at the place.
    pub anchor: Anchor,
}

impl Face {
    /// A face that begins at its place.
    #[must_use]
    pub fn new(class: &'static str, size: f64) -> Face {
        Face {
            class,
            size,
            anchor: Anchor::Start,
        }
    }

    /// The same with another anchor.
    #[must_use]
    pub fn at(self, anchor: Anchor) -> Face {
        Face { anchor, ..self }
    }

    /// The box that `text` fills when its base line starts at (x, y).
    #[must_use]
    pub fn extent(&self, x: f64, y: f64, text: &str) -> Box2 {
        let width = if self.class.contains("strong") {
            super::metrics::bold_width(text, self.size)
        } else {
            super::metrics::width(text, self.size)
        };
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Box2 {
            left,
            top: y - self.size * 0.78,
            right: left + width,
            bottom: y + self.size * 0.24,
        }
    }
}

/// A picture being drawn.
#[derive(Debug)]
pub struct Canvas {
    xml: Xml,
    head: String,
    foot: String,
    foot_height: f64,
}

impl Default for Canvas {
    fn default() -> Canvas {
        Canvas {
            xml: Xml::fragment(),
            head: String::new(),
            foot: String::new(),
            foot_height: 0.0,
        }
    }
}

impl Canvas {
    /// A straight line.
    pub fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let path = format!("M{} {}L{} {}", n(x1), n(y1), n(x2), n(y2));
        self.path(class, &path);
    }

    /// A rectangle.
    pub fn rect(&mut self, class: &str, area: Box2) {
        self.rect_with(&[("class", class)], area);
    }

    /// A rectangle with attributes of its own.
    pub fn rect_with(&mut self, attributes: &[(&str, &str)], area: Box2) {
        let (x, y) = (n(area.left), n(area.top));
        let (width, height) = (n(area.right - area.left), n(area.bottom - area.top));
        let mut all = attributes.to_vec();
        all.extend([
            ("x", x.as_str()),
            ("y", &y),
            ("width", &width),
            ("height", &height),
        ]);
        self.xml.empty("rect", &all);
    }

    /// A path.
    pub fn path(&mut self, class: &str, path: &str) {
        self.xml.empty("path", &[("class", class), ("d", path)]);
    }

    /// A path with a text that appears on pointing at it, and attributes of its own.
    pub fn told_path(&mut self, attributes: &[(&str, &str)], path: &str, told: &str) {
        let mut all = attributes.to_vec();
        all.push(("d", path));
        self.xml.open("path", &all).leaf("title", &[], told).close();
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        self.xml.empty(
            "circle",
            &[
                ("class", class),
                ("cx", &n(x)),
                ("cy", &n(y)),
                ("r", &n(radius)),
            ],
        );
    }

    /// A text with its base line at (x, y).
    pub fn text(&mut self, face: Face, (x, y): (f64, f64), text: &str) {
        let (x, y, size) = (n(x), n(y), n(face.size));
        let mut attributes = vec![
            ("class", face.class),
            ("x", x.as_str()),
            ("y", &y),
            ("font-size", &size),
        ];
        match face.anchor {
            Anchor::Start => {}
            Anchor::Middle => attributes.push(("text-anchor", "middle")),
            Anchor::End => attributes.push(("text-anchor", "end")),
        }
        self.xml.leaf("text", &attributes, text);
    }

    /// Begins a group.
    pub fn open(&mut self, attributes: &[(&str, &str)]) {
        self.xml.open("g", attributes);
    }

    /// Tells a page where the axis of distance lies: along `x` or `y`, from the start to `km` at its end, and how far
    /// the plot reaches across it.
    pub fn plot(&mut self, axis: &str, (from, to): (f64, f64), (low, high): (f64, f64), km: f64) {
        let numbers = [from, to, low, high].map(n);
        let km = format!("{km:.2}");
        self.open(&[
            ("class", "st-plot"),
            ("data-axis", axis),
            ("data-from", &numbers[0]),
            ("data-to", &numbers[1]),
            ("data-low", &numbers[2]),
            ("data-high", &numbers[3]),
            ("data-km", &km),
        ]);
        self.close();
    }

    /// Ends the group begun last.
    pub fn close(&mut self) {
        self.xml.close();
    }

    /// Markup that is already right, such as the body of another drawing.
    pub fn raw(&mut self, markup: &str) {
        self.xml.raw(markup);
    }

    /// Sets the heading, which a page leaves out.
    pub fn set_head(&mut self, head: Canvas) {
        self.head = head.xml.finish();
    }

    /// Sets the foot and its height, which a page leaves out.
    pub fn set_foot(&mut self, foot: Canvas, height: f64) {
        self.foot = foot.xml.finish();
        self.foot_height = height;
    }

    /// The markup.
    #[must_use]
    pub fn finish(self) -> Parts {
        Parts {
            head: self.head,
            body: self.xml.finish(),
            foot: self.foot,
            foot_height: self.foot_height,
        }
    }
}

/// A number with at most one decimal.
#[must_use]
pub fn n(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        _ => format!("{:.1}", tenths as f64 / 10.0),
    }
}

/// A path through points, relative after the first, which halves its length.
#[must_use]
pub fn polyline(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    let mut last = (0_i64, 0_i64);
    for (i, &(x, y)) in points.iter().enumerate() {
        let now = ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
        let (x, y) = (now.0 - last.0, now.1 - last.1);
        if i > 0 && (x, y) == (0, 0) {
            continue;
        }
        let command = if i == 0 { 'M' } else { 'l' };
        let _ = write!(
            path,
            "{command}{} {}",
            n(x as f64 / 10.0),
            n(y as f64 / 10.0)
        );
        last = now;
    }
    path
}

/// The points that matter: those farther than `tolerance` from the line through their kept neighbours (Douglas and
/// Peucker), without recursion.
#[must_use]
pub fn simplify(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let mut keeps = vec![false; points.len()];
    let mut spans = vec![(0, points.len().saturating_sub(1))];
    while let Some((a, b)) = spans.pop() {
        if b >= points.len() {
            break;
        }
        (keeps[a], keeps[b]) = (true, true);
        let farthest = (a + 1..b)
            .map(|i| (i, distance(points[i], points[a], points[b])))
            .max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)));
        if let Some((i, _)) = farthest.filter(|(_, distance)| *distance > tolerance) {
            spans.extend([(a, i), (i, b)]);
        }
    }
    points
        .iter()
        .zip(keeps)
        .filter(|(_, keep)| *keep)
        .map(|(point, _)| *point)
        .collect()
}

/// From a point to the stretch between two others.
pub fn distance((x, y): (f64, f64), (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> f64 {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 {
        (((x - x1) * dx + (y - y1) * dy) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - x1 - share * dx).hypot(y - y1 - share * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [n(1.0), n(-0.04), n(2.26), n(-0.5)],
            ["1", "0", "2.3", "-0.5"]
        );
    }

    #[test]
    fn paths_come_back_to_where_they_were() {
        assert_eq!(
            polyline(&[(1.04, 2.0), (3.06, 2.0), (3.06, 2.0), (1.04, 2.0)]),
            "M1 2l2.1 0l-2.1 0"
        );
    }

    #[test]
    fn only_corners_are_kept() {
        let line: Vec<(f64, f64)> = (0..100)
            .map(|i| (f64::from(i), if i == 50 { 5.0 } else { 0.0 }))
            .collect();
        assert_eq!(
            simplify(&line, 0.1),
            [
                (0.0, 0.0),
                (49.0, 0.0),
                (50.0, 5.0),
                (51.0, 0.0),
                (99.0, 0.0)
            ]
        );
        assert_eq!(simplify(&[], 0.1), []);
    }
}
