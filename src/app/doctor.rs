//! Doctor: whether paths, rights, disk, clock, locale and font are as the program needs them.

use super::OpenOptions;
use crate::model::view::DoctorPoint;

pub fn doctor(options: &OpenOptions) -> Vec<DoctorPoint> {
    let _ = options;
    unimplemented!()
}
