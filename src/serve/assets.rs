//! The page and what it loads: files of the program and layers of the map, packed once.

use super::layers::{self, COARSE, FINE};
use super::openapi;
use super::packed::{Lazy, Packed};
use crate::Dataset;

/// Something that is the same for everybody.
pub struct Asset {
    /// Its path.
    pub path: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// What makes it.
    make: fn(&Dataset) -> Vec<u8>,
}

impl Asset {
    const fn file(path: &'static str, media: &'static str, make: fn(&Dataset) -> Vec<u8>) -> Asset {
        Asset { path, media, make }
    }
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";
const BIN: &str = "application/octet-stream";

/// A file of the page.
macro_rules! page {
    ($file:literal) => {
        |_| include_bytes!(concat!("page/", $file)).to_vec()
    };
}

/// All of them.
pub const ASSETS: &[Asset] = &[
    Asset::file("/", HTML, page!("index.html")),
    Asset::file("/page.css", CSS, page!("page.css")),
    Asset::file("/js/main.js", JS, page!("main.js")),
    Asset::file("/js/map.js", JS, page!("map.js")),
    Asset::file("/js/layers.js", JS, page!("layers.js")),
    Asset::file("/js/search.js", JS, page!("search.js")),
    Asset::file("/js/answer.js", JS, page!("answer.js")),
    Asset::file("/js/charts.js", JS, page!("charts.js")),
    Asset::file("/js/claim.js", JS, page!("claim.js")),
    Asset::file("/js/dom.js", JS, page!("dom.js")),
    Asset::file("/js/menu.js", JS, page!("menu.js")),
    Asset::file("/js/overlay.js", JS, page!("overlay.js")),
    Asset::file("/js/paint.js", JS, page!("paint.js")),
    Asset::file("/js/reach.js", JS, page!("reach.js")),
    Asset::file("/docs.css", CSS, page!("docs.css")),
    Asset::file("/icon.svg", "image/svg+xml", page!("icon.svg")),
    Asset::file("/map/basemap.bin", BIN, |_| layers::basemap()),
    Asset::file("/map/rails.bin", BIN, |data| layers::rails(data, COARSE)),
    Asset::file("/map/rails-fine.bin", BIN, |data| layers::rails(data, FINE)),
    Asset::file("/map/network.json", JSON, layers::network),
    Asset::file("/map/cities.json", JSON, |data| layers::cities(data, true)),
    Asset::file("/map/cities-more.json", JSON, |data| {
        layers::cities(data, false)
    }),
    Asset::file("/api/openapi.json", JSON, |_| {
        openapi::document().to_string().into_bytes()
    }),
    Asset::file("/api/docs", HTML, |_| openapi::page().into_bytes()),
];

/// The assets, each made when it is first asked for.
#[derive(Debug)]
pub struct Store(Vec<Lazy>);

impl Default for Store {
    fn default() -> Store {
        Store(ASSETS.iter().map(|_| Lazy::default()).collect())
    }
}

impl Store {
    /// The number of the asset at a path.
    pub fn find(path: &str) -> Option<usize> {
        ASSETS.iter().position(|asset| asset.path == path)
    }

    /// An asset by its number.
    pub fn get(&self, number: usize, data: &Dataset) -> &Packed {
        self.0[number].get(|| (ASSETS[number].make)(data))
    }
}
