//! A value through its type and back.

use graphwright::json::{from_slice, to_vec};
use graphwright::model::{ObjectRef, Structured};
use graphwright::serde::{Serialize, de::DeserializeOwned};
use graphwright::serde_json;

/// What a value was read as, and what was written of it.
#[derive(Default)]
pub(crate) struct Wrote {
    pub(crate) ty: String,
    pub(crate) additional: Vec<String>,
    pub(crate) json: String,
}

/// What is done for one model. There is one for each of thousands, so the part that is generic is small.
pub(crate) type Function = fn(&str) -> Result<Wrote, String>;

/// A structured type, or an enum over several.
pub(crate) fn model<T>(json: &str) -> Result<Wrote, String>
where
    T: Structured + DeserializeOwned + Clone,
{
    let value: T = from_slice(json.as_bytes()).map_err(|error| error.to_string())?;
    let by_serde: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if by_serde.object() != value.object() {
        return Err("serde_json reads something else".into());
    }
    let written = (serde_json::to_string(&value), to_vec(&value));
    wrote(value.object(), value.clone().object(), written)
}

fn wrote(
    object: ObjectRef<'_>,
    copy: ObjectRef<'_>,
    (written, body): (serde_json::Result<String>, serde_json::Result<Vec<u8>>),
) -> Result<Wrote, String> {
    if let Some(problem) = object.schema().problem() {
        return Err(problem);
    }
    if copy != object {
        return Err("its copy is not equal to it".into());
    }
    let json = written.map_err(|error| error.to_string())?;
    if body.map_err(|error| error.to_string())? != json.as_bytes() {
        return Err("a body would say something else than serde_json writes".into());
    }
    // Whatever it shows, it must not fail.
    let _ = format!("{object:?}");
    Ok(Wrote {
        ty: object.schema().name.to_owned(),
        additional: object
            .additional()
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect(),
        json,
    })
}

/// An enumeration type.
pub(crate) fn text<T: Serialize + DeserializeOwned>(json: &str) -> Result<Wrote, String> {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let json = serde_json::to_string(&value).map_err(|error| error.to_string())?;
    Ok(Wrote {
        json,
        ..Wrote::default()
    })
}
