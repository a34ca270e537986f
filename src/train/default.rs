//! For which journeys a train is the one that runs when none is asked for.

use crate::network::Country;

/// The journeys for which a train is the default, by the countries of their ends; none as a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefaultFor {
    /// Journeys with an end in one of these countries.
    pub ends_in: Vec<Country>,
    /// Journeys with both ends in these countries.
    pub inside: Vec<Country>,
}

/// Why a train is the default of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DefaultReason {
    /// An end lies in this country.
    EndIn(Country),
    /// Both ends lie in the train's countries; this is that of the start.
    Inside(Country),
    /// No train is the default there, so the one of which nothing is known runs.
    Anywhere,
}

impl DefaultFor {
    /// Why the train is the default between two countries; `None` where it is not. An end in a country says more than a
    /// journey inside one.
    #[must_use]
    pub fn reason(&self, from: Country, to: Country) -> Option<DefaultReason> {
        let end = [from, to]
            .into_iter()
            .find(|end| self.ends_in.contains(end));
        if let Some(end) = end {
            return Some(DefaultReason::EndIn(end));
        }
        let is_inside = self.inside.contains(&from) && self.inside.contains(&to);
        is_inside.then_some(DefaultReason::Inside(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_counts_more_than_the_inside() {
        let [kp, ru, cn] = ["KP", "RU", "CN"].map(|code| Country::parse(code).expect("a code"));
        let of = |ends_in: &[Country], inside: &[Country]| DefaultFor {
            ends_in: ends_in.to_vec(),
            inside: inside.to_vec(),
        };
        let special = of(&[kp], &[kp]);
        assert_eq!(special.reason(ru, kp), Some(DefaultReason::EndIn(kp)));
        assert_eq!(special.reason(kp, kp), Some(DefaultReason::EndIn(kp)));
        assert_eq!(special.reason(ru, cn), None);
        let line = of(&[], &[ru, cn]);
        assert_eq!(line.reason(ru, cn), Some(DefaultReason::Inside(ru)));
        assert_eq!(line.reason(ru, kp), None);
        assert_eq!(DefaultFor::default().reason(ru, ru), None);
    }
}
