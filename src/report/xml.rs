//! Writing XML: elements, attributes, and the one place where text is escaped.
//!
//! GPX, KML, SVG and the page are written with it. Elements close in the order in which they opened; characters that
//! XML 1.0 forbids, and those that turn the writing direction, are left out. Nothing is ever parsed here.

use crate::files::acts;

/// XML as it grows.
#[derive(Clone, Debug, Default)]
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
    is_laid_out: bool,
}

/// Attributes of an element, in order.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration; each element on a line of its own.
    #[must_use]
    pub fn document() -> Xml {
        Xml {
            text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
            open: Vec::new(),
            is_laid_out: true,
        }
    }

    /// A part of a document.
    #[must_use]
    pub fn fragment() -> Xml {
        Xml {
            is_laid_out: true,
            ..Xml::default()
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Xml {
        self.begin(name, attributes);
        self.text.push('>');
        self.end_line();
        self.open.push(name);
        self
    }

    /// Closes the element opened last.
    ///
    /// # Panics
    /// If none is open: a fault of the caller, never of its data.
    pub fn close(&mut self) -> &mut Xml {
        let name = self.open.pop().expect("an element is open");
        self.indent();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self.end_line();
        self
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Xml {
        self.begin(name, attributes);
        self.text.push_str("/>");
        self.end_line();
        self
    }

    /// An element with nothing but text.
    pub fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) -> &mut Xml {
        self.begin(name, attributes);
        self.text.push('>');
        escape_into(&mut self.text, text);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self.end_line();
        self
    }

    /// Markup that is already right, such as another fragment.
    pub fn raw(&mut self, markup: &str) -> &mut Xml {
        self.text.push_str(markup);
        self
    }

    /// The whole text.
    ///
    /// # Panics
    /// If an element is still open: a fault of the caller, never of its data.
    #[must_use]
    pub fn finish(self) -> String {
        assert!(self.open.is_empty(), "still open: {:?}", self.open);
        self.text
    }

    fn begin(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape_into(&mut self.text, value);
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        if self.is_laid_out {
            self.text.push_str(&" ".repeat(self.open.len()));
        }
    }

    fn end_line(&mut self) {
        if self.is_laid_out {
            self.text.push('\n');
        }
    }
}

/// Text for XML and HTML, safe in content and in double-quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text);
    escaped
}

fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{2028}' | '\u{2029}' => out.push(' '),
            c if acts(c) => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_everywhere() {
        let mut xml = Xml::fragment();
        xml.open("a", &[("b", "\"<&>\"")])
            .leaf("c", &[], "x < y\u{1}\u{FFFF} & z")
            .close();
        assert_eq!(
            xml.finish(),
            "<a b=\"&quot;&lt;&amp;&gt;&quot;\">\n <c>x &lt; y &amp; z</c>\n</a>\n"
        );
    }

    #[test]
    #[should_panic(expected = "still open")]
    fn elements_must_close() {
        let mut xml = Xml::fragment();
        xml.open("a", &[]);
        let _ = xml.finish();
    }
}
