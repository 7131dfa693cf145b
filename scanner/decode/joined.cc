#include "scanner/decode/joined.h"

#include "scanner/decode/substitution.h"

namespace patrol {
namespace {

// Blanks, ends of lines and an operator between two literals; markup between
// two runs of text. What is longer separates other things.
constexpr std::uint64_t kMostBetween = 1024;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::uint64_t skip_space(std::string_view text, std::uint64_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

bool is_name_byte(char c) { return is_token_byte(c) && is_dense(c); }

// Is there a token byte on both sides of text[at .. end)?
bool stands_between(std::string_view text, std::uint64_t at,
                    std::uint64_t end) {
  return at > 0 && end < text.size() && is_name_byte(text[at - 1]) &&
         is_name_byte(text[end]);
}

// Does text[at] end a row of quoted CSV, and text[next] begin another? Its
// quote opened right behind a comma, and the next stands where a line begins:
//
//   "api_key","q0Zt…"
//   "region","eu"
//
// Source code hardly ever has both.
bool ends_row(std::string_view text, std::uint64_t at, std::uint64_t next) {
  if (text[next - 1] != '\n') return false;
  const std::size_t open = text.rfind(text[at], at - 1);
  return open != std::string_view::npos && open > 0 &&
         std::string_view(",;").find(text[open - 1]) != std::string_view::npos;
}

struct Literals {
  static constexpr Mark kMark = Mark::kQuote;
  static bool is_mark(char c) { return c == '"' || c == '\''; }

  static Substitute read(std::string_view text, std::uint64_t at) {
    if (at == 0 || !is_name_byte(text[at - 1])) return {};
    text = text.substr(0, at + kMostBetween);
    std::uint64_t end = skip_space(text, at + 1);
    if (end < text.size() &&
        std::string_view("+.&\\").find(text[end]) != std::string_view::npos) {
      end = skip_space(text, end + 1);
    }
    // Visual Basic's mark of a line that goes on.
    if (end < text.size() && text[end] == '_') end = skip_space(text, end + 1);
    if (end >= text.size() || text[end] != text[at] || end == at + 1) return {};
    if (ends_row(text, at, end)) return {};
    return stands_between(text, at, end + 1) ? nothing(end + 1 - at)
                                             : Substitute{};
  }
};

struct Markup {
  static constexpr Mark kMark = Mark::kLess;
  static bool is_mark(char c) { return c == '<'; }

  static Substitute read(std::string_view text, std::uint64_t at) {
    if (at == 0 || !is_name_byte(text[at - 1])) return {};
    text = text.substr(0, at + kMostBetween);
    if (!ends_text(text.substr(at))) return {};
    std::uint64_t end = at;
    while (end < text.size() && text[end] == '<') {
      // A tag holds no other: so each is looked at for one mark alone. Nor is
      // it cut by the end of a line where programs write it.
      const std::size_t close = text.find_first_of("<>\n", end + 1);
      if (close == std::string_view::npos || text[close] != '>') return {};
      end = close + 1;
    }
    return stands_between(text, at, end) ? nothing(end - at) : Substitute{};
  }

 private:
  // The ends of a run of text: Word, PowerPoint, Excel, OpenDocument.
  static bool ends_text(std::string_view text) {
    return text.starts_with("</w:t>") || text.starts_with("</a:t>") ||
           text.starts_with("</t>") || text.starts_with("</text:span>") ||
           text.starts_with("<text:span");
  }
};

}  // namespace

const Decoder kJoined = substitution_decoder<Literals>("joined-literals");
const Decoder kMarkup = substitution_decoder<Markup>("markup");

}  // namespace patrol
