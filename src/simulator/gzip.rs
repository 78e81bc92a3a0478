//! Bytes as `Content-Encoding: gzip`, stored and not squeezed (RFC 1951, 3.2.4; RFC 1952): any
//! reader of gzip takes them, and no library is needed to write them.

/// A stored block holds at most so many.
const BLOCK_MAX: usize = 0xffff;

/// Wraps the bytes.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Deflate, no flags, no time, no extra flags, an unknown system.
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let blocks = bytes.chunks(BLOCK_MAX).count();
    for (at, block) in bytes.chunks(BLOCK_MAX).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(at + 1 == blocks));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    if bytes.is_empty() {
        out.extend_from_slice(&[1, 0, 0, 0xff, 0xff]);
    }
    out.extend_from_slice(&crc32(bytes).to_le_bytes());
    let length = bytes.len() & usize::try_from(u32::MAX).unwrap_or(usize::MAX);
    out.extend_from_slice(&u32::try_from(length).unwrap_or_default().to_le_bytes());
    out
}

/// CRC-32 as gzip has it.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_published_one_and_the_frame_is_whole() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let wrapped = gzip(b"abc");
        assert_eq!(wrapped.len(), 10 + 5 + 3 + 8);
        assert_eq!(&wrapped[10..18], b"\x01\x03\x00\xfc\xffabc");
        assert_eq!(&wrapped[22..], [3, 0, 0, 0]);
        assert_eq!(gzip(&[7; 70_000]).len(), 10 + 10 + 70_000 + 8);
    }
}
