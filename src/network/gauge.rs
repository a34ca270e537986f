//! The gauge of a track: the distance between the inner faces of its rails.
//!
//! Any whole number of millimetres from 300 to 3,000 is a gauge. A number that no railway is known to use is kept and
//! doubted, never replaced by another.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The Soviet gauge before and after its last narrowing, in millimetres: the same vehicles run on both. Source: the
/// Finnish network statement admits 1,520 mm vehicles on its 1,524 mm tracks.
const SOVIET_MM: [u16; 2] = [1520, 1524];

/// A track gauge in millimetres. 1520 and 1524 are equal, because the same vehicles run on both.
///
/// ```
/// use slowtrain::network::Gauge;
/// let broad = Gauge::from_mm(1676).expect("from 300 to 3,000 mm");
/// assert_eq!(broad.to_string(), "1676 mm");
/// assert_eq!(Gauge::from_mm(184), None);
/// ```
#[derive(Clone, Copy)]
pub struct Gauge(u16);

impl Gauge {
    /// The narrowest and the widest legal gauge, in millimetres. Assumption: below are garden railways, above are cranes
    /// and ship lifts.
    pub const LIMITS_MM: std::ops::RangeInclusive<u16> = 300..=3000;

    /// The gauges that more than one railway or tramway uses or used, in millimetres, rising. Source: Wikipedia, "List of
    /// track gauges", and the values of `gauge` that OpenStreetMap documents.
    pub const KNOWN: [u16; 47] = [
        381, 400, 457, 500, 508, 560, 580, 597, 600, 603, 610, 686, 700, 720, 750, 760, 762, 785,
        800, 891, 900, 914, 950, 1000, 1009, 1050, 1055, 1067, 1093, 1100, 1106, 1200, 1372, 1435,
        1445, 1450, 1458, 1495, 1520, 1524, 1581, 1588, 1600, 1664, 1668, 1674, 1676,
    ];

    /// The gauge of this width; `None` outside [`Gauge::LIMITS_MM`].
    #[must_use]
    pub fn from_mm(mm: u16) -> Option<Gauge> {
        Gauge::LIMITS_MM.contains(&mm).then_some(Gauge(mm))
    }

    /// Its width in millimetres.
    #[must_use]
    pub fn mm(self) -> u16 {
        self.0
    }

    /// Whether railways are known to use it.
    #[must_use]
    pub fn is_usual(self) -> bool {
        Gauge::KNOWN.contains(&self.0)
    }

    /// The width that decides which vehicles run, in millimetres.
    fn running_mm(self) -> u16 {
        match SOVIET_MM.contains(&self.0) {
            true => SOVIET_MM[0],
            false => self.0,
        }
    }
}

impl PartialEq for Gauge {
    fn eq(&self, other: &Gauge) -> bool {
        self.running_mm() == other.running_mm()
    }
}

impl Eq for Gauge {}

impl PartialOrd for Gauge {
    fn partial_cmp(&self, other: &Gauge) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gauge {
    fn cmp(&self, other: &Gauge) -> Ordering {
        self.running_mm().cmp(&other.running_mm())
    }
}

impl Hash for Gauge {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.running_mm().hash(state);
    }
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.0)
    }
}

impl fmt::Debug for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The gauges of a segment, in rising order: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GaugeSet(Vec<Gauge>);

impl GaugeSet {
    /// The set of some gauges; `None` when there are none.
    #[must_use]
    pub fn new(gauges: impl IntoIterator<Item = Gauge>) -> Option<GaugeSet> {
        let mut gauges: Vec<Gauge> = gauges.into_iter().collect();
        gauges.sort_by_key(|gauge| gauge.mm());
        gauges.dedup();
        (!gauges.is_empty()).then_some(GaugeSet(gauges))
    }

    /// Whether trains of this gauge can run.
    #[must_use]
    pub fn contains(&self, gauge: Gauge) -> bool {
        self.0.contains(&gauge)
    }

    /// All of them, rising.
    pub fn iter(&self) -> impl Iterator<Item = Gauge> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_a_railway_is_a_gauge() {
        for mm in [300, 381, 1009, 1050, 1345, 1372, 1495, 1676, 3000] {
            assert_eq!(Gauge::from_mm(mm).map(Gauge::mm), Some(mm));
        }
        for mm in [0, 127, 184, 299, 3001, 13_450] {
            assert_eq!(Gauge::from_mm(mm), None);
        }
        assert!(Gauge::KNOWN.is_sorted());
        let is_usual = |mm| Gauge::from_mm(mm).is_some_and(Gauge::is_usual);
        assert!(is_usual(1676) && !is_usual(1345));
    }

    #[test]
    fn vehicles_run_on_both_soviet_gauges() {
        let [new, old] = [1520, 1524].map(|mm| Gauge::from_mm(mm).expect("a gauge"));
        assert_eq!((new, old.mm()), (old, 1524));
        assert!(GaugeSet::new([old]).is_some_and(|set| set.contains(new)));
        assert_eq!(GaugeSet::new([]), None);
    }
}
