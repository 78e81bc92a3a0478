//! From what people have (a file, JSON lines, what `aws sqs receive-message` printed) to the
//! bodies of messages, byte for byte.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// The largest input that is read at once.
pub const LARGEST_INPUT: usize = 64 * 1024 * 1024;

/// Why an input holds no notifications.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// Too large.
    #[error("expected at most {LARGEST_INPUT} bytes, found {0}; send it in parts")]
    TooLarge(usize),
    /// Nothing but white space.
    #[error("expected a notification, found nothing")]
    Empty,
    /// Not JSON.
    #[error("expected JSON, found something else at line {line}, column {column}: {why}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What the reader expected there.
        why: &'static str,
    },
    /// JSON, and no object where a notification should stand.
    #[error("expected each notification to be an object, found otherwise in value {0}")]
    NotAnObject(usize),
    /// The output of an SQS receive with a message that has no text for a body.
    #[error("expected Messages[].Body to be texts: {0}")]
    NotSqs(&'static str),
}

/// Takes an input apart: one bare notification (kept as it is, to the last byte), several after
/// one another (JSON lines), an array of them, or `{"Messages":[{"Body":"…"}]}`.
pub fn split(input: &[u8]) -> Result<Vec<Vec<u8>>, SplitError> {
    if input.len() > LARGEST_INPUT {
        return Err(SplitError::TooLarge(input.len()));
    }
    let values = values(input)?;
    match values.as_slice() {
        [] => Err(SplitError::Empty),
        [only] if only.first() == Some(&b'[') => array(only),
        [only] if is_sqs(only) => sqs(only),
        [only] if only.first() == Some(&b'{') => Ok(vec![input.to_vec()]),
        several => objects(several),
    }
}

/// The values that stand one after another, without the white space between them.
fn values(input: &[u8]) -> Result<Vec<&[u8]>, SplitError> {
    let mut stream = Deserializer::from_slice(input).into_iter::<IgnoredAny>();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(value) = stream.next() {
        value.map_err(|error| SplitError::NotJson {
            line: error.line(),
            column: error.column(),
            why: if error.is_eof() {
                "the text ends too early"
            } else {
                "it breaks JSON's grammar"
            },
        })?;
        let to = stream.byte_offset();
        found.push(input.get(from..to).unwrap_or_default().trim_ascii());
        from = to;
    }
    Ok(found)
}

/// The elements of an array that is known to be well formed, as they are written.
fn array(text: &[u8]) -> Result<Vec<Vec<u8>>, SplitError> {
    let mut rest = text.get(1..).unwrap_or_default().trim_ascii_start();
    let mut found = Vec::new();
    while !rest.starts_with(b"]") && !rest.is_empty() {
        let mut stream = Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        // A bare number or word before a comma is not read by the stream, and is no object.
        let Some(Ok(_)) = stream.next() else {
            return Err(SplitError::NotAnObject(found.len() + 1));
        };
        let (element, after) =
            rest.split_at_checked(stream.byte_offset()).unwrap_or((rest, Default::default()));
        found.push(element);
        rest = after.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
    }
    if found.is_empty() { Err(SplitError::Empty) } else { objects(&found) }
}

fn objects(values: &[&[u8]]) -> Result<Vec<Vec<u8>>, SplitError> {
    values
        .iter()
        .zip(1..)
        .map(|(value, at)| match value.first() {
            Some(b'{') => Ok(value.to_vec()),
            Some(_) | None => Err(SplitError::NotAnObject(at)),
        })
        .collect()
}

#[derive(Deserialize)]
struct Probe {
    #[serde(rename = "Messages")]
    messages: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Received {
    #[serde(rename = "Messages")]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "Body")]
    body: String,
}

/// No notification of Amazon's has `Messages` at its top.
fn is_sqs(text: &[u8]) -> bool {
    text.first() == Some(&b'{')
        && serde_json::from_slice::<Probe>(text).is_ok_and(|probe| probe.messages.is_some())
}

fn sqs(text: &[u8]) -> Result<Vec<Vec<u8>>, SplitError> {
    let received: Received = serde_json::from_slice(text)
        .map_err(|_| SplitError::NotSqs("a message without one was found"))?;
    if received.messages.is_empty() {
        return Err(SplitError::Empty);
    }
    Ok(received.messages.into_iter().map(|message| message.body.into_bytes()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(input: &str) -> Vec<String> {
        let bodies = split(input.as_bytes()).unwrap();
        bodies.into_iter().map(|body| String::from_utf8(body).unwrap()).collect()
    }

    #[test]
    fn a_bare_notification_keeps_every_byte() {
        let input = "\n{ \"a\" : 1.0,\r\n \"b\":\"\\u00e9\" }\n\n";
        assert_eq!(texts(input), [input]);
    }

    #[test]
    fn json_lines_and_an_array_give_one_body_each_as_written() {
        let two = ["{\"a\": 1.10}", "{\"b\":[1, 2]}"];
        assert_eq!(texts("{\"a\": 1.10}\r\n{\"b\":[1, 2]}\n"), two);
        assert_eq!(texts("[{\"a\": 1.10} ,\n {\"b\":[1, 2]}]"), two);
    }

    #[test]
    fn what_sqs_printed_gives_its_bodies() {
        let input = r#"{"Messages":[{"MessageId":"m","Body":"{\"a\":1}"},{"Body":"not json"}]}"#;
        assert_eq!(texts(input), ["{\"a\":1}", "not json"]);
    }

    #[test]
    fn what_is_no_notification_is_named() {
        let not_json = |line, column| move |error: &SplitError| matches!(error, SplitError::NotJson { line: l, column: c, .. } if (*l, *c) == (line, column));
        assert!(not_json(2, 3)(&split(b"{\"a\":1}\n{ x\n").unwrap_err()));
        assert!(not_json(1, 1)(&split(b"<xml/>").unwrap_err()));
        assert_eq!(split(b" \n"), Err(SplitError::Empty));
        assert_eq!(split(b"[]"), Err(SplitError::Empty));
        assert_eq!(split(b"{\"Messages\":[]}"), Err(SplitError::Empty));
        assert_eq!(split(b"1"), Err(SplitError::NotAnObject(1)));
        assert_eq!(split(b"[{},2]"), Err(SplitError::NotAnObject(2)));
        assert_eq!(split(b"{} \"x\""), Err(SplitError::NotAnObject(2)));
        assert!(matches!(split(b"{\"Messages\":[{}]}"), Err(SplitError::NotSqs(_))));
        assert!(matches!(split(&vec![b' '; LARGEST_INPUT + 1]), Err(SplitError::TooLarge(_))));
    }

    proptest! {
        /// Foreign bytes never panic, and whatever is accepted is made of the input's own bytes.
        #[test]
        fn any_bytes_are_answered(input in proptest::collection::vec(any::<u8>(), 0..200)) {
            for body in split(&input).unwrap_or_default() {
                prop_assert!(input.windows(body.len().max(1)).any(|part| part == body));
            }
        }

        /// An array and the same values on lines come to the same bodies.
        #[test]
        fn an_array_is_lines(keys in proptest::collection::vec("[a-z \\]\\[,{}]{0,8}", 2..6)) {
            let objects: Vec<String> =
                keys.iter().map(|key| serde_json::json!({ key: [key] }).to_string()).collect();
            prop_assert_eq!(&texts(&objects.join("\n")), &objects);
            prop_assert_eq!(&texts(&format!("[{}]", objects.join(" , "))), &objects);
        }
    }
}
