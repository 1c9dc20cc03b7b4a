//! Descriptions of several files, from disk.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;

use support::{Ran, contents, xtask};

const SHOP: &str = "openapi: 3.0.3
info: { title: shop, version: '1' }
servers: [{ url: https://shop.example }]
paths:
  /products:
    get:
      responses:
        200: { description: d, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: 'schemas/shop.product.yaml' } } } } } } }
";

const PRODUCT: &str =
    "type: object\nproperties:\n  name: { type: string }\n  maker: { $ref: shop.maker.yaml }\n";
const MAKER: &str = "type: object\nproperties:\n  makes: { $ref: shop.product.yaml }\n";

fn write(folder: &Path) {
    fs::create_dir_all(folder.join("specs/schemas")).unwrap();
    fs::write(folder.join("specs/shop.yaml"), SHOP).unwrap();
    fs::write(folder.join("specs/schemas/shop.product.yaml"), PRODUCT).unwrap();
    fs::write(folder.join("specs/schemas/shop.maker.yaml"), MAKER).unwrap();
}

fn generate(folder: &Path) -> Ran {
    let (description, out) = (folder.join("specs/shop.yaml"), folder.join("out"));
    let (description, out) = (description.to_str().unwrap(), out.to_str().unwrap());
    let named = [
        "--out",
        out,
        "--name",
        "shop",
        "--service",
        "odata",
        "--include",
        "/**",
    ];
    xtask(&[&["codegen", "--description", description][..], &named].concat())
}

#[test]
fn the_files_beside_a_description_are_part_of_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let ran = generate(folder.path());
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(ran.err, "");
    let written = contents(&folder.path().join("out"));
    let maker = written
        .iter()
        .find(|(path, _)| path.ends_with("maker.rs"))
        .unwrap()
        .1;
    assert!(maker.contains("pub makes: Option<Box<Product>>"), "{maker}");
    // A change of one of them is found: a file, and the list with its hash.
    let text = PRODUCT.replace("name:", "title:");
    fs::write(folder.path().join("specs/schemas/shop.product.yaml"), text).unwrap();
    assert!(generate(folder.path()).out.contains("2 written"));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder_of_a_description() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let secret = folder.path().join("secret.yaml");
    fs::write(&secret, MAKER).unwrap();
    let link = folder.path().join("specs/schemas/shop.maker.yaml");
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(&secret, &link).unwrap();
    let ran = generate(folder.path());
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let place = "specs/schemas/shop.product.yaml:4:12: warning: `shop.maker.yaml` is referred to";
    assert!(ran.err.contains(place), "{}", ran.err);
    assert!(
        ran.err.contains("it is a link out of the folder"),
        "{}",
        ran.err
    );
}
