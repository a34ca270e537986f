//! Colours and lines of all pictures, as one style sheet: light, dark where the reader's system is, light in print.
//!
//! The palette is Okabe and Ito's, which readers with any kind of colour vision tell apart; in greyscale, lines also
//! differ by width and dashes and marks by shape. Only plain class selectors are used, since drawing programs and
//! rasterisers know no more.

/// Fonts that are present everywhere, or are stood in for by one as wide.
pub const FONTS: &str =
    "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK KR', sans-serif";

/// The rules for light pages, which are also the rules where no media query is understood.
const LIGHT: &str = "\
.st-page{fill:#fff}\
.st-ink,.st-strong,.st-title{fill:#1b1d20}\
.st-strong,.st-title{font-weight:bold}\
.st-muted{fill:#565b61}\
.st-halo{fill:none;stroke:#fff;stroke-opacity:.85;stroke-width:3;stroke-linejoin:round}\
.st-grid{fill:none;stroke:#dfe2e5;stroke-width:1}\
.st-hair{fill:none;stroke:#eceef0;stroke-width:.7}\
.st-axis{fill:none;stroke:#565b61;stroke-width:1}\
.st-bar{fill:none;stroke:#1b1d20;stroke-width:1.5}\
.st-leader{fill:none;stroke:#a3a8ae;stroke-width:.7}\
.st-day{fill:none;stroke:#8a9097;stroke-width:1.2}\
.st-run{fill:none;stroke:#0072b2;stroke-width:2.2;stroke-linejoin:round}\
.st-run2{fill:none;stroke:#d55e00;stroke-width:2;stroke-dasharray:7 3;stroke-linejoin:round}\
.st-run3{fill:none;stroke:#009e73;stroke-width:2;stroke-dasharray:2 3;stroke-linejoin:round}\
.st-band{fill:#0072b2;fill-opacity:.16}\
.st-band2{fill:#d55e00;fill-opacity:.07}\
.st-band3{fill:#009e73;fill-opacity:.07}\
.st-sustained{fill:#56b4e9;fill-opacity:.22}\
.st-limit{fill:none;stroke:#1b1d20;stroke-width:1.3;stroke-dasharray:4 2.5}\
.st-forbidden{fill:#d55e00;fill-opacity:.1}\
.st-grade{fill:#e69f00}\
.st-running{fill:#0072b2}\
.st-unknown{fill:#eceef0}\
.st-height{fill:none;stroke:#565b61;stroke-width:1.2}\
.st-border{fill:none;stroke:#d55e00;stroke-width:1.4;stroke-dasharray:8 3 2 3}\
.st-country{fill:#eef1f4}\
.st-country2{fill:#dde3e9}\
.st-stop{fill:#1b1d20;stroke:#fff;stroke-width:1}\
.st-assumed{fill:#fff;stroke:#1b1d20;stroke-width:1.3}\
.st-city{fill:#7d7364}\
.st-work{fill:#d55e00;stroke:#fff;stroke-width:.8}\
.st-now{fill:none;stroke:#d55e00;stroke-width:1.6}\
.st-stretch{fill:none;stroke:#e69f00;stroke-opacity:.6;stroke-width:12;stroke-linejoin:round;stroke-linecap:round}\
.st-train{fill:#d55e00}\
.st-train-ring{fill:#fff;stroke:#d55e00;stroke-width:1.8}\
.st-hours1{fill:none;stroke:#08306b;stroke-width:4;stroke-linecap:round}\
.st-hours2{fill:none;stroke:#1f6bb0;stroke-width:3.4;stroke-linecap:round}\
.st-hours3{fill:none;stroke:#4a9bd4;stroke-width:2.8;stroke-linecap:round}\
.st-hours4{fill:none;stroke:#7fbde6;stroke-width:2.2;stroke-linecap:round}\
.st-possible{fill:none;stroke:#d55e00;stroke-width:1.8;stroke-dasharray:5 3}\
.st-minimum{fill:none;stroke:#6b6459;stroke-width:1.4;stroke-dasharray:1.4 3}\
.st-leg{fill:#f0e442;fill-opacity:0}\
.st-water{fill:#cfe0eb}\
.st-land{fill:#f7f5ef;stroke:none}\
.st-own{fill:#efe9d9;stroke:none}\
.st-lake{fill:#cfe0eb;fill-rule:evenodd;stroke:#7690a1;stroke-width:.6;stroke-linejoin:round}\
.st-coast{fill:none;stroke:#7690a1;stroke-width:.8;stroke-linejoin:round}\
.st-frontier{fill:none;stroke:#8b7d6b;stroke-width:1;stroke-dasharray:5 2 1.5 2}\
.st-rail{fill:none;stroke:#a9a196;stroke-width:.9}\
.st-casing{fill:none;stroke:#fff;stroke-width:5;stroke-linejoin:round;stroke-linecap:round}\
.st-route{fill:none;stroke:#0072b2;stroke-width:2.8;stroke-linejoin:round;stroke-linecap:round}\
.st-route2{fill:none;stroke:#d55e00;stroke-width:2.2;stroke-dasharray:7 3;stroke-linejoin:round}\
.st-route3{fill:none;stroke:#009e73;stroke-width:2.2;stroke-dasharray:2 3;stroke-linejoin:round}\
.st-pass{fill:#fff;stroke:#0072b2;stroke-width:1}\
.st-end{fill:#1b1d20;stroke:#fff;stroke-width:1.4}\
.st-land-name{fill:#7d7364;letter-spacing:1.5px}\
.st-good{fill:#0072b2;stroke:#fff;stroke-width:.8}\
.st-doubtful{fill:#e69f00;stroke:#1b1d20;stroke-width:.8}\
.st-bad{fill:#d55e00;stroke:#1b1d20;stroke-width:.8}\
.st-good-bar{fill:none;stroke:#0072b2;stroke-width:1.6;stroke-opacity:.6}\
.st-doubtful-bar{fill:none;stroke:#b57d00;stroke-width:1.6;stroke-opacity:.7}\
.st-bad-bar{fill:none;stroke:#d55e00;stroke-width:1.6;stroke-opacity:.7}";

/// What differs on dark screens.
const DARK: &str = "\
.st-page{fill:#14171a}\
.st-ink,.st-strong,.st-title{fill:#eceff2}\
.st-muted{fill:#aab1b8}\
.st-halo{stroke:#14171a}\
.st-grid{stroke:#2f353b}\
.st-hair{stroke:#22272c}\
.st-axis{stroke:#aab1b8}\
.st-bar{stroke:#eceff2}\
.st-leader{stroke:#6b737b}\
.st-day{stroke:#7c858d}\
.st-run{stroke:#56b4e9}\
.st-run2{stroke:#ff9a5c}\
.st-run3{stroke:#3fd0a4}\
.st-band{fill:#56b4e9;fill-opacity:.22}\
.st-band2{fill:#ff9a5c}\
.st-band3{fill:#3fd0a4}\
.st-sustained{fill-opacity:.16}\
.st-limit{stroke:#eceff2}\
.st-unknown{fill:#22272c}\
.st-running{fill:#56b4e9}\
.st-forbidden{fill:#ff9a5c;fill-opacity:.14}\
.st-height{stroke:#aab1b8}\
.st-border{stroke:#ff9a5c}\
.st-country{fill:#20262c}\
.st-country2{fill:#2c343c}\
.st-stop{fill:#eceff2;stroke:#14171a}\
.st-assumed{fill:#14171a;stroke:#eceff2}\
.st-city{fill:#a09a8e}\
.st-work{fill:#ff9a5c;stroke:#14171a}\
.st-now{stroke:#ff9a5c}\
.st-train{fill:#ff9a5c}\
.st-train-ring{fill:#14171a;stroke:#ff9a5c}\
.st-hours1{stroke:#e3f1ff}\
.st-hours2{stroke:#a5d3f5}\
.st-hours3{stroke:#62aee3}\
.st-hours4{stroke:#3a80b8}\
.st-possible{stroke:#ff9a5c}\
.st-minimum{stroke:#8d8577}\
.st-water{fill:#10202b}\
.st-land{fill:#1d2226}\
.st-own{fill:#2a2d2c}\
.st-lake{fill:#10202b;stroke:#46616f}\
.st-coast{stroke:#46616f}\
.st-frontier{stroke:#8d8577}\
.st-rail{stroke:#5b6167}\
.st-casing{stroke:#14171a}\
.st-route{stroke:#56b4e9}\
.st-route2{stroke:#ff9a5c}\
.st-route3{stroke:#3fd0a4}\
.st-pass{fill:#14171a;stroke:#56b4e9}\
.st-end{fill:#eceff2;stroke:#14171a}\
.st-land-name{fill:#a09a8e}\
.st-good{fill:#56b4e9;stroke:#14171a}\
.st-doubtful{stroke:#14171a}\
.st-bad{fill:#ff9a5c;stroke:#14171a}\
.st-good-bar{stroke:#56b4e9}\
.st-doubtful-bar{stroke:#e69f00}\
.st-bad-bar{stroke:#ff9a5c}";

/// The style sheet.
#[must_use]
pub fn sheet() -> String {
    format!("{LIGHT}\n@media screen and (prefers-color-scheme:dark){{{DARK}}}")
}

/// The class for the `rank`th line of its kind: the first is the boldest.
#[must_use]
pub fn nth(names: [&'static str; 3], rank: usize) -> &'static str {
    names[rank.saturating_sub(1).min(2)]
}
