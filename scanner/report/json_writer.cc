#include "scanner/report/json_writer.h"

#include <fmt/format.h>

#include <ostream>

#include "scanner/core/utf8.h"
#include "scanner/report/printable.h"

namespace patrol {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

bool is_html(char32_t point) {
  return point == '<' || point == '>' || point == '&';
}

// `point` inside of quotes; empty: as it stands.
std::string spelled(const CodePoint& point) {
  if (!point.valid) return std::string(kReplacement);
  switch (point.value) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const bool hidden = point.value < 0x20 || is_unseen(point.value);
  return hidden ? json_escape(point.value) : "";
}

}  // namespace

std::string json_escape(char32_t point) {
  const auto value = static_cast<std::uint32_t>(point);
  if (value < 0x10000) return fmt::format("\\u{:04x}", value);
  const std::uint32_t bits = value - 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (bits >> 10),
                     0xDC00 + (bits & 0x3FF));
}

void JsonWriter::text(std::string_view value) {
  next();
  put_string(value);
}

void JsonWriter::text(std::string_view key, std::string_view value) {
  next(key);
  put_string(value);
}

void JsonWriter::number(std::string_view key, std::uint64_t value) {
  next(key);
  out_ << fmt::to_string(value);
}

void JsonWriter::number(std::string_view key, float value) {
  next(key);
  out_ << fmt::to_string(value);
}

void JsonWriter::boolean(std::string_view key, bool value) {
  next(key);
  out_ << (value ? "true" : "false");
}

void JsonWriter::begin(char open) {
  out_ << open;
  filled_.push_back(false);
}

void JsonWriter::end(char close) {
  const bool filled = filled_.back();
  filled_.pop_back();
  if (filled) new_line();
  out_ << close;
  if (filled_.empty()) out_ << '\n';
}

void JsonWriter::next() {
  if (filled_.empty()) return;
  if (filled_.back()) out_ << ',';
  filled_.back() = true;
  new_line();
}

void JsonWriter::next(std::string_view key) {
  next();
  put_string(key);
  out_ << ": ";
}

void JsonWriter::put_string(std::string_view text) {
  out_ << '"';
  char32_t previous = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const bool command = previous == '#' && point.value == '#';
    const bool html = look_.escape_html && is_html(point.value);
    const std::string spelling =
        command || html ? json_escape(point.value) : spelled(point);
    out_ << (spelling.empty() ? text.substr(0, point.size) : spelling);
    previous = point.value;
    text.remove_prefix(point.size);
  }
  out_ << '"';
}

void JsonWriter::new_line() {
  out_ << '\n' << std::string(filled_.size() * look_.indent, ' ');
}

}  // namespace patrol
