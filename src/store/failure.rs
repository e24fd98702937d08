//! What SQLite reports, told as failures that people understand.

use rusqlite::ErrorCode;

use crate::model::{Failure, FailureCode};

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        let code = error.sqlite_error_code().map_or(FailureCode::StoreDamaged, code_of);
        Failure::new(code).caused_by(error)
    }
}

fn code_of(code: ErrorCode) -> FailureCode {
    match code {
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed => FailureCode::StoreBusy,
        ErrorCode::DiskFull => FailureCode::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => FailureCode::StoreReadOnly,
        ErrorCode::CannotOpen => FailureCode::StoreUnreadable,
        ErrorCode::SystemIoFailure => FailureCode::StoreUnreadable,
        ErrorCode::NotADatabase => FailureCode::StoreForeign,
        ErrorCode::OperationInterrupted => FailureCode::Cancelled,
        // A guard of the schema: the law let something through, or another program wrote.
        ErrorCode::ConstraintViolation => FailureCode::StoreGuard,
        _ => FailureCode::StoreDamaged,
    }
}
