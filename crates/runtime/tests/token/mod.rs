//! A model as the generator writes it, and the collection that it lives in.

// Each test binary uses a part of it.
#![allow(dead_code)]

use graphwright::model::{Object, PropertySchema, Schema, Slot, no_such_slot};
use graphwright::{Additional, Client, Model, Property, Resource, ServiceClient};

/// The service root of the tests, before an endpoint replaces its origin.
pub(crate) const ROOT: &str = "https://graph.microsoft.com/beta";

/// The collection `/beta/tokens`.
pub(crate) fn tokens(core: Client) -> Resource {
    ServiceClient::new(core, ROOT)
        .root_resource()
        .segment("tokens")
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Token {
    pub(crate) id: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) additional: Additional,
}

impl Token {
    pub(crate) const DISPLAY_NAME: Property<Self> = Property::new(1);
    pub(crate) const TOKEN: Property<Self> = Property::new(2);

    pub(crate) fn named(name: &str) -> Self {
        Self {
            display_name: Some(name.to_owned()),
            ..Self::default()
        }
    }
}

impl Model for Token {
    const SCHEMA: &'static Schema = &Schema {
        name: "example.token",
        properties: &[
            PropertySchema::new("id").key(),
            PropertySchema::new("displayName"),
            PropertySchema::new("token").secret(),
        ],
    };
}

impl Object for Token {
    fn schema(&self) -> &'static Schema {
        Self::SCHEMA
    }

    fn slot(&self, index: usize) -> &dyn Slot {
        match index {
            0 => &self.id,
            1 => &self.display_name,
            2 => &self.token,
            _ => no_such_slot(index),
        }
    }

    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.id,
            1 => &mut self.display_name,
            2 => &mut self.token,
            _ => no_such_slot(index),
        }
    }

    fn additional(&self) -> &Additional {
        &self.additional
    }

    fn additional_mut(&mut self) -> &mut Additional {
        &mut self.additional
    }
}

graphwright::model!(Token);
