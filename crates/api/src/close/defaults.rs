//! Decides which standard operations a way offers where the description says nothing of them.

use crate::StandardOperationKind;

/// How a resource is reached, which decides what OData defines for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WayKind {
    Set,
    Singleton,
    Contained,
    Reference,
    /// By calling a composable function.
    Call,
    /// As the value of a complex property.
    Value,
}

impl WayKind {
    /// Returns whether an operation is offered where nothing speaks of it. What is reached by reference is changed
    /// where it is contained (OData Protocol 4.01, 11.4).
    pub(super) fn offers(self, kind: StandardOperationKind) -> bool {
        match kind {
            StandardOperationKind::List
            | StandardOperationKind::Count
            | StandardOperationKind::Get => true,
            StandardOperationKind::Create => matches!(self, Self::Set | Self::Contained),
            StandardOperationKind::Update | StandardOperationKind::Replace => {
                matches!(
                    self,
                    Self::Set | Self::Singleton | Self::Contained | Self::Value
                )
            }
            StandardOperationKind::Delete => {
                matches!(self, Self::Set | Self::Contained | Self::Value)
            }
            StandardOperationKind::ListReferences
            | StandardOperationKind::AddReference
            | StandardOperationKind::RemoveReference
            | StandardOperationKind::GetReference
            | StandardOperationKind::SetReference
            | StandardOperationKind::DeleteReference => self == Self::Reference,
        }
    }
}
