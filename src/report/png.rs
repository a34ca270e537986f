//! Pictures in pixels, by drawing their SVG: light, twice the natural size, the same bytes on every machine.
//!
//! The letters are the program's own: Arimo, as wide as Helvetica and Arial, which [`metrics`](super::chart::metrics)
//! measures by. It has Latin, Greek and Cyrillic letters. Names in other scripts, which only networks of one's own bring
//! into pictures, are drawn with whatever fonts the machine has, and as empty boxes where it has none.

use std::io;
use std::sync::Arc;

use fontdb::{Database, ID, Source};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

/// Pixels for each pixel of natural size: sharp in print and on dense screens.
const SCALE: f32 = 2.0;

/// The letters; `data/fonts/README.md` has their making.
const REGULAR: &[u8] = include_bytes!("../../data/fonts/Arimo-Regular.ttf");
/// The bold letters.
const BOLD: &[u8] = include_bytes!("../../data/fonts/Arimo-Bold.ttf");
/// The weight from which letters are bold, in CSS.
const BOLD_WEIGHT: u16 = 600;

/// A PNG file of an SVG document.
///
/// # Errors
/// When there is no memory for the pixels.
pub fn pixels(svg: &str) -> io::Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &options()).map_err(io::Error::other)?;
    let size = tree.size();
    let (width, height) = (
        (size.width() * SCALE).ceil() as u32,
        (size.height() * SCALE).ceil() as u32,
    );
    let mut pixmap = Pixmap::new(width, height)
        .ok_or_else(|| io::Error::other("the picture is too large for .png"))?;
    resvg::render(
        &tree,
        Transform::from_scale(SCALE, SCALE),
        &mut pixmap.as_mut(),
    );
    pixmap.encode_png().map_err(io::Error::other)
}

/// Every text in the program's letters, whatever families it names; letters that these lack from the machine's fonts,
/// which are looked for only then.
fn options() -> Options<'static> {
    let mut fonts = Database::new();
    let [regular, bold] = [REGULAR, BOLD].map(|file| load(&mut fonts, file));
    let own = fonts.len();
    let fallback = FontResolver::default_fallback_selector();
    Options {
        fontdb: Arc::new(fonts),
        font_resolver: FontResolver {
            select_font: Box::new(move |font, _| {
                Some(if font.weight() < BOLD_WEIGHT {
                    regular
                } else {
                    bold
                })
            }),
            select_fallback: Box::new(move |letter, tried, fonts| {
                if fonts.len() == own {
                    Arc::make_mut(fonts).load_system_fonts();
                }
                fallback(letter, tried, fonts)
            }),
        },
        ..Options::default()
    }
}

fn load(fonts: &mut Database, file: &'static [u8]) -> ID {
    let found = fonts.load_font_source(Source::Binary(Arc::new(file)));
    *found.first().expect("the program's fonts are fonts")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fonts there are after a text was set: more than the program's two if the machine's were asked.
    fn fonts(text: &str) -> usize {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"20\" font-family=\"{}\">\
             <text y=\"15\">{text}</text><text y=\"15\" font-weight=\"bold\">{text}</text></svg>",
            crate::report::chart::style::FONTS
        );
        let tree = Tree::from_str(&svg, &options()).expect("a picture");
        tree.fontdb().len()
    }

    #[test]
    fn the_letters_of_pictures_are_those_of_the_program() {
        // What the charts write besides names, and letters that names in Latin and Cyrillic have.
        let signs = "0 123 km → ↑ ‰ · … – — ’ © × ² ≤";
        for text in [
            signs,
            "Pyŏngyang Đồng Đăng Łódź Nový Śród",
            "Владивосток Ґорі Їжак",
        ] {
            assert_eq!(fonts(text), 2, "{text}");
        }
    }
}
