//! Invented payers: names as frequent as they are in Vietnam, companies, accounts.

use crate::dice::Dice;

const FAMILIES: &[(u64, &str)] = &[
    (315, "Nguyễn"),
    (109, "Trần"),
    (89, "Lê"),
    (59, "Phạm"),
    (51, "Hoàng"),
    (45, "Vũ"),
    (28, "Phan"),
    (22, "Trương"),
    (21, "Bùi"),
    (19, "Đặng"),
    (19, "Đỗ"),
    (17, "Ngô"),
    (15, "Hồ"),
    (14, "Dương"),
    (10, "Đinh"),
    (9, "Lý"),
    (8, "Đoàn"),
    (7, "Mai"),
    (6, "Trịnh"),
    (6, "Đào"),
    (5, "Cao"),
    (5, "Lâm"),
    (4, "Hà"),
    (4, "Lương"),
    (4, "Tạ"),
    (3, "Chu"),
    (3, "Phùng"),
    (3, "Tô"),
    (2, "Quách"),
    (2, "Kiều"),
    (2, "La"),
    (2, "Nông"),
    (1, "Triệu"),
];

const MIDDLES: &[(u64, &str)] = &[
    (270, "Thị"),
    (180, "Văn"),
    (45, "Minh"),
    (40, "Ngọc"),
    (38, "Thanh"),
    (35, "Đức"),
    (30, "Hữu"),
    (28, "Quang"),
    (25, "Xuân"),
    (24, "Thu"),
    (22, "Hồng"),
    (20, "Kim"),
    (18, "Anh"),
    (18, "Công"),
    (16, "Quốc"),
    (15, "Đình"),
    (14, "Phương"),
    (12, "Bích"),
    (12, "Trọng"),
    (12, "Tuấn"),
    (10, "Gia"),
    (10, "Hoàng"),
    (9, "Bảo"),
    (9, "Mỹ"),
    (8, "Như"),
    (8, "Thế"),
    (7, "Viết"),
    (6, "Diệu"),
    (6, "Khánh"),
    (5, "Duy"),
    (5, "Thị Thu"),
    (5, "Thị Minh"),
    (4, "Thị Ngọc"),
    (4, "Thị Thanh"),
    (4, "Thị Kim"),
    (3, "Bá"),
    (3, "Thị Bích"),
];

const GIVENS: &[(u64, &str)] = &[
    (30, "Hương"),
    (30, "Hùng"),
    (28, "Lan"),
    (28, "Tuấn"),
    (27, "Linh"),
    (27, "Dũng"),
    (26, "Anh"),
    (25, "Hà"),
    (25, "Thảo"),
    (24, "Hải"),
    (24, "Trang"),
    (23, "Sơn"),
    (22, "Hoa"),
    (22, "Nam"),
    (21, "Huyền"),
    (21, "Long"),
    (20, "Mai"),
    (20, "Minh"),
    (20, "Nga"),
    (20, "Thủy"),
    (19, "Hạnh"),
    (19, "Phương"),
    (18, "Hằng"),
    (18, "Cường"),
    (18, "Yến"),
    (17, "Thắng"),
    (17, "Oanh"),
    (16, "Bình"),
    (16, "Đức"),
    (15, "Hiền"),
    (15, "Trung"),
    (15, "Tâm"),
    (14, "Nhung"),
    (14, "Quân"),
    (13, "Chi"),
    (13, "Phúc"),
    (12, "Giang"),
    (12, "Khoa"),
    (11, "Loan"),
    (11, "Vinh"),
    (10, "Kiên"),
    (10, "Thúy"),
    (9, "Tùng"),
    (9, "Vân"),
    (8, "Hiếu"),
    (8, "Quỳnh"),
    (7, "Đạt"),
    (7, "Lộc"),
    (6, "Ngân"),
    (6, "Phong"),
    (5, "Thịnh"),
    (5, "Uyên"),
    (4, "Bảo"),
    (4, "Khánh"),
    (4, "Tú"),
    (3, "Châu"),
    (3, "Khải"),
    (3, "My"),
    (2, "Diễm"),
    (2, "Hoàn"),
    (2, "Nguyệt"),
    (2, "Tiến"),
    (1, "Sáng"),
    (1, "Toại"),
    (1, "Uy"),
    (1, "Xuyến"),
    (1, "Ánh Tuyết"),
    (1, "Bảo Châu"),
];

const COMPANY_KINDS: &[(u64, &str)] = &[
    (50, "Công ty TNHH"),
    (25, "Công ty Cổ phần"),
    (15, "Công ty TNHH MTV"),
    (6, "Doanh nghiệp tư nhân"),
    (4, "Hợp tác xã"),
];

const COMPANY_FIELDS: &[&str] = &[
    "Xây dựng",
    "Thương mại",
    "Dịch vụ",
    "Đầu tư",
    "Vận tải",
    "Cơ khí",
    "Sản xuất",
    "Nội thất",
    "Dược phẩm",
    "Thiết bị",
    "Công nghệ",
    "Du lịch",
    "Thực phẩm",
    "Môi trường",
    "In ấn",
    "Kho vận",
];

const COMPANY_WORDS: &[&str] = &[
    "Thành",
    "Đạt",
    "Phát",
    "Hưng",
    "Thịnh",
    "An",
    "Bình",
    "Minh",
    "Quang",
    "Hoàng",
    "Gia",
    "Long",
    "Nam",
    "Việt",
    "Á",
    "Đông",
    "Tân",
    "Phú",
    "Lộc",
    "Tiến",
    "Đại",
    "Hải",
    "Sơn",
    "Trường",
    "Vạn",
    "Kim",
    "Ngân",
    "Hà",
    "Thái",
    "Bắc",
    "Trung",
    "Mỹ",
    "Hòa",
    "Cường",
    "Toàn",
    "Khang",
    "Vĩnh",
    "Lâm",
];

/// Who owes a fee.
#[derive(Clone)]
pub struct Payer {
    pub name: String,
    pub id: String,
}

pub fn person_name(dice: &mut Dice) -> String {
    let family = dice.weighted(FAMILIES);
    let middle = dice.weighted(MIDDLES);
    format!("{family} {middle} {}", dice.weighted(GIVENS))
}

pub fn person(dice: &mut Dice) -> Payer {
    let id = format!("0{}{}{}", dice.digits(2), dice.below(4), dice.digits(8));
    Payer { name: person_name(dice), id }
}

/// Two or three words of its own make most companies the only ones of their name.
pub fn company(dice: &mut Dice) -> Payer {
    let kind = dice.weighted(COMPANY_KINDS);
    let field = dice.pick(COMPANY_FIELDS);
    let (first, second) = (dice.pick(COMPANY_WORDS), dice.pick(COMPANY_WORDS));
    let third = if dice.chance(500) { dice.pick(COMPANY_WORDS) } else { "" };
    let name = format!("{kind} {field} {first} {second} {third}").trim_end().to_string();
    Payer { name, id: format!("01{}", dice.digits(8)) }
}

/// A bank account of a stranger.
pub fn account(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("1{}", dice.digits(9)),
        1 => format!("19{}", dice.digits(12)),
        _ => format!("0{}", dice.digits(12)),
    }
}

pub fn phone(dice: &mut Dice) -> String {
    format!("09{}", dice.digits(8))
}
