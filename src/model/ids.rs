//! Ids of rows of the store, one type each so that none is taken for another.

macro_rules! id {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A payment, as shown to people and scripts.
    PaymentId
    /// An invoice, within one store; people use its number.
    InvoiceId
    /// An imported file.
    FileId
    /// A decision; what `undo` takes.
    DecisionId
    /// A run of `match` or `nightly`.
    RunId
    /// An account of the agency, or a merchant's account at a gateway.
    AccountId
}
