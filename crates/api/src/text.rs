//! From the bytes of a file to its text.

/// The text of a file: UTF-8, or UTF-16 in either byte order. A byte order mark says which it is; without one,
/// the first character does, which in XML, JSON and YAML is one of ASCII (XML 1.0, appendix F; YAML 1.2, 5.2).
///
/// # Errors
/// It is neither; the message says what to do.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let (unit, start): (fn([u8; 2]) -> u16, usize) = match bytes[..] {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            return Err("this is text in UTF-32: convert it to UTF-8".to_owned());
        }
        [0xff, 0xfe, ..] => (u16::from_le_bytes, 2),
        [0xfe, 0xff, ..] => (u16::from_be_bytes, 2),
        [1..=u8::MAX, 0, ..] => (u16::from_le_bytes, 0),
        [0, 1..=u8::MAX, ..] => (u16::from_be_bytes, 0),
        _ => {
            return String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                format!(
                    "not text in UTF-8 or UTF-16 (byte {at}): unpack the file or convert it first"
                )
            });
        }
    };
    let (pairs, rest) = bytes[start..].as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(units) {
        let unpaired = |_| {
            // What was read is as many units as it would be if it were written again.
            let at = start + 2 * text.encode_utf16().count();
            format!("not text in UTF-16 (byte {at}): half of a character is missing")
        };
        let c = c.map_err(unpaired)?;
        text.push(c);
    }
    match rest {
        [] => Ok(text),
        _ => Err(
            "not text in UTF-16: its last byte is missing; was the download cut short?".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"größe\": \"😀\"}";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_16_is_read_in_both_byte_orders_with_and_without_a_mark() {
        for text in [TEXT, "<x/>", "a"] {
            let marked = format!("\u{feff}{text}");
            for unit in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(decode(utf16(text, unit)).as_deref(), Ok(text));
                assert_eq!(decode(utf16(&marked, unit)).as_deref(), Ok(text));
            }
            assert_eq!(decode(text.as_bytes().to_vec()).as_deref(), Ok(text));
        }
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let halved = utf16("a😀", u16::to_le_bytes);
        let unpaired = [&halved[..4], &halved[..2]].concat();
        assert_eq!(
            decode(unpaired),
            Err("not text in UTF-16 (byte 2): half of a character is missing".to_owned())
        );
        for (bytes, said) in [
            (vec![b'a', 0, b'b'], "its last byte is missing"),
            (vec![b'a', 0xff, b'b'], "(byte 1)"),
            (vec![0xff, 0xfe, 0, 0, b'a', 0, 0, 0], "UTF-32"),
            (vec![0x1f, 0x8b, 8, 0], "unpack the file"),
        ] {
            assert!(
                decode(bytes).is_err_and(|error| error.contains(said)),
                "{said}"
            );
        }
    }
}
