//! The system query options (OData URL Conventions 4.01, 5.1). Each stands once: set again, it takes the place of what
//! was set before.

use super::expand::Expand;
use super::filter::Filter;
use super::one_or_many::OneOrMany;
use super::order::{Order, QueryItem, Select};
use super::request::Request;
use crate::literal::Literal;

impl<T> Request<T> {
    /// Asks for these properties alone (`$select`): one, or several in an array or another collection.
    pub fn select<K>(self, properties: impl OneOrMany<K, Select>) -> Self {
        self.listed("$select", properties)
    }

    /// Asks for related entities too (`$expand`): one navigation property, or several in an array or another collection.
    /// Options of their own are given by [`Expand`], or in text: `"manager($select=id)"`.
    pub fn expand<K>(self, properties: impl OneOrMany<K, Expand>) -> Self {
        self.listed("$expand", properties)
    }

    /// Asks for the items that match an expression (`$filter`): a [`Filter`], or its text, such as `displayName eq 'Oslo'`.
    pub fn filter(self, expression: impl Into<Filter>) -> Self {
        let conventions = self.parts.service.service().conventions;
        match expression.into().text(conventions) {
            Ok(text) => self.option("$filter", &text),
            Err(why) => self.refuse(why),
        }
    }

    /// Asks for the items that match an expression (`$filter`), in which each `{}` outside of quotes stands for a value:
    /// the literal that the service reads, with its quotes. A value cannot end its literal.
    ///
    /// `filter_of("name eq {} and size gt {}", &[&name, &3])`. Another number of values than of places is an
    /// error when the request is sent.
    pub fn filter_of(self, expression: &str, values: &[&dyn Literal]) -> Self {
        let conventions = self.parts.service.service().conventions;
        let mut values = values.iter();
        let mut filled = String::with_capacity(expression.len());
        let mut complete = true;
        // Every second piece is between quotes; a doubled quote makes an empty one outside.
        for (number, piece) in expression.split('\'').enumerate() {
            if number > 0 {
                filled.push('\'');
            }
            if number % 2 == 1 {
                filled.push_str(piece);
                continue;
            }
            let mut texts = piece.split("{}");
            filled.push_str(texts.next().unwrap_or_default());
            for text in texts {
                match values.next() {
                    Some(value) => filled.push_str(&value.to_literal(conventions)),
                    None => complete = false,
                }
                filled.push_str(text);
            }
        }
        if !complete || values.next().is_some() {
            return self.refuse(
                "a filter has not as many values as places: give one for each `{}` outside of quotes",
            );
        }
        self.filter(filled)
    }

    /// Asks for the items in an order (`$orderby`): one, such as `User::DISPLAY_NAME.desc()` or `"displayName desc"`, or
    /// several in an array or another collection.
    pub fn order_by<K>(self, expressions: impl OneOrMany<K, Order>) -> Self {
        self.listed("$orderby", expressions)
    }

    /// Asks for the items that match a search (`$search`), such as `"displayName:oslo"` in its double quotes.
    pub fn search(self, expression: &str) -> Self {
        self.option("$search", expression)
    }

    /// Asks for at most so many items (`$top`).
    pub fn top(self, count: u64) -> Self {
        self.option("$top", &count.to_string())
    }

    /// Leaves out the first so many items (`$skip`).
    pub fn skip(self, count: u64) -> Self {
        self.option("$skip", &count.to_string())
    }

    /// Asks for the number of all items (`$count`), or not to send it.
    pub fn count(self, wanted: bool) -> Self {
        self.option("$count", if wanted { "true" } else { "false" })
    }

    /// Asks for the advanced query capabilities of Microsoft Graph's directory objects, such as `$search`, `endswith`
    /// and `ne` in filters: the header `ConsistencyLevel: eventual`, which goes along on every page, and `$count=true`
    /// ([source](https://learn.microsoft.com/graph/aad-advanced-queries)).
    ///
    /// ```
    /// # use graphwright::{Client, Json, Method, Page, Request, ServiceClient};
    /// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// # let users: Request<Page<Json>> = service.root_resource().segment("users").request(Method::GET);
    /// let request = users.select("id").advanced();
    /// assert!(request.url().ends_with("/users?$select=id&$count=true"));
    /// assert_eq!(request.headers()["ConsistencyLevel"], "eventual");
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    pub fn advanced(self) -> Self {
        self.header("ConsistencyLevel", "eventual").count(true)
    }

    /// Sets an option that is a list. Without items it is left out: a list has at least one (OData ABNF 4.01, `select`).
    fn listed<K, I: QueryItem>(self, name: &str, items: impl OneOrMany<K, I>) -> Self {
        let conventions = self.parts.service.service().conventions;
        let items = items.into_items();
        match items.text(conventions) {
            _ if items.is_empty() => self.without_query(name),
            Ok(text) => self.option(name, &text),
            Err(why) => self.refuse(why),
        }
    }

    /// Sets an option that may stand once (OData URL Conventions 4.01, 5.1): a new value takes the place of the old one.
    fn option(self, name: &str, value: &str) -> Self {
        self.without_query(name).query(name, value)
    }
}
