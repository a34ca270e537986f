//! Reading within bounds: what has no size has a limit.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Bytes that a pipe or a device may give, which has no size to go by. Assumption: a table of stations for a continent is
/// a tenth of it.
pub const STREAM_LIMIT: u64 = 64 << 20;

/// Bytes of a line in a file that is read line by line. Assumption: a row of pairs is a thousandth of it.
pub const LINE_LIMIT: u64 = 1 << 20;

/// Reads a file into memory. A regular file is read whole; a pipe or a device up to [`STREAM_LIMIT`].
///
/// # Errors
/// What the system says, or that a stream has no end within the limit.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    match fs::metadata(path)?.is_file() {
        true => fs::read(path),
        false => read_to_end(File::open(path)?),
    }
}

/// The same as text.
///
/// # Errors
/// As [`read`], and where the file is not UTF-8 text.
pub fn read_text(path: &Path) -> io::Result<String> {
    text(read(path)?)
}

/// Bytes as text.
///
/// # Errors
/// Where they are not UTF-8, with the first such byte.
pub fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("it is not UTF-8 text (byte {at})");
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

/// Reads a stream to its end, which must come within [`STREAM_LIMIT`] bytes.
///
/// # Errors
/// What the system says, or that the end does not come.
pub fn read_to_end(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(STREAM_LIMIT + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > STREAM_LIMIT {
        true => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "it has no end after {} MiB; what is larger must be a regular file",
                STREAM_LIMIT >> 20
            ),
        )),
        false => Ok(bytes),
    }
}

/// A reader that fails when a line does not end within [`LINE_LIMIT`] bytes, so that a file without line ends, or a device
/// without end, does not fill the memory.
#[derive(Debug)]
pub struct LineLimit<R> {
    inner: R,
    since_line_end: u64,
}

impl<R: Read> LineLimit<R> {
    /// A reader that passes on what another gives.
    pub fn new(inner: R) -> LineLimit<R> {
        let since_line_end = 0;
        LineLimit {
            inner,
            since_line_end,
        }
    }
}

impl<R: Read> Read for LineLimit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = &buffer[..count];
        self.since_line_end = match read.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(end) => (count - end - 1) as u64,
            None => self.since_line_end + count as u64,
        };
        match self.since_line_end > LINE_LIMIT {
            true => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a line has no end after {} MiB", LINE_LIMIT >> 20),
            )),
            false => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_without_end_is_refused() {
        let error = read_to_end(io::repeat(0)).expect_err("no end");
        assert_eq!(
            error.to_string(),
            "it has no end after 64 MiB; what is larger must be a regular file"
        );
        let mut text = String::new();
        let error = LineLimit::new(io::repeat(b'x')).read_to_string(&mut text);
        let error = error.expect_err("no line end");
        assert_eq!(error.to_string(), "a line has no end after 1 MiB");
    }

    #[test]
    fn lines_that_end_are_passed_on() {
        let lines = "0123456789abcde\n".repeat(200_000);
        let mut text = String::new();
        let read = LineLimit::new(lines.as_bytes()).read_to_string(&mut text);
        assert_eq!(read.expect("all"), lines.len());
        assert_eq!(text, lines);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_refused() {
        assert!(read(Path::new("/dev/zero")).is_err());
        assert_eq!(read(Path::new("/dev/null")).expect("empty"), [0; 0]);
    }
}
