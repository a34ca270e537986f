//! Pictures in pixels, by drawing their SVG: light, twice the natural size, with the fonts of the machine.

use std::io;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

/// Pixels for each pixel of natural size: sharp on print and on dense screens.
const SCALE: f32 = 2.0;

/// A PNG file of an SVG document.
///
/// # Errors
/// When the machine has no fonts, or no memory for the pixels.
pub fn pixels(svg: &str) -> io::Result<Vec<u8>> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    if fonts.is_empty() {
        return Err(io::Error::other(
            "no fonts are installed here, which .png needs; write .svg instead",
        ));
    }
    let options = Options {
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(io::Error::other)?;
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
