//! What SQLite reports, told as failures that people understand.

use rusqlite::ErrorCode;

use crate::model::{CauseCode, Failure, FailureCode};

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        let sqlite = error.sqlite_error_code();
        let failure = Failure::new(sqlite.map_or(FailureCode::StoreDamaged, code_of));
        match sqlite {
            Some(ErrorCode::PermissionDenied) => {
                failure.caused_by(CauseCode::PermissionDenied.code())
            }
            // The sentence says all of it.
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::DiskFull
                | ErrorCode::ReadOnly
                | ErrorCode::NotADatabase
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::OperationInterrupted,
            ) => failure,
            _ => failure.caused_by(error),
        }
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
