//! Files of any kind: told by their content, and handed over as rows of cells, before anyone knows
//! what the cells mean.

use std::io::{Read, Seek};

mod archive;
pub(in crate::read) mod delimited;
pub(in crate::read) mod encoding;
mod flat;
pub(in crate::read) mod grid;
pub(in crate::read) mod heading;
pub(in crate::read) mod html;
pub(in crate::read) mod label;
mod legacy;
pub(in crate::read) mod magic;
mod markup;
pub(in crate::read) mod numbers;
pub(in crate::read) mod objects;
pub(in crate::read) mod query;
pub(in crate::read) mod sheet_xml;
pub(in crate::read) mod sheets;
pub(in crate::read) mod sylk;
pub(in crate::read) mod unpack;
pub(in crate::read) mod xlsx;

/// What a reader reads from.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}
