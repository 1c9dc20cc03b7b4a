//! What the reader promises, each promise with a document just large enough for it.

mod addressable;
mod capabilities;
mod casts;
mod complex;
mod containers;
mod contradictions;
mod deprecation;
mod descriptions;
mod keys;
mod media;
mod names;
mod operations;
mod options;
mod references;
mod types;
mod unread;
mod urls;

use graphwright_api::{
    Api, ItemType, KeyPart, Lowered, Operation, Primitive, Property, Resource,
    StandardOperationKind, Structured, Target, TypeName,
};

/// A document of these schemas, which may use the vocabularies.
fn document(schemas: &str) -> String {
    format!(
        r#"<Edmx Version="4.01">
  <Reference Uri="core.xml"><Include Namespace="Org.OData.Core.V1" Alias="Core"/></Reference>
  <Reference Uri="capabilities.xml"><Include Namespace="Org.OData.Capabilities.V1" Alias="Can"/></Reference>
  <DataServices>{schemas}</DataServices>
</Edmx>"#
    )
}

fn schema(namespace: &str, body: &str) -> String {
    format!(r#"<Schema Namespace="{namespace}" Alias="self">{body}</Schema>"#)
}

fn read(text: &str) -> Lowered {
    graphwright_csdl::read("input.xml", text).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", errors.join("\n"))
    })
}

/// The service `shop` with this in its schema.
fn shop(body: &str) -> Api {
    read(&document(&schema("shop", body))).api
}

/// The service `shop` with orders, which have items, and this in its schema and its container.
fn orders(in_schema: &str, in_container: &str, in_orders: &str) -> Api {
    shop(&format!(
        r#"<EntityType Name="item">
             <Key><PropertyRef Name="id"/></Key>
             <Property Name="id" Type="Edm.Int32" Nullable="false"/>
           </EntityType>
           <EntityType Name="order">
             <Key><PropertyRef Name="id"/></Key>
             <Property Name="id" Type="Edm.Int32" Nullable="false"/>
             <NavigationProperty Name="items" Type="Collection(self.item)" ContainsTarget="true"/>
           </EntityType>
           {in_schema}
           <EntityContainer Name="service">
             {in_container}
             <EntitySet Name="orders" EntityType="self.order">{in_orders}</EntitySet>
           </EntityContainer>"#
    ))
}

fn structured<'a>(api: &'a Api, ty: &str) -> &'a Structured {
    let ty = api.types.get(&TypeName::new(ty)).expect("it is declared");
    ty.structured().expect("it is structured")
}

fn property<'a>(api: &'a Api, ty: &str, name: &str) -> &'a Property {
    let mut properties = structured(api, ty).properties.iter();
    properties
        .find(|one| one.name == name)
        .expect("it is declared")
}

fn one(ty: &str) -> Target {
    Target::one(TypeName::new(ty))
}

fn many(ty: &str) -> Target {
    Target::many(TypeName::new(ty))
}

fn resource<'a>(api: &'a Api, target: &Target) -> &'a Resource {
    api.resources.get(target).expect("it is addressable")
}

fn own(api: &Api, target: &Target) -> Vec<StandardOperationKind> {
    resource(api, target).standard.keys().copied().collect()
}

fn doc<'a>(api: &'a Api, target: &Target, kind: StandardOperationKind) -> &'a str {
    &resource(api, target).standard[&kind].doc
}

/// The only overload.
fn operation<'a>(api: &'a Api, target: &Target, segment: &str) -> &'a Operation {
    let operations = &resource(api, target).operations;
    let known: Vec<&String> = operations.keys().collect();
    let overloads = operations.get(segment);
    let overloads = overloads.unwrap_or_else(|| panic!("{segment} is not in {known:?}"));
    assert_eq!(overloads.len(), 1, "{segment}");
    &overloads[0]
}

fn key(api: &Api, target: &Target) -> Vec<(String, ItemType)> {
    parts(&resource(api, target).key)
}

fn parts(key: &[KeyPart]) -> Vec<(String, ItemType)> {
    let parts = key.iter();
    parts
        .map(|part| (part.name.clone(), part.ty.clone()))
        .collect()
}

fn primitive(ty: Primitive) -> ItemType {
    ItemType::Primitive(ty)
}

fn named(ty: &str) -> ItemType {
    ItemType::Named(TypeName::new(ty))
}

const KEYED: &str = r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>"#;

/// A singleton with one navigation property to an entity type with a key.
fn navigation(attributes: &str, inside: &str, in_container: &str) -> Api {
    shop(&format!(
        r#"<EntityType Name="part">{KEYED}</EntityType>
           <EntityType Name="base"><NavigationProperty Name="way" {attributes}>{inside}</NavigationProperty></EntityType>
           <EntityType Name="root" BaseType="self.base"/>
           <EntityContainer Name="service"><Singleton Name="root" Type="self.root">{in_container}</Singleton></EntityContainer>"#
    ))
}

const CONTAINED: &str = r#"Type="Collection(self.part)" ContainsTarget="true""#;
const REFERRED: &str = r#"Type="Collection(self.part)""#;
