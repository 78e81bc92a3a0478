//! What a call comes to, before it is put on a wire or handed over in process.

/// An answer, or one of the ways to have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// An answer.
    Answer(T),
    /// An answer that takes its time.
    Slow(T),
    /// An answer that is compressed.
    Gzip(T),
    /// Half of an answer.
    Truncated(T),
    /// An HTTP status without anything of use in it.
    Http(u16),
    /// 200, and bytes that nobody can read.
    Garbage,
    /// None ever comes.
    Silence,
    /// The connection breaks; what was asked has been done.
    Cut,
    /// No connection: nothing was sent.
    Unreachable,
}
