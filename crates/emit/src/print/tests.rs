//! What is laid out here is what prettyplease makes of it, on both sides of every limit.

use proc_macro2::TokenStream;
use quote::quote;

use super::{file, reference};

fn assert_as_prettyplease(tokens: TokenStream) {
    assert_eq!(differences(tokens), "");
}

/// Both forms from the first line on in which they differ.
fn differences(tokens: TokenStream) -> String {
    let (ours, theirs) = (file(tokens.clone()), reference::file(tokens));
    let same = ours.lines().zip(theirs.lines()).take_while(|(a, b)| a == b);
    let start = same.count();
    let rest = |text: &str| -> String {
        let lines = text.lines().skip(start).take(6);
        lines.map(|line| format!("{line}\n")).collect()
    };
    if ours == theirs {
        String::new()
    } else {
        format!("here:\n{}prettyplease:\n{}", rest(&ours), rest(&theirs))
    }
}

/// A name of that length.
fn name(length: usize, first: char) -> proc_macro2::Ident {
    let rest = "a".repeat(length.saturating_sub(1));
    quote::format_ident!("{first}{rest}")
}

#[test]
fn fields_variants_and_attributes_of_every_length() {
    for length in 1..110 {
        let (lower, upper) = (name(length, 'x'), name(length, 'X'));
        let text = "x".repeat(length);
        assert_as_prettyplease(quote! {
            /// Doc.
            #[derive(Clone, Debug)]
            pub struct #upper {
                #[doc = #text]
                #[deprecated(note = #text)]
                pub #lower: Option<Vec<graphwright::edm::Date>>,
                #[deprecated(since = "1.2.3", note = #text)]
                pub a: Option<Box<crate::models::sub::#upper>>,
                pub b: Option<graphwright::Flags<other::#upper>>,
                pub additional: graphwright::Additional,
            }
            pub enum E {
                #[doc = #text]
                #upper,
                One(Box<crate::models::#upper>),
                Two(Box<other::#upper>, u8),
                #[doc = " a\n\n b"]
                Last(Box<str>)
            }
            pub struct Resource(pub(crate) other::#upper);
            graphwright::model!(Other = #text, [A #lower #text key, B(crate::models::#upper) "b"]);
            mod #lower;
            pub use #lower::#upper;
            pub const ROOT: &str = #text;
            pub const PARTS: Parts = Parts { a: &[#text], b: 1 };
            impl #upper {}
            pub struct Empty {}
            #[doc = "a\nb"]
            pub struct #upper { #[doc = "a\nb"] a: A }
        });
    }
}

#[test]
fn functions_of_every_length() {
    for length in 1..110 {
        let (lower, upper) = (name(length, 'x'), name(length, 'X'));
        let text = "x".repeat(length);
        assert_as_prettyplease(quote! {
            impl From<graphwright::Client> for #upper {
                fn from(core: graphwright::Client) -> Self {
                    Self(graphwright::ServiceClient::new(core, crate::SERVICE_ROOT))
                }
            }
            impl X {
                const A: u8 = 1;
                const B: &str = #text;
                fn #lower() {}
                fn a(&self) -> #upper { #upper(self.0.segment(#text)) }
                fn a1(&self) -> #upper { #upper(self.0.segment("short").more(1), ) }
                fn b(&self,) -> graphwright::Request<#upper> { self.0.request(graphwright::Method::GET, graphwright::Permissions::UNKNOWN) }
                fn c(&self, a: &str, b: Option<&other::#upper>) -> graphwright::Request<graphwright::Page<Y>> {
                    self.0.segment(#text).request(graphwright::Method::GET, graphwright::Permissions::UNKNOWN)
                }
                fn d(&self, #lower: impl Into<graphwright::Patch<Y>>) -> graphwright::Request<Option<other::#upper>> { self.0.patch(#lower) }
                #[inline]
                #[allow(clippy::too_many_arguments)]
                pub(crate) fn e(&self, a: bool, #lower: &str) -> Place {
                    Place(self.0.function_of("function", &[("a", given(&a)), (#text, Some(&#lower)),]))
                }
                fn f(&self, #lower: &str) { self.0.key_segment(#lower) }
                fn g(&self, #lower: u8) -> (A, B) { self.0.x(#lower) }
                fn h(&self, a: [u8; 2]) -> Request<(A, #upper)> { self.1.x }
                fn i(&self) -> #upper { self.0.a().#lower.b() }
                fn j(&self) -> #upper { Some(#lower) }
                fn k(&self) -> #upper { Some(self.#lower(), #lower) }
                fn l(&self) -> A { self.0.#lower().b::<Vec<A>>().c }
                fn m(#lower: A) -> Result<A, B> { A::#lower(&a) }
                fn n(&self, to: &(impl graphwright::Reference + ?Sized)) -> graphwright::Request<()> {
                    self.0.segment("$ref").request(A, B).#lower(to)
                }
            }
        });
    }
}

#[test]
fn imports_of_every_number_and_length() {
    for number in 1..30 {
        for length in [1, 3, 7, 40] {
            let types = (0..number).map(|number| {
                let name = quote::format_ident!("{}{number}", name(length, 'X'));
                quote!(crate::models::#name, graphwright::edm::#name)
            });
            let others = (0..number).map(|number| {
                let name = quote::format_ident!("{}{number}", name(length, 'Y'));
                quote!(crate::models::deep::#name)
            });
            assert_as_prettyplease(quote! {
                pub struct Y1(#(#types),*);
                pub struct Y(#(#others),*);
            });
        }
    }
}

#[test]
fn forms_that_are_not_emitted_are_left_to_prettyplease() {
    let mut differ = String::new();
    for body in [
        quote!(a + b),
        quote!(a < b),
        quote!(A < b),
        quote!(a && b),
        quote!(!a),
        quote!(-1),
        quote!(a - 1),
        quote!(*a),
        quote!(&mut a),
        quote!(&&a),
        quote!(a & b),
        quote!(a as u8),
        quote!(a as (u8)),
        quote!((a,)),
        quote!((a, b,)),
        quote!(f((a,))),
        quote!(f(a,)),
        quote!([a, b,]),
        quote!([0; 4]),
        quote!(a[0]),
        quote!(a..b),
        quote!(..),
        quote!(a?),
        quote!(a.b()?.c()),
        quote!(|a| a),
        quote!(move |a, b| f(a)),
        quote!(return (a)),
        quote!(return),
        quote!(a = b),
        quote!(a == b),
        quote!(a >= b),
        quote!(a += b),
        quote!(vec![1, 2]),
        quote!(println!("{}", a)),
        quote!(X { a: 1 }),
        quote!(if a { b } else { c }),
        quote!(match a {
            b => c,
        }),
        quote!(let a = 1; a),
        quote!(a;),
        quote!(a; b;),
        quote!(Vec::<u8>::new()),
        quote!(<A as B>::c()),
        quote!(::std::f()),
        quote!(a::b::<'static, C>()),
        quote!(self.0.0.1),
        quote!(self.0),
        quote!(1.5),
        quote!(r#"raw"#),
        quote!(a.await),
        quote!(unsafe { a }),
        quote!({ a }),
        quote!(async { a }),
    ] {
        differ.push_str(&differences(quote!(impl X { fn f(&self) -> A { #body } })));
    }
    for signature in [
        quote!(pub const fn f<'a, T: A + 'a>(self: &'a Self, mut b: T) -> &'a T),
        quote!(async unsafe fn f(&mut self)),
        quote!(fn f<T>(self) -> impl Fn(A) -> B + use<T> where T: C),
        quote!(fn f((a, b): (A, B), X(c): X) -> !),
        quote!(fn f(self, a: fn(A) -> B, b: *const A, c: dyn Fn(A), d: [A; 3]) -> <A as B>::C),
        quote!(fn f(a: impl A<B = C>) -> A<B = C, 3>),
    ] {
        differ.push_str(&differences(quote!(impl<T> X<T> { #signature { a } })));
    }
    differ.push_str(&differences(quote! {
        pub struct Unit;
        pub struct Generic<T, const N: usize> where T: A { a: [T; N], b: Option<(A, B)>, c: Map<A, B>, }
        pub enum E { A = 1, B { c: D }, C(E, F), }
        pub type A = B;
        pub use a::{b as c, d::*};
        pub mod inline { fn f() {} }
        fn alone() { a }
        trait T { fn f(); }
        static S: A = B;
        impl T for X { type A = B; }
        #[cfg(a)]
        /// Doc after an attribute.
        struct S;
        #[doc = "/ four slashes"]
        struct S4 { #[doc = "a\nb"] a: A, #[doc = "*/ \\ \"quoted\" "] b: B }
    }));
    assert_eq!(differ, "");
}
