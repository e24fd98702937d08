//! Files of any kind: told by their content, and handed over as rows of cells, before anyone knows
//! what the cells mean.

use std::io::{Read, Seek};

mod archive;
pub(in crate::read) mod container;
mod delimited;
pub(in crate::read) mod encoding;
mod flat;
pub(in crate::read) mod grid;
pub(in crate::read) mod heading;
mod html;
pub(in crate::read) mod label;
mod legacy;
pub(in crate::read) mod magic;
mod markup;
pub(in crate::read) mod numbers;
mod objects;
mod query;
mod sheet_xml;
pub(in crate::read) mod sheets;
mod sylk;
pub(in crate::read) mod unpack;
mod xlsx;

/// What a reader reads from.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}
