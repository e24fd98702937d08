//! Lines, marks and signs as ASCII, for terminals whose font has letters only.

use ratatui::buffer::Buffer;

/// Puts ASCII in the place of everything that is drawn but is no letter, cell by cell.
pub fn draw(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

fn plain(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "─" | "−" | "–" | "—" => "-",
        "│" => "|",
        "┌" | "┐" | "└" | "┘" => "+",
        "✓" => "*",
        "✗" => "!",
        "▌" | "▸" | "→" | "›" => ">",
        "←" | "‹" => "<",
        "↑" => "^",
        "↓" => "v",
        "█" => "#",
        "░" | "·" => ".",
        "…" => "~",
        "×" => "x",
        "«" | "»" | "“" | "”" => "\"",
        "‘" | "’" => "'",
        "₫" => "đ",
        _ => return None,
    })
}
