//! Forms of companies, which every bank and clerk shortens in another way: they count as one word
//! of a name.

/// What stands for the form, and the ways to write it, longest first.
const FORMS: &[(&str, &[&[&str]])] = &[
    (
        "TNHH",
        &[
            &["CONG", "TY", "TRACH", "NHIEM", "HUU", "HAN", "MOT", "THANH", "VIEN"],
            &["CONG", "TY", "TRACH", "NHIEM", "HUU", "HAN"],
            &["CONG", "TY", "TNHH", "MOT", "THANH", "VIEN"],
            &["CONG", "TY", "TNHH", "MTV"],
            &["CONG", "TY", "TNHH"],
            &["CTY", "TNHH", "MOT", "THANH", "VIEN"],
            &["CTY", "TNHH", "MTV"],
            &["CTY", "TNHH"],
            &["CT", "TNHH", "MTV"],
            &["CT", "TNHH"],
            &["TNHH", "MTV"],
        ],
    ),
    (
        "CTCP",
        &[
            &["CONG", "TY", "CO", "PHAN"],
            &["CONG", "TY", "CP"],
            &["CTY", "CO", "PHAN"],
            &["CTY", "CP"],
            &["CT", "CP"],
        ],
    ),
    ("DNTN", &[&["DOANH", "NGHIEP", "TU", "NHAN"]]),
];

/// The form that words begin with: what stands for it, and how many words it is.
pub(super) fn form_at<'a>(
    word: impl Fn(usize) -> Option<&'a str>,
) -> Option<(&'static str, usize)> {
    let first = word(0)?;
    if !matches!(first, "CONG" | "CTY" | "CT" | "TNHH" | "DOANH") {
        return None;
    }
    FORMS.iter().find_map(|(form, ways)| {
        let is_it = |way: &&&[&str]| way.iter().enumerate().all(|(at, own)| word(at) == Some(*own));
        ways.iter().find(is_it).map(|way| (*form, way.len()))
    })
}
