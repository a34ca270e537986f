//! The body of a response: bytes that are there, or rows that come.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};

use super::matrix::Rows;

/// A body.
#[derive(Debug)]
pub enum Body {
    /// Bytes, until they are sent.
    Whole(Option<Bytes>),
    /// Rows as they come.
    Rows(Rows),
}

impl Body {
    /// A body of some bytes.
    pub fn of(bytes: impl Into<Bytes>) -> Body {
        Body::Whole(Some(bytes.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = match self.get_mut() {
            Body::Whole(bytes) => bytes.take().map(Ok),
            Body::Rows(rows) => ready!(rows.poll_recv(context)),
        };
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Body::Whole(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Body::Rows(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Body::Rows(_) => SizeHint::default(),
        }
    }
}
