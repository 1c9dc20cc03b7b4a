//! Related entities with options of their own (OData URL Conventions 4.01, 5.1.3).

use std::fmt;
use std::sync::Arc;

use super::filter::Filter;
use super::one_or_many::OneOrMany;
use super::operand::{Operand, Usage};
use super::order::{Order, QueryItem, Select};
use crate::conventions::Conventions;

/// A navigation property for [`Request::expand`](crate::Request::expand), with the query options for the entities that
/// it leads to. Each option stands once: set again, it takes the place of what was set before.
///
/// ```
/// use graphwright::{Client, Expand, Filter, Json, Method, Order, Page, Request, ServiceClient};
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// # let users: Request<Page<Json>> = service.root_resource().segment("users").request(Method::GET);
/// let reports = Expand::of("directReports")
///     .select(["id", "displayName"])
///     .filter(Filter::starts_with("displayName", "A"))
///     .order_by(Order::desc("displayName"))
///     .top(5);
/// let request = users.expand(reports);
/// assert!(request.url().ends_with(
///     "/users?$expand=directReports($select=id,displayName;$filter=startswith(displayName,'A');\
///      $orderby=displayName%20desc;$top=5)"
/// ));
/// # Ok::<(), graphwright::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "it does nothing until a request has it"]
pub struct Expand {
    path: Result<String, String>,
    options: Vec<(&'static str, Arc<dyn QueryItem>)>,
}

impl Expand {
    /// Asks for the entities that a navigation property leads to: such as `User::MANAGER`, with a cast
    /// `Group::MEMBERS.cast::<User>()`, or as text.
    pub fn of(navigation: impl Operand) -> Self {
        let checked = navigation.check(Usage::Expand);
        Self {
            path: checked.map(|()| navigation.path()),
            options: Vec::new(),
        }
    }

    /// Asks for these properties of theirs alone (`$select`).
    pub fn select<K>(self, properties: impl OneOrMany<K, Select>) -> Self {
        self.listed("$select", properties.into_items())
    }

    /// Asks for those that match an expression (`$filter`).
    pub fn filter(self, expression: impl Into<Filter>) -> Self {
        self.option("$filter", Inside(expression.into()))
    }

    /// Asks for them in an order (`$orderby`).
    pub fn order_by<K>(self, expressions: impl OneOrMany<K, Order>) -> Self {
        self.listed("$orderby", expressions.into_items())
    }

    /// Asks for at most so many of them (`$top`).
    pub fn top(self, count: u64) -> Self {
        self.option("$top", Word(count.to_string()))
    }

    /// Leaves out the first so many of them (`$skip`).
    pub fn skip(self, count: u64) -> Self {
        self.option("$skip", Word(count.to_string()))
    }

    /// Asks for the number of all of them (`$count`), or not to send it.
    pub fn count(self, wanted: bool) -> Self {
        self.option("$count", Word(wanted.to_string()))
    }

    /// Asks for those that match a search (`$search`).
    pub fn search(self, expression: &str) -> Self {
        self.option("$search", Search(expression.to_owned()))
    }

    /// Follows the property so many times (`$levels`), as from a manager to the manager's manager. At least once.
    pub fn levels(self, count: u32) -> Self {
        self.option("$levels", Levels(count))
    }

    /// Follows the property as often as the service does (`$levels=max`).
    pub fn levels_max(self) -> Self {
        self.option("$levels", Word("max".to_owned()))
    }

    /// Asks for entities that are related to them (`$expand`).
    pub fn expand<K>(self, properties: impl OneOrMany<K, Expand>) -> Self {
        self.listed("$expand", properties.into_items())
    }

    fn listed<T: QueryItem + 'static>(mut self, name: &'static str, items: Vec<T>) -> Self {
        match items.is_empty() {
            true => {
                self.options.retain(|(known, _)| *known != name);
                self
            }
            false => self.option(name, Inside(items)),
        }
    }

    fn option(mut self, name: &'static str, value: impl QueryItem + 'static) -> Self {
        self.options.retain(|(known, _)| *known != name);
        self.options.push((name, Arc::new(value)));
        self
    }
}

impl<O: Operand> From<O> for Expand {
    fn from(navigation: O) -> Self {
        Self::of(navigation)
    }
}

impl QueryItem for Expand {
    fn text(&self, conventions: Conventions) -> Result<String, String> {
        let path = self.path.clone()?;
        if self.options.is_empty() {
            return Ok(path);
        }
        if path.contains('(') {
            return Err(format!(
                "`{path}` in `$expand` has options in its text, and others by methods: give all of them by methods"
            ));
        }
        let options = self.options.iter().map(|(name, value)| {
            let value = value
                .text(conventions)
                .map_err(|why| format!("in `$expand` of `{path}`: {why}"))?;
            Ok(format!("{name}={value}"))
        });
        let options = options.collect::<Result<Vec<_>, String>>()?.join(";");
        Ok(format!("{path}({options})"))
    }
}

/// The paths and the names of the options; values may be secrets.
impl fmt::Debug for Expand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.options.iter().map(|(name, _)| name);
        f.write_str(self.path.as_deref().unwrap_or_default())?;
        f.debug_set().entries(names).finish()
    }
}

/// A text in which nothing can end it.
struct Word(String);

impl QueryItem for Word {
    fn text(&self, _: Conventions) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

struct Levels(u32);

impl QueryItem for Levels {
    fn text(&self, _: Conventions) -> Result<String, String> {
        match self.0 {
            0 => Err("`$levels` is at least 1".to_owned()),
            count => Ok(count.to_string()),
        }
    }
}

struct Search(String);

impl QueryItem for Search {
    fn text(&self, _: Conventions) -> Result<String, String> {
        contained("$search", &self.0, "\"")
    }
}

/// An option that may have text of the caller's in it.
struct Inside<T>(T);

impl QueryItem for Inside<Filter> {
    fn text(&self, conventions: Conventions) -> Result<String, String> {
        contained("$filter", &self.0.clone().text(conventions)?, "'")
    }
}

impl<T: QueryItem> QueryItem for Inside<Vec<T>> {
    fn text(&self, conventions: Conventions) -> Result<String, String> {
        contained("an option", &self.0.text(conventions)?, "'\"")
    }
}

/// Returns the text, if neither a semicolon nor a parenthesis in it ends the option or the parentheses around it (ABNF
/// 4.01, `expandOption`). What stands between quotes ends nothing.
fn contained(name: &str, text: &str, quotes: &str) -> Result<String, String> {
    let mut open = 0_u32;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('"'), '\\') => drop(letters.next()),
            (Some(end), _) if letter == end => quote = None,
            (Some(_), _) => {}
            (None, _) if quotes.contains(letter) => quote = Some(letter),
            (None, '(') => open += 1,
            (None, ')') if open > 0 => open -= 1,
            (None, ')') => {
                return Err(format!("{name} closes a parenthesis that it does not open"));
            }
            (None, ';') if open == 0 => {
                return Err(format!(
                    "{name} has a `;` outside of quotes, which would end it"
                ));
            }
            (None, _) => {}
        }
    }
    match (open, quote) {
        (0, None) => Ok(text.to_owned()),
        _ => Err(format!(
            "{name} opens a parenthesis or a quote that it does not close"
        )),
    }
}
