use graphwright_api::Api;
use crate::document::Document; use crate::uses::Uses; use crate::pointer::Origins; use crate::report::Report;
pub(crate) fn lift(_d: &Document, _u: &Uses, _a: &mut Api, _o: &mut Origins, _r: &mut Report) {}
