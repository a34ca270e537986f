//! Between which countries trains run without border control.

use crate::network::Country;

/// Countries without control at their borders with each other: the Schengen area by rail. Source: European
/// Commission, as of 2025.
const SCHENGEN: [&str; 26] = [
    "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IT", "LI",
    "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
];
/// Others without control: Great Britain and Ireland by the Common Travel Area.
const COMMON_TRAVEL: [&str; 2] = ["GB", "IE"];

/// Whether there is no control between two countries.
pub(super) fn is_open(a: Country, b: Country) -> bool {
    let both = |countries: &[&str]| countries.contains(&a.code()) && countries.contains(&b.code());
    both(&SCHENGEN) || both(&COMMON_TRAVEL)
}
