//! As much of HTTP/1.1 as it takes: requests with a length, one after the other on a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use super::answer::Answer;
use super::asked::Asked;

/// Serves a connection until its other end closes it.
pub(super) fn serve(
    stream: &TcpStream,
    mut answer: impl FnMut(&Asked) -> Answer,
) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read(&mut reader)? {
        let answer = answer(&asked);
        if answer.is_lost {
            break;
        }
        write(stream, &answer)?;
    }
    Ok(())
}

/// Reads a request; `None` at the end of the connection.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let target = target.strip_prefix("/v1.0").unwrap_or("/");
    let mut asked = Asked::new(method, target);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let name = name.to_ascii_lowercase();
        asked.headers.insert(name, value.trim().to_owned());
    }
    let length = asked.headers.get("content-length");
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_end(&mut asked.body)?;
    Ok(Some(asked))
}

fn write(mut stream: &TcpStream, answer: &Answer) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} Played\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.status != 204 {
        head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&answer.body)
}
