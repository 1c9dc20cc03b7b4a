//! The system query options (OData URL Conventions 4.01, 5.1).

use super::request::Request;

impl<T> Request<T> {
    /// Only these properties (`$select`).
    pub fn select(self, properties: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.listed("$select", properties)
    }

    /// Related entities too (`$expand`).
    pub fn expand(self, properties: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.listed("$expand", properties)
    }

    /// Only what the expression is true of (`$filter`), such as `displayName eq 'Oslo'`.
    pub fn filter(self, expression: &str) -> Self {
        self.query("$filter", expression)
    }

    /// In that order (`$orderby`), such as `["displayName desc"]`.
    pub fn order_by(self, expressions: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.listed("$orderby", expressions)
    }

    /// Only what matches (`$search`), such as `"displayName:oslo"` in its double quotes.
    pub fn search(self, expression: &str) -> Self {
        self.query("$search", expression)
    }

    /// At most so many items (`$top`).
    pub fn top(self, count: u64) -> Self {
        self.query("$top", &count.to_string())
    }

    /// Without the first so many items (`$skip`).
    pub fn skip(self, count: u64) -> Self {
        self.query("$skip", &count.to_string())
    }

    /// With the number of all items (`$count`).
    pub fn count(self, wanted: bool) -> Self {
        self.query("$count", if wanted { "true" } else { "false" })
    }

    fn listed(self, name: &str, items: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| item.as_ref().to_owned())
            .collect();
        self.query(name, &items.join(","))
    }
}
