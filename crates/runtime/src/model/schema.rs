//! What the core knows of a model: names and marks, as data.

/// The members of a model.
#[derive(Debug)]
pub struct Schema {
    /// The qualified name of the type, such as `microsoft.graph.vppToken`.
    pub name: &'static str,
    /// The members, in the order of the fields.
    pub properties: &'static [PropertySchema],
}

impl Schema {
    /// The number of the member of that name. Members mostly come in the order of the schema, so
    /// the search begins at `expected`.
    pub fn find(&self, name: &str, expected: usize) -> Option<usize> {
        let count = self.properties.len();
        let after = (expected..count).chain(0..expected.min(count));
        after
            .into_iter()
            .find(|index| self.properties[*index].name == name)
    }
}

/// A member of a model.
#[derive(Clone, Copy, Debug)]
pub struct PropertySchema {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether it is part of the key.
    pub key: bool,
    /// Whether only the service sets it.
    pub computed: bool,
    /// Whether its value must not show in logs.
    pub secret: bool,
}

impl PropertySchema {
    /// A member with no marks.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            key: false,
            computed: false,
            secret: false,
        }
    }

    /// Marks it as part of the key.
    #[must_use]
    pub const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// Marks it as set by the service only.
    #[must_use]
    pub const fn computed(self) -> Self {
        Self {
            computed: true,
            ..self
        }
    }

    /// Marks it as a secret.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }
}
