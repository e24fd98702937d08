//! Vietnamese text of before Unicode: letters of Western fonts that were drawn as Vietnamese ones
//! (TCVN3, also called ABC, and VNI).
//!
//! Such text comes in files of one byte a letter, and as well in Unicode files whose cells were
//! typed with such a font: `LÖ phÝ`, `Leä phí`.

use unicode_normalization::UnicodeNormalization;

/// How a font draws Vietnamese letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Font {
    /// TCVN 5712:1993, third set: a sign of its own for each small letter; capitals with tones are
    /// small letters in a font of capitals.
    Tcvn3,
    /// VNI: a base letter and a mark after it.
    Vni,
}

/// From windows-1252 to the letters of TCVN3.
const TCVN3: &[(&str, &str)] = &[
    ("¡¢£¤¥¦§¨©ª«¬\u{AD}®", "ĂÂÊÔƠƯĐăâêôơưđ"),
    ("µ¶·¸¹»¼½¾Æ", "àảãáạằẳẵắặ"),
    ("ÇÈÉÊËÌÎÏÐÑ", "ầẩẫấậèẻẽéẹ"),
    ("ÒÓÔÕÖ×ØÜÝÞ", "ềểễếệìỉĩíị"),
    ("ßáâãäåæçèé", "òỏõóọồổỗốộ"),
    ("êëìíîïñòóô", "ờởỡớợùủũúụ"),
    ("õö÷øùúûüýþ", "ừửữứựỳỷỹýỵ"),
];

/// Letters of VNI that stand alone.
const VNI_ALONE: (&str, &str) = ("íìæóòîñôöÍÌÆÓÒÎÑÔÖ", "íìỉĩịỵđơưÍÌỈĨỊỴĐƠƯ");

/// Marks of VNI after a letter: what they add to it.
#[rustfmt::skip]
const VNI_MARKS: &[(char, &str)] = &[
    ('ù', "\u{301}"), ('ø', "\u{300}"), ('û', "\u{309}"), ('õ', "\u{303}"), ('ï', "\u{323}"),
    ('â', "\u{302}"), ('á', "\u{302}\u{301}"), ('à', "\u{302}\u{300}"), ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"), ('ä', "\u{302}\u{323}"), ('ê', "\u{306}"), ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"), ('ú', "\u{306}\u{309}"), ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// A longer run without a break is no word and is converted piece by piece.
const LONGEST_WORD: usize = 32;

/// Converts text that comes in pieces.
pub struct Converter {
    font: Font,
    word: Vec<char>,
}

impl Converter {
    pub fn new(font: Font) -> Converter {
        Converter { font, word: Vec::new() }
    }

    /// Adds what is certain of the text so far; a word that may go on is kept back.
    pub fn push(&mut self, text: &str, out: &mut String) {
        for c in text.chars() {
            if c.is_ascii_alphabetic() || !c.is_ascii() && !c.is_whitespace() {
                self.word.push(c);
                if self.word.len() < LONGEST_WORD {
                    continue;
                }
                self.finish(out);
            } else {
                self.finish(out);
                out.push(c);
            }
        }
    }

    /// Adds the word that was kept back.
    pub fn finish(&mut self, out: &mut String) {
        match self.font {
            Font::Tcvn3 => from_tcvn3(&self.word, out),
            Font::Vni => from_vni(&self.word, out),
        }
        self.word.clear();
    }
}

fn from_tcvn3(word: &[char], out: &mut String) {
    let certain = word.iter().filter(|c| c.is_ascii_alphabetic());
    let is_capitals = certain.clone().count() > 1 && certain.clone().all(|c| c.is_uppercase());
    for c in word {
        let letter = TCVN3.iter().find_map(|(from, to)| counterpart(*c, from, to)).unwrap_or(*c);
        if is_capitals && letter != *c {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
    }
}

fn from_vni(word: &[char], out: &mut String) {
    let mut rest = word.iter().copied().peekable();
    while let Some(c) = rest.next() {
        let letter = counterpart(c, VNI_ALONE.0, VNI_ALONE.1).unwrap_or(c);
        let mark = rest.peek().and_then(|next| next.to_lowercase().next());
        let mark = mark.and_then(|mark| VNI_MARKS.iter().find(|(known, _)| *known == mark));
        match mark.filter(|(_, marks)| may_bear(letter, marks)) {
            Some((_, marks)) => {
                rest.next();
                out.extend(std::iter::once(letter).chain(marks.chars()).nfc());
            }
            None => out.push(letter),
        }
    }
}

/// Whether a Vietnamese letter has these marks.
fn may_bear(letter: char, marks: &str) -> bool {
    let bearers = match marks.chars().next() {
        Some('\u{302}') => "aeoAEO",
        Some('\u{306}') => "aA",
        _ => "aeouyơưAEOUYƠƯ",
    };
    bearers.contains(letter)
}

fn counterpart(c: char, from: &str, to: &str) -> Option<char> {
    let at = from.chars().position(|known| known == c)?;
    to.chars().nth(at)
}

/// How many words with other letters than those of ASCII are Vietnamese syllables, and how many are
/// not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Plausibility {
    pub good: u64,
    pub bad: u64,
}

impl Plausibility {
    /// Counts the words of a text.
    pub fn count(&mut self, text: &str) {
        let is_end = |c: char| !c.is_alphabetic() && !is_tone(c) && c.is_ascii();
        for word in text.split(is_end) {
            let word = word.trim_matches(|c: char| "\u{A0}–—‘’“”…°€₫«»·§".contains(c));
            if word.is_ascii() {
                continue;
            }
            match is_syllable(word) {
                true => self.good += 1,
                false => self.bad += 1,
            }
        }
    }

    /// Whether it is Vietnamese beyond chance: at least two words, and nearly all of them.
    pub fn is_vietnamese(self) -> bool {
        self.good >= 2 && self.bad * 5 <= self.good
    }
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const NUCLEI: &str = " a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi \
    oo ua uâ uê ui uô uơ uy ưa ưi ươ ưu ya yê oai oay oao uay uây uôi uya uyê ươi ươu iêu yêu uyu \
    oeo uyê ";

const CODAS: [&str; 10] = ["ch", "ng", "nh", "c", "m", "n", "p", "t", "k", ""];

/// Whether a word can be a Vietnamese syllable: onset, nucleus, coda, one tone at most.
fn is_syllable(word: &str) -> bool {
    let tones = word.nfd().filter(|c| is_tone(*c)).count();
    let plain: String = word.to_lowercase().nfd().filter(|c| !is_tone(*c)).nfc().collect();
    let rhymes = ONSETS.iter().filter_map(|onset| plain.strip_prefix(onset));
    tones <= 1
        && rhymes.into_iter().any(|rhyme| {
            let nuclei = CODAS.iter().filter_map(|coda| rhyme.strip_suffix(coda));
            nuclei.into_iter().any(|nucleus| {
                !nucleus.is_empty() && NUCLEI.split_whitespace().any(|known| known == nucleus)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(font: Font, text: &str) -> String {
        let mut converter = Converter::new(font);
        let mut out = String::new();
        // Piece by piece, as a file is read.
        for c in text.chars() {
            converter.push(&c.to_string(), &mut out);
        }
        converter.finish(&mut out);
        out
    }

    #[test]
    fn both_fonts_become_the_same_letters() {
        // The heads of official letters, as files of those years hold them.
        let tcvn3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc: 1.000 ®ång";
        let vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc: \
                   1.000 ñoàng";
        let text = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc: 1.000 đồng";
        assert_eq!(converted(Font::Tcvn3, tcvn3), text);
        assert_eq!(converted(Font::Vni, vni), text);
        assert_eq!(converted(Font::Vni, "LEÄ PHÍ ÑAÁT ÑÖÔØNG Y TEÁ"), "LỆ PHÍ ĐẤT ĐƯỜNG Y TẾ");
        assert_eq!(converted(Font::Tcvn3, "LÖ PHÝ §ÊT NGUYÔN LÖ"), "Lệ PHÍ ĐấT NGUYỄN Lệ");
        let all = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵăâêôơưđĂÂÊÔƠƯĐ";
        let tcvn3: String = TCVN3.iter().map(|(from, _)| *from).collect();
        let mut letters: Vec<char> = converted(Font::Tcvn3, &tcvn3).chars().collect();
        let mut expected: Vec<char> = all.chars().collect();
        letters.sort_unstable();
        expected.sort_unstable();
        assert_eq!(letters, expected, "each letter once");
    }

    #[test]
    fn words_of_other_languages_are_no_syllables() {
        let counted = |text: &str| {
            let mut words = Plausibility::default();
            words.count(text);
            (words.good, words.bad)
        };
        assert_eq!(counted("Lệ phí đất đai, nghiêng quý giữ khuỷu Đắk nộp 5.000 a b"), (10, 0));
        assert_eq!(counted("Müller für große Straße déjà créé Łódź"), (0, 7));
        assert_eq!(counted("LÖ phÝ sè tiÒn"), (2, 2), "half of chance is no proof");
    }
}
