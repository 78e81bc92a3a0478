//! A body in gzip (RFC 1952), inflated under a bound: what comes small may be meant to be huge.

use std::borrow::Cow;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// Why a body in gzip is none that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum GzipError {
    #[error("expected a whole gzip body, found a broken one")]
    Broken,
    #[error("expected at most {0} bytes, found more in gzip")]
    TooLarge(usize),
}

const MARK: [u8; 3] = [0x1f, 0x8b, 8];
const HEADER: usize = 10;
const TRAILER: usize = 8;

/// The body itself, or what is in it when it begins with gzip's mark: an XML document cannot, and
/// not every server that compresses says so in `Content-Encoding`.
pub(super) fn opened(body: &[u8], most: usize) -> Result<Cow<'_, [u8]>, GzipError> {
    if !body.starts_with(&MARK) {
        return Ok(Cow::Borrowed(body));
    }
    let deflated = after_header(body).ok_or(GzipError::Broken)?;
    let (deflated, trailer) = deflated.split_last_chunk::<TRAILER>().ok_or(GzipError::Broken)?;
    // The trailer says how large the whole is, so a bomb is mostly seen before it is opened.
    let [c0, c1, c2, c3, s0, s1, s2, s3] = *trailer;
    let size = usize::try_from(u32::from_le_bytes([s0, s1, s2, s3])).unwrap_or(usize::MAX);
    if size > most {
        return Err(GzipError::TooLarge(most));
    }
    let inflated = decompress_to_vec_with_limit(deflated, most).map_err(|e| match e.status {
        TINFLStatus::HasMoreOutput => GzipError::TooLarge(most),
        _ => GzipError::Broken,
    })?;
    if inflated.len() != size || crc32(&inflated) != u32::from_le_bytes([c0, c1, c2, c3]) {
        return Err(GzipError::Broken);
    }
    Ok(Cow::Owned(inflated))
}

/// RFC 1952, 2.3: ten bytes, then what the flags announce.
fn after_header(body: &[u8]) -> Option<&[u8]> {
    let flags = *body.get(3)?;
    let mut rest = body.get(HEADER..)?;
    if flags & 0b100 != 0 {
        let (size, more) = rest.split_first_chunk::<2>()?;
        rest = more.get(usize::from(u16::from_le_bytes(*size))..)?;
    }
    // A file's name, and a comment: each ends with a zero.
    for text in [0b1000, 0b1_0000] {
        if flags & text != 0 {
            let end = rest.iter().position(|it| *it == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & 0b10 != 0 { rest.get(2..) } else { Some(rest) }
}

/// Bit by bit: an answer is small, and a table would be larger than this.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let low = crc & 1;
            crc >>= 1;
            if low == 1 {
                crc ^= 0xedb8_8320;
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use proptest::prelude::*;

    const MOST: usize = 4096;

    fn packed(text: &[u8], flags: u8, extra: &[u8]) -> Vec<u8> {
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        [
            &[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255],
            extra,
            &compress_to_vec(text, 6),
            &crc32(text).to_le_bytes(),
            &size,
        ]
        .concat()
    }

    #[test]
    fn what_a_foreign_gzip_wrote_is_read() {
        // printf '%s' '<a>ação</a>' | gzip -n9
        let known = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xb3, 0x49, 0xb4, 0x4b,
            0x3c, 0xbc, 0xfc, 0xf0, 0xe2, 0x7c, 0x1b, 0xfd, 0x44, 0x3b, 0x00, 0x3e, 0xeb, 0xcf,
            0x09, 0x0d, 0x00, 0x00, 0x00,
        ];
        assert_eq!(&*opened(&known, MOST).unwrap(), "<a>ação</a>".as_bytes());
    }

    #[test]
    fn a_plain_body_is_left_alone_and_flags_are_stepped_over() {
        assert_eq!(&*opened(b"<a/>", MOST).unwrap(), b"<a/>");
        assert_eq!(&*opened(b"", MOST).unwrap(), b"");
        let extra = b"\x03\x00abcname\0comment\0\xaa\xbb";
        assert_eq!(&*opened(&packed(b"<a/>", 0b1_1110, extra), MOST).unwrap(), b"<a/>");
    }

    #[test]
    fn the_bound_is_for_what_comes_out() {
        let text = vec![b' '; MOST + 1];
        let bomb = packed(&text, 0, &[]);
        assert!(bomb.len() < 100);
        assert_eq!(opened(&bomb, MOST), Err(GzipError::TooLarge(MOST)));
        assert!(opened(&bomb, MOST + 1).is_ok());
        // One whose trailer lies is stopped on the way.
        let mut liar = bomb;
        let at = liar.len() - 4;
        liar[at..].copy_from_slice(&[1, 0, 0, 0]);
        assert_eq!(opened(&liar, MOST), Err(GzipError::TooLarge(MOST)));
    }

    proptest! {
        /// What was packed comes out; cut anywhere, or with a bit turned, it never comes out as
        /// something else.
        #[test]
        fn broken_is_told(text in "[<>/a é]{0,200}", cut in 0usize..60, bit in 0usize..400) {
            let whole = packed(text.as_bytes(), 0, &[]);
            prop_assert_eq!(&*opened(&whole, MOST).unwrap(), text.as_bytes());
            let short = &whole[..whole.len().saturating_sub(cut + 1)];
            if short.starts_with(&MARK) {
                prop_assert!(opened(short, MOST).is_err());
            }
            let mut turned = whole.clone();
            let at = HEADER * 8 + bit % ((whole.len() - HEADER) * 8);
            turned[at / 8] ^= 1 << (at % 8);
            if let Ok(found) = opened(&turned, MOST) {
                prop_assert_eq!(&*found, text.as_bytes());
            }
        }
    }
}
