//! Query options by the ABNF (4.01: `filter`, `orderby`, `select`, `expand`), written after the published grammar and
//! not after the code that is tested. What is read is a tree, so that a test sees what the parentheses say.

use std::sync::LazyLock;

use regex_automata::meta::Regex;

/// A Boolean expression. Operands of `and` and `or` that are of the same operator stand in one list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Or(Vec<Tree>),
    And(Vec<Tree>),
    Not(Box<Tree>),
    /// A comparison or a call, as it is written.
    Leaf(String),
    /// The path with the operator and the variable, and the predicate.
    Lambda(String, Box<Tree>),
}

static LITERAL: LazyLock<Regex> = LazyLock::new(|| {
    let all = [
        "nullValue",
        "booleanValue",
        "guidValue",
        "dateTimeOffsetValue",
        "dateValue",
        "timeOfDayValue",
        "decimalValue",
        "string",
        "duration",
        "enum",
        "binary",
    ];
    let all = all.map(|name| format!("(?:{})", super::pattern(name)));
    Regex::new(&format!("^(?:{})$", all.join("|"))).expect("a grammar")
});

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let name = super::pattern("odataIdentifier");
    Regex::new(&format!("^{name}(?:\\.{name})*")).expect("a grammar")
});

type Read<T> = Result<T, String>;

/// Reads the whole text as `filter`, without the name of the option.
pub(crate) fn filter(text: &str) -> Read<Tree> {
    whole(text, |parser| parser.or())
}

/// Reads the whole text as `orderby`.
pub(crate) fn order_by(text: &str) -> Read<()> {
    whole(text, |parser| parser.list(Parser::order_item))
}

/// Reads the whole text as `select`.
pub(crate) fn select(text: &str) -> Read<()> {
    whole(text, |parser| parser.list(Parser::select_item))
}

/// Reads the whole text as `expand`.
pub(crate) fn expand(text: &str) -> Read<()> {
    whole(text, |parser| parser.list(Parser::expand_item))
}

fn whole<T>(text: &str, read: impl FnOnce(&mut Parser<'_>) -> Read<T>) -> Read<T> {
    let mut parser = Parser { rest: text };
    let tree = read(&mut parser)?;
    match parser.rest {
        "" => Ok(tree),
        rest => Err(format!("`{rest}` is left of `{text}`")),
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn want(&mut self, text: &str) -> Read<()> {
        match self.eat(text) {
            true => Ok(()),
            false => Err(format!("no `{text}` before `{}`", self.rest)),
        }
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> Read<()>) -> Read<()> {
        item(self)?;
        while self.eat(",") {
            item(self)?;
        }
        Ok(())
    }

    fn or(&mut self) -> Read<Tree> {
        let mut all = vec![self.and()?];
        while self.eat(" or ") {
            all.push(self.and()?);
        }
        Ok(joined(all, Tree::Or))
    }

    fn and(&mut self) -> Read<Tree> {
        let mut all = vec![self.unary()?];
        while self.eat(" and ") {
            all.push(self.unary()?);
        }
        Ok(joined(all, Tree::And))
    }

    fn unary(&mut self) -> Read<Tree> {
        if self.eat("not ") {
            // It binds more tightly than a comparison.
            return match self.rest.starts_with('(') {
                true => Ok(Tree::Not(Box::new(self.group()?))),
                false => Err(format!("`not` of no group: `{}`", self.rest)),
            };
        }
        match self.rest.starts_with('(') {
            true => self.group(),
            false => self.comparison(),
        }
    }

    fn group(&mut self) -> Read<Tree> {
        self.want("(")?;
        let tree = self.or()?;
        self.want(")")?;
        Ok(tree)
    }

    fn comparison(&mut self) -> Read<Tree> {
        let begin = self.rest;
        let is_boolean = match self.operand()? {
            Operand::Lambda(tree) => return Ok(tree),
            Operand::Call => true,
            Operand::Path | Operand::Literal => false,
        };
        let operators = [" eq ", " ne ", " gt ", " ge ", " lt ", " le "];
        if operators.into_iter().any(|one| self.eat(one)) {
            self.operand()?;
        } else if self.eat(" has ") {
            self.literal()?;
        } else if self.eat(" in ") {
            self.want("(")?;
            self.list(Self::literal)?;
            self.want(")")?;
        } else if !is_boolean {
            return Err(format!("a value and no comparison before `{}`", self.rest));
        }
        let text = &begin[..begin.len() - self.rest.len()];
        Ok(Tree::Leaf(text.to_owned()))
    }

    fn operand(&mut self) -> Read<Operand> {
        for function in ["contains(", "startswith(", "endswith("] {
            if self.eat(function) {
                self.operand()?;
                self.want(",")?;
                self.operand()?;
                self.want(")")?;
                return Ok(Operand::Call);
            }
        }
        if self.eat("cast(") {
            self.operand()?;
            self.want(",")?;
            self.name()?;
            self.want(")")?;
            return Ok(Operand::Path);
        }
        match self.literal() {
            Ok(()) => Ok(Operand::Literal),
            Err(_) => self.member(),
        }
    }

    /// Reads a literal; if there is none, nothing is read.
    fn literal(&mut self) -> Read<()> {
        let ends = |c: char| matches!(c, ' ' | ',' | ')' | ';' | '\'');
        let mut end = self.rest.find(ends).unwrap_or(self.rest.len());
        if self.rest[end..].starts_with('\'') {
            end += 1;
            loop {
                let at = self.rest[end..].find('\'').ok_or("a quote is not closed")?;
                end += at + 1;
                if !self.rest[end..].starts_with('\'') {
                    break;
                }
                end += 1;
            }
        }
        match LITERAL.is_match(&self.rest[..end]) {
            true => {
                self.rest = &self.rest[end..];
                Ok(())
            }
            false => Err(format!("no literal: `{}`", &self.rest[..end])),
        }
    }

    /// Reads an identifier, or a qualified name.
    fn name(&mut self) -> Read<&'a str> {
        let found = NAME
            .find(self.rest)
            .ok_or(format!("no name: `{}`", self.rest))?;
        let (name, rest) = self.rest.split_at(found.end());
        self.rest = rest;
        Ok(name)
    }

    fn member(&mut self) -> Read<Operand> {
        let begin = self.rest;
        self.name()?;
        while self.eat("/") {
            if self.eat("$count") {
                return Ok(Operand::Path);
            }
            let name = self.name()?;
            let is_lambda = matches!(name, "any" | "all") && self.rest.starts_with('(');
            if !is_lambda {
                continue;
            }
            self.want("(")?;
            if name == "any" && self.eat(")") {
                return Ok(Operand::Call);
            }
            let variable = self.name()?;
            self.want(":")?;
            let path = &begin[..begin.len() - self.rest.len()];
            if variable.contains('.') {
                return Err(format!("no variable: `{variable}`"));
            }
            let predicate = self.or()?;
            self.want(")")?;
            let tree = Tree::Lambda(path.to_owned(), Box::new(predicate));
            return Ok(Operand::Lambda(tree));
        }
        Ok(Operand::Path)
    }

    fn order_item(&mut self) -> Read<()> {
        match self.operand()? {
            Operand::Path => {}
            _ => return Err(format!("no path before `{}`", self.rest)),
        }
        let _ = self.eat(" asc") || self.eat(" desc");
        Ok(())
    }

    fn select_item(&mut self) -> Read<()> {
        if self.eat("*") {
            return Ok(());
        }
        self.name()?;
        while self.eat("/") {
            self.name()?;
        }
        Ok(())
    }

    fn expand_item(&mut self) -> Read<()> {
        self.name()?;
        while self.eat("/") {
            if self.eat("$ref") || self.eat("$count") {
                break;
            }
            self.name()?;
        }
        if !self.eat("(") {
            return Ok(());
        }
        self.expand_option()?;
        while self.eat(";") {
            self.expand_option()?;
        }
        self.want(")")
    }

    fn expand_option(&mut self) -> Read<()> {
        let (name, rest) = self.rest.split_once('=').ok_or("no option")?;
        self.rest = rest;
        match name {
            "$select" => self.list(Self::select_item),
            "$filter" => self.or().map(drop),
            "$orderby" => self.list(Self::order_item),
            "$expand" => self.list(Self::expand_item),
            "$search" => self.search(),
            "$top" | "$skip" | "$count" | "$levels" => {
                let end = self.rest.find([';', ')']).ok_or("an option has no end")?;
                let (value, rest) = self.rest.split_at(end);
                self.rest = rest;
                let is_number = !value.is_empty() && value.bytes().all(|one| one.is_ascii_digit());
                let is_right = match name {
                    "$count" => matches!(value, "true" | "false"),
                    "$levels" => value == "max" || is_number && !value.starts_with('0'),
                    _ => is_number,
                };
                match is_right {
                    true => Ok(()),
                    false => Err(format!("no value of `{name}`: `{value}`")),
                }
            }
            _ => Err(format!("no option is called `{name}`")),
        }
    }

    /// Reads words, phrases and groups up to the end of the option.
    fn search(&mut self) -> Read<()> {
        let mut open = 0_usize;
        let begin = self.rest.len();
        loop {
            let end = self
                .rest
                .find(['(', ')', ';', '"'])
                .ok_or("an option has no end")?;
            self.rest = &self.rest[end..];
            match self.rest.as_bytes()[0] {
                b'(' => open += 1,
                b')' if open > 0 => open -= 1,
                b'"' => {
                    let mut is_escaped = false;
                    let closes = |c: char| {
                        let closes = c == '"' && !is_escaped;
                        is_escaped = c == '\\' && !is_escaped;
                        closes
                    };
                    let at = self.rest[1..]
                        .find(closes)
                        .ok_or("a phrase is not closed")?;
                    self.rest = &self.rest[at + 1..];
                }
                _ if self.rest.len() == begin => return Err("a search for nothing".to_owned()),
                _ if open > 0 => return Err("a group is not closed".to_owned()),
                _ => return Ok(()),
            }
            self.rest = &self.rest[1..];
        }
    }
}

enum Operand {
    Literal,
    Path,
    Call,
    Lambda(Tree),
}

/// One tree of several, without lists in lists of the same operator.
pub(crate) fn joined(mut all: Vec<Tree>, operator: fn(Vec<Tree>) -> Tree) -> Tree {
    if all.len() == 1 {
        return all.remove(0);
    }
    let kind = std::mem::discriminant(&operator(Vec::new()));
    let flat = all.into_iter().flat_map(|tree| {
        let is_same = std::mem::discriminant(&tree) == kind;
        match tree {
            Tree::Or(inner) | Tree::And(inner) if is_same => inner,
            other => vec![other],
        }
    });
    operator(flat.collect())
}
