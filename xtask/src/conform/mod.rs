//! `cargo xtask conform`

mod calls;
mod report;
mod run;
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use graphwright_api::select::{Selection, select};
use graphwright_api::{Api, TypeName};
use graphwright_emit::emit;
use graphwright_emit::names::Names;
use graphwright_samples::{
    Answer, Argument, Deviation, Got, Inspection, Inspector, Kind, Made, Mismatch, Resolver, Route,
    Sent, Verdict, Wanted, answer, argument, body_text, body_with_numbers, comment, compare,
    judge_body, judge_response, own_headers, sent,
};
use serde_json::value::RawValue;

use self::calls::Calls;
use self::report::{Judged, Report, Templates, Unresolved};
use self::run::{Input, Object, Output};
use self::samples::Row;
use crate::runner::Runner;
use crate::workspace;
use graphwright_cli::description::Source;
use graphwright_cli::{Outcome, description};

/// Generates a crate, builds it, and runs documented samples through its request functions and models.
///
/// For each sample the request is made with the documented keys, arguments, query, headers and body,
/// and compared; the documented response is read as what the request function gives, written again,
/// and compared. Exits 1 if a sample that fits the description fails or
/// finds no request function.
///
/// Example:
///   cargo xtask conform --description metadata.xml --samples samples.jsonl --json report.json
///
/// Samples are JSON Lines, plain or packed with gzip; crates/samples says what a line has.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// Corrections of the description, as for codegen.
    #[arg(long, value_name = "FILE")]
    fixups: Option<PathBuf>,
    /// The samples; may be repeated.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    samples: Vec<PathBuf>,
    /// Write what came of every row to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder to generate and build in; below target/conform if it is not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The URL that all paths are relative to, where neither the description nor the samples tell it.
    #[arg(long, value_name = "URL")]
    service_root: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let rows = samples::read(&args.samples)?;
    eprintln!("conform: {} samples", rows.len());
    let mut whole = description::read(&args.description)?;
    if let Some(fixups) = &args.fixups {
        description::correct(&mut whole, &Source::read(fixups)?)?;
    }
    let api = select(&whole, &Selection::default())?;
    let root = args
        .service_root
        .clone()
        .or_else(|| api.service_root.clone())
        .or_else(|| samples::service_root(&api, &rows))
        .ok_or("nothing says where the service is: give its URL with --service-root")?;
    let default = Runner::default_folder("conform", &args.description)?;
    let runner = Runner::new("conform", args.out.as_deref().unwrap_or(&default));
    let files = emit(&api, &runner.options(&root)?)?;
    eprintln!(
        "conform: {root}: {} files generated in {}",
        files.len(),
        workspace::shown(runner.folder())
    );
    let names = Names::new(&api);
    let conform = Conform {
        resolver: Resolver::new(&api, Some(&root)),
        inspector: Inspector::new(&api),
        calls: Calls::new(&api, &names),
        api: &api,
        root: &root,
    };
    let (mut prepared, functions) = conform.prepare(&rows);
    let table = conform.table(&prepared);
    let types: BTreeSet<TypeName> = prepared
        .iter()
        .filter_map(|one| one.inspection.as_ref())
        .flat_map(|one| one.objects.iter().map(|object| object.ty.clone()))
        .collect();
    eprintln!(
        "conform: {} rows call {} functions; building",
        table.len(),
        functions.len()
    );
    run::write(&runner, &files, &names, &functions, &types, &table)?;
    let mut outputs: BTreeMap<usize, Output> = run::run(&runner)?
        .into_iter()
        .map(|output| (output.row, output))
        .collect();
    let judged = prepared
        .iter_mut()
        .enumerate()
        .map(|(number, one)| conform.judge(one, outputs.remove(&number)));
    let report = Report {
        description: workspace::shown(&args.description),
        service_root: root.clone(),
        functions: functions.len(),
        rows: judged.collect(),
    };
    if let Some(path) = &args.json {
        report.write(path)?;
    }
    say!("{}", report.table());
    Ok(match report.has_failed() {
        true => Outcome::Found,
        false => Outcome::Good,
    })
}

struct Conform<'a> {
    api: &'a Api,
    root: &'a str,
    resolver: Resolver<'a>,
    inspector: Inspector<'a>,
    calls: Calls<'a>,
}

/// A row that is ready to be run.
struct Prepared<'r> {
    row: &'r Row,
    templates: Templates,
    call: Result<Call<'r>, Unresolved>,
    inspection: Option<Inspection<'r>>,
}

/// A request that is made by a generated function.
struct Call<'r> {
    route: Route,
    function: usize,
    arguments: Vec<Argument>,
    headers: Vec<(String, String)>,
    answer: Answer,
    body: Option<&'r RawValue>,
}

impl Conform<'_> {
    /// Finds the function of each row, and the code of each distinct function.
    fn prepare<'r>(&self, rows: &'r [Row]) -> (Vec<Prepared<'r>>, Vec<String>) {
        let mut functions: BTreeMap<String, usize> = BTreeMap::new();
        let prepared = rows
            .iter()
            .map(|row| {
                let call = self.call(row, &mut functions);
                let response = row.sample.response.as_ref();
                let body = response.and_then(|response| response.body.as_ref());
                let is_success = response.is_some_and(|one| one.status < 300);
                let inspection = match (&call, body) {
                    (Ok(call), Some(body)) if is_success => {
                        Some(self.inspector.answer(&call.answer, body))
                    }
                    _ => None,
                };
                Prepared {
                    row,
                    templates: Templates::resolve(&self.resolver, &row.sample),
                    call,
                    inspection,
                }
            })
            .collect();
        let mut codes = vec![String::new(); functions.len()];
        for (code, number) in functions {
            codes[number] = code;
        }
        (prepared, codes)
    }

    fn call<'r>(
        &self,
        row: &'r Row,
        functions: &mut BTreeMap<String, usize>,
    ) -> Result<Call<'r>, Unresolved> {
        let no = |why: String, detail: String, ruled_out: bool| Unresolved {
            why,
            detail,
            ruled_out,
        };
        let request = row.sample.request.as_ref();
        let request = request.ok_or_else(|| no("no request".into(), String::new(), true))?;
        let route = self
            .resolver
            .resolve(&request.method, &request.url)
            .map_err(|found| {
                let why = found.why;
                no(why.as_str().into(), found.to_string(), why.is_ruled_out())
            })?;
        let called = self
            .calls
            .call(&route)
            .map_err(|what| no(format!("not generated: {what}"), route.to_string(), false))?;
        let next = functions.len();
        let function = *functions.entry(called.code).or_insert(next);
        let arguments = called.given.iter();
        Ok(Call {
            arguments: arguments
                .map(|given| match given.left_out {
                    true => Argument::left_out(),
                    false => argument(self.api, &given.ty, given.value.as_ref()),
                })
                .collect(),
            headers: own_headers(&request.headers),
            answer: answer(self.api, &route),
            body: request.body.as_deref(),
            route,
            function,
        })
    }

    fn table(&self, prepared: &[Prepared<'_>]) -> Vec<Input> {
        let rows = prepared.iter().enumerate();
        rows.filter_map(|(number, one)| {
            let call = one.call.as_ref().ok()?;
            let request = one.row.sample.request.as_ref()?;
            let answer = one
                .row
                .sample
                .response
                .as_ref()
                .map(|response| run::Answer {
                    status: response.status,
                    headers: response.headers.clone().into_iter().collect(),
                    body: body_text(response).unwrap_or_default().to_owned(),
                });
            let objects = one.inspection.iter().flat_map(|one| &one.objects);
            let raw = |json: &str| RawValue::from_string(json.to_owned()).ok();
            Some(Input {
                row: number,
                function: call.function,
                arguments: call
                    .arguments
                    .iter()
                    .filter_map(|argument| raw(&argument.json))
                    .collect(),
                query: Resolver::query(&request.url),
                headers: call.headers.clone(),
                body: call.body.map(ToOwned::to_owned),
                content_type: content_type(request),
                content: match (call.body, &request.body_raw_if_unparsed) {
                    (Some(body), _) => body.get().to_owned(),
                    (None, text) => text.clone().unwrap_or_default(),
                },
                answer,
                objects: objects
                    .filter_map(|object| {
                        Some(Object {
                            name: object.ty.as_str().to_owned(),
                            json: raw(object.json)?,
                        })
                    })
                    .collect(),
            })
        })
        .collect()
    }

    fn judge(&self, one: &mut Prepared<'_>, output: Option<Output>) -> Judged {
        let mut judged = Judged::new(one.row, std::mem::take(&mut one.templates));
        let call = match &one.call {
            Ok(call) => call,
            Err(why) => {
                judged.unresolved = Some(why.clone());
                return judged;
            }
        };
        judged.route = Some(call.route.to_string());
        judged.row_deviations = self.row_deviations(one.row, call);
        let Some(output) = output else {
            judged
                .request
                .1
                .push(Mismatch::internal("the runner has no outcome"));
            return judged;
        };
        let sent = sent(self.api, &call.route);
        let request = one.row.sample.request.as_ref();
        let found = request
            .map(|request| judge_body(&self.resolver, &self.inspector, &sent, request, self.root));
        let found = found.unwrap_or_default();
        let cannot_link = |one: &Deviation| {
            matches!(
                one.kind,
                Kind::NoLink | Kind::InvalidLink | Kind::ForeignLink
            )
        };
        judged.request = match found.iter().any(cannot_link) {
            true => (found, Vec::new()),
            false => {
                let (notes, wrong) = self.request(one.row, call, &sent, &output);
                ([found, notes].concat(), wrong)
            }
        };
        if let Some(response) = &one.row.sample.response {
            let got = Got {
                decoded: output.decoded,
                unread: output.unread,
                refused: output.refused.map(|said| (said.status, said.code)),
                additional: output.additional,
            };
            let inspection = one.inspection.as_ref();
            judged.response = Some(match &output.error {
                Some(_) => (
                    inspection
                        .map(|one| one.deviations.clone())
                        .unwrap_or_default(),
                    Vec::new(),
                ),
                None => judge_response(&call.answer, response, inspection, &got),
            });
        }
        judged
    }

    fn row_deviations(&self, row: &Row, call: &Call<'_>) -> Vec<Deviation> {
        let mut found = Vec::new();
        let request = row.sample.request.as_ref();
        if let Some(request) = request
            && self.resolver.is_of_other_root(&request.url, self.root)
        {
            found.push(Deviation {
                kind: Kind::OtherRoot,
                pointer: String::new(),
                detail: request.url.clone(),
            });
        }
        let has_body = row
            .sample
            .response
            .as_ref()
            .is_some_and(|response| response.body.is_some() && response.status < 300);
        if has_body && let Some(said) = &row.sample.odata_type {
            found.extend(comment(self.api, &call.answer, said));
        }
        found
    }

    fn request(
        &self,
        row: &Row,
        call: &Call<'_>,
        sent: &Sent<'_>,
        output: &Output,
    ) -> (Vec<Deviation>, Vec<Mismatch>) {
        if let Some(error) = &output.error {
            return (Vec::new(), vec![Mismatch::internal(error)]);
        }
        let (Some(request), Some(made)) = (&row.sample.request, &output.request) else {
            return (Vec::new(), vec![Mismatch::internal("no request was sent")]);
        };
        let body = call
            .body
            .map(|body| body_with_numbers(&self.inspector, sent, body));
        let wanted = Wanted {
            method: &request.method,
            url: &request.url,
            route: &call.route,
            arguments: &call.arguments,
            headers: &call.headers,
            sent,
            body: body.as_deref(),
            text: request.body_raw_if_unparsed.as_deref(),
        };
        let made = Made {
            method: made.method.clone(),
            url: made.url.clone(),
            headers: made.headers.clone(),
            body: made.body.clone(),
        };
        compare(self.api, &self.resolver, &wanted, &made)
    }
}

/// Returns what the page says that the body is; bytes of no known kind where it does not say.
fn content_type(request: &graphwright_samples::Request) -> String {
    let mut headers = request.headers.iter();
    let found = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    found.map_or("application/octet-stream".into(), |(_, value)| {
        value.clone()
    })
}

/// Returns how a row has ended.
fn verdict(judged: &Judged) -> Verdict {
    if judged.unresolved.is_some() {
        return Verdict::Unresolved;
    }
    let row = Verdict::of(&judged.row_deviations, &[]);
    let request = Verdict::of(&judged.request.0, &judged.request.1);
    let response = judged
        .response
        .as_ref()
        .map_or(Verdict::Exact, |(found, wrong)| Verdict::of(found, wrong));
    row.max(request).max(response)
}
