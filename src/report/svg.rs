//! SVG documents: one drawing or several above each other, framed, styled and titled.
//!
//! A document works alone: no font, script or picture is fetched. Its title and description are the first things in
//! it, where screen readers look. The width and height are the natural size; the view box lets it scale.

use super::chart::frame::HEADING;
use super::chart::{Drawing, canvas::n, style};
use super::xml::escape;

/// Room between drawings on a sheet, in pixels.
const GAP: f64 = 18.0;

/// A document with drawings above each other.
#[must_use]
pub fn document(drawings: &[Drawing]) -> String {
    let width = drawings
        .iter()
        .map(|drawing| drawing.width)
        .fold(0.0, f64::max);
    let heights: f64 = drawings.iter().map(|drawing| drawing.height).sum();
    let height = heights + GAP * drawings.len().saturating_sub(1) as f64;
    let titles: Vec<&str> = drawings
        .iter()
        .map(|drawing| drawing.title.as_str())
        .collect();
    let told: Vec<&str> = drawings
        .iter()
        .map(|drawing| drawing.description.as_str())
        .collect();
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         aria-labelledby=\"st-title st-desc\" font-family=\"{fonts}\">\n\
         <title id=\"st-title\">{title}</title>\n<desc id=\"st-desc\">{desc}</desc>\n<style>{style}</style>\n\
         <rect class=\"st-page\" width=\"{w}\" height=\"{h}\"/>\n",
        w = n(width),
        h = n(height),
        fonts = style::FONTS,
        title = escape(&titles.join("; ")),
        desc = escape(&told.join(" ")),
        style = style::sheet(),
    );
    let mut top = 0.0;
    for drawing in drawings {
        text.push_str(&format!(
            "<g transform=\"translate(0 {})\">\n{}</g>\n",
            n(top),
            drawing.parts.markup()
        ));
        top += drawing.height + GAP;
    }
    text.push_str("</svg>\n");
    text
}

/// A drawing as an element of a page that has the style sheet, a heading and a foot of its own. `suffix` tells drawings of
/// the same kind apart.
#[must_use]
pub fn element(drawing: &Drawing, suffix: &str) -> String {
    let top = HEADING - 8.0;
    let height = drawing.height - top - drawing.parts.foot_height;
    let name = drawing.name;
    // What is cut off by a frame refers to it by its name, which is one of the whole page.
    let body = match suffix {
        "" => drawing.parts.body.clone(),
        suffix => drawing
            .parts
            .body
            .replace("\"st-frame\"", &format!("\"st-frame{suffix}\""))
            .replace("url(#st-frame)", &format!("url(#st-frame{suffix})")),
    };
    format!(
        "<svg viewBox=\"0 {top} {w} {h}\" role=\"img\" aria-labelledby=\"{name}{suffix}-title {name}{suffix}-desc\" \
         class=\"st-{name}\" font-family=\"{fonts}\">\n<title id=\"{name}{suffix}-title\">{title}</title>\n\
         <desc id=\"{name}{suffix}-desc\">{desc}</desc>\n{body}</svg>\n",
        top = n(top),
        w = n(drawing.width),
        h = n(height),
        fonts = style::FONTS,
        title = escape(&drawing.title),
        desc = escape(&drawing.description),
    )
}
